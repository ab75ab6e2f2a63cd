"""What Events costs at 100,000 listed events and 5,000 concerts of ours: `python -m bench.events [STORE]`.

Without a STORE a market is made up in a temporary folder: 1,500 rooms in 60 real cities, four years of listings, 38 reports of
sales of each show of ours. Each question is asked ten times of other markets, months, shows or rooms, after one that
warms up; CPU is that of this process, all its threads. Nothing is kept between questions.
"""

import csv
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import plotly.io as pio

EVENTS, CONCERTS, ROOMS, ARTISTS, ROUNDS = 100_000, 5_000, 1_500, 3_000, 10
TODAY = date.today()
REPORTED = (*range(98, 28, -7), *range(28, -1, -1))  # days before a show that its sales are reported
GENRES = ("Rock", "Pop", "Folk", "Jazz", "Metal", "Hip-Hop", "Electronic", "Country")
CITIES = [
    *((name, state, "US") for name, state in (
        ("New York", "NY"), ("Los Angeles", "CA"), ("Chicago", "IL"), ("Houston", "TX"), ("Phoenix", "AZ"),
        ("Philadelphia", "PA"), ("San Diego", "CA"), ("Dallas", "TX"), ("Austin", "TX"), ("San Francisco", "CA"),
        ("Columbus", "OH"),
        ("Seattle", "WA"),
        ("Denver", "CO"), ("Nashville", "TN"), ("Boston", "MA"), ("Portland", "OR"), ("Las Vegas", "NV"), ("Detroit", "MI"),
        ("Memphis", "TN"), ("Atlanta", "GA"), ("Minneapolis", "MN"), ("New Orleans", "LA"), ("Cleveland", "OH"),
        ("St. Louis", "MO"), ("Pittsburgh", "PA"), ("Cincinnati", "OH"), ("Kansas City", "MO"), ("Salt Lake City", "UT"))),
    *((name, "", "GB") for name in ("London", "Manchester", "Leeds", "Glasgow", "Bristol", "Birmingham", "Liverpool")),
    *((name, "", "DE") for name in ("Berlin", "München", "Hamburg", "Köln", "Frankfurt am Main", "Stuttgart", "Leipzig")),
    *((name, "", "FR") for name in ("Paris", "Lyon", "Marseille", "Toulouse", "Nantes", "Lille")),
    *((name, "", "CA") for name in ("Toronto", "Montréal", "Vancouver", "Calgary")),
    *((name, "", country) for name, country in (
        ("Madrid", "ES"), ("Barcelona", "ES"), ("Milano", "IT"), ("Amsterdam", "NL"), ("Wien", "AT"), ("Zürich", "CH")))]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="marquee-bench-") as folder:
        store = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "store"
        os.environ["MARQUEE_DATA_DIR"] = str(store)
        if not store.exists():
            built(Path(folder), store)
        measured()


def built(folder: Path, store: Path) -> None:
    """The canonical files of that market, imported and published."""
    from core.ingest.imports import import_paths
    from core.publish import publish
    from core.warehouse.store import writing

    write(folder / "files", np.random.default_rng(8))
    began = time.process_time()
    report = import_paths([folder / "files"], data_dir=store)
    print(f"imported ({report.outcome}) in {time.process_time() - began:.0f} CPU s", flush=True)
    with writing(store) as connection:  # sources know rooms to the street, so each is a dot of its own on the map
        connection.execute("""UPDATE venue SET latitude = p.latitude + hash(venue_id) % 1000 / 5000,
            longitude = p.longitude + hash(venue_id) // 1000 % 1000 / 5000 FROM city_place p WHERE p.city = venue.city""")
    published = publish(data_dir=store)
    print(f"published in {published.seconds:.0f} s", flush=True)


def write(folder: Path, rng: np.random.Generator) -> None:
    folder.mkdir()
    room_city = rng.integers(0, len(CITIES), ROOMS)
    capacity = np.round(np.exp(rng.normal(6.8, 1.1, ROOMS)) + 50, -1).astype(int)
    rooms = [(f"Room {i}", *CITIES[city]) for i, city in enumerate(room_city)]
    nights = [TODAY + timedelta(days=int(ahead)) for ahead in rng.integers(-1100, 360, CONCERTS + EVENTS)]
    played_in, acts = rng.integers(0, ROOMS, CONCERTS + EVENTS), rng.integers(0, ARTISTS, CONCERTS + EVENTS)
    shows = [(f"c{i}", f"Artist {acts[i]}", *rooms[played_in[i]], nights[i], GENRES[acts[i] % len(GENRES)],
              int(capacity[played_in[i]])) for i in range(CONCERTS)]
    table(folder / "concerts.csv", ("concert_id", "artist", "venue", "city", "region", "country", "local_date", "genre",
                                    "configured_capacity"), shows)
    table(folder / "ticket_types.csv", ("concert_id", "name", "face_value", "currency", "allotment"),
          ((show[0], "Standing", 30, "USD", show[-1]) for show in shows))
    table(folder / "sales.csv", ("concert_id", "ticket_type", "sold_on", "qty", "gross"), (
        (show[0], "Standing", day, sold, sold * 30) for show in shows for day, sold in reported(show[6], show[-1], rng)))
    table(folder / "deals.csv", ("concert_id", "deal_type", "guarantee", "radius_miles", "radius_days_before",
                                 "radius_days_after"),
          ((show[0], "flat", 1000, 100, 60, 60) for show in shows))
    table(folder / "events.csv", ("event_id", "name", "artist", "venue", "city", "country", "local_date", "status",
                                  "venue_capacity", "genre"), (
        (f"e{i}", f"Artist {acts[i]} live", f"Artist {acts[i]}", rooms[played_in[i]][0], rooms[played_in[i]][1],
         rooms[played_in[i]][3], nights[i], "onsale", int(capacity[played_in[i]]), GENRES[acts[i] % len(GENRES)])
        for i in range(CONCERTS, CONCERTS + EVENTS)))


def reported(night: date, size: int, rng: np.random.Generator) -> Iterator[tuple[date, int]]:
    """Days and tickets of one show's sales: weekly reports, then four weeks of daily ones, more the nearer the night."""
    total, share = size * rng.uniform(0.2, 0.95), 1 / (np.array(REPORTED) + 4.0)
    for back, sold in zip(REPORTED, rng.poisson(total * share / share.sum()), strict=True):
        if sold and (day := night - timedelta(days=back)) < TODAY:
            yield day, int(sold)


def table(path: Path, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def measured() -> None:
    from core import charts, concerts, dates, events, radius, results, routing
    from core.answers import calendar as says
    from core.filters import Filters

    rng = np.random.default_rng(4)
    everything = Filters()
    markets = events.by_market(filters=everything)["label"].tolist()
    rooms = results.venues(filters=everything)
    shows = concerts.shows(filters=Filters(date_from=TODAY))
    months = [Filters(date_from=(first := (TODAY + timedelta(days=30 * i)).replace(day=1)), date_to=first + timedelta(days=30))
              for i in range(ROUNDS + 1)]
    some = lambda frame: [frame.iloc[int(row)] for row in rng.integers(0, len(frame), ROUNDS + 1)]  # noqa: E731
    ours, halls = some(shows), some(rooms)

    def drawn(filters: Filters) -> str:
        figure = charts.event_map(says.map_places(events.places(filters=filters)), theme="light")
        return pio.to_json(figure, engine="orjson")

    narrow = [Filters(markets=(str(rng.choice(markets)),)) for _ in range(ROUNDS + 1)]
    say("calendar: a month, all markets", 60, events.calendar, [{"filters": month} for month in months])
    say("calendar: one market, all to come", 60, events.calendar, [{"filters": one} for one in narrow])
    say("calendar: the days of a month", 60, events.days, [{"filters": month} for month in months])
    say("map: points, all to come", 60, events.places, [{"filters": everything}] * (ROUNDS + 1))
    say("map: drawn, all to come", 60, drawn, [{"filters": everything}] * (ROUNDS + 1))
    say("competing shows of a concert", 60, dates.competing, [{"concert_id": show["concert_id"]} for show in ours])
    thought = [{"venue_id": hall["venue_id"], "day": show["local_date"].date(), "genre": "Rock"}
               for hall, show in zip(halls, ours, strict=True)]
    say("competing shows of a date", 60, dates.competing_on, thought)
    say("radius check of one offer", 20, radius.conflicts, [
        {"artist": show["artist"], "venue_id": hall["venue_id"], "day": show["local_date"].date(), "radius_miles": 1000.0,
         "days_before": 90, "days_after": 90} for hall, show in zip(halls, ours, strict=True)])
    say("best dates of a month", 60, dates.best, thought)
    say("avails, eight days", None, routing.avails, [
        {"artist_id": radius.artists_called(artist=show["artist"])[0], "from_venue_id": hall["venue_id"],
         "day": TODAY + timedelta(days=30), "to_venue_id": near(rooms, hall), "until": TODAY + timedelta(days=38)}
        for hall, show in zip(halls, ours, strict=True)])
    size = len(drawn(everything))
    print(f"{'map payload, light, uncompressed':42s} {size / 1000:7.0f} kB   asked 300")
    print(dates.effects().query("kind == 'rival'").to_string(index=False))


def near(rooms: Any, hall: Any) -> str:
    """A room in another city of the country."""
    others = rooms[(rooms["country"] == hall["country"]) & (rooms["city"] != hall["city"])]
    return str((others if len(others) else rooms).iloc[0]["venue_id"])


def say(name: str, asked: int | None, question: Callable[..., Any], every: list[dict[str, Any]]) -> None:
    costs, rows = [], 0
    for params in every:
        began = time.process_time()
        answer = question(**params)
        costs.append(1000 * (time.process_time() - began))
        rows = max(rows, len(answer))
    said = f"asked {asked}" if asked else ""
    print(f"{name:42s} {statistics.median(costs[1:]):7.1f} ms   worst {max(costs[1:]):6.1f}   {said:9s} ({rows:,} rows at most)",
          flush=True)


if __name__ == "__main__":
    main()
