"""Routing: where an artist can play between two dates it has, and the route that fits best.

Reads the published snapshot. A road is taken to be 1.3 times as long as the great circle and driven at 80 km/h, the
usual detour of road networks and a bus' mean speed: no traffic, borders or ferries. A person checks each drive.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from core.desk.holds import Nights
from core.errors import QueryError
from core.filters import Filters
from core.warehouse.read import read

ROAD, KM_PER_HOUR, EARTH_KM = 1.3, 80.0, 6371.0
MOST_HOURS = 8.0
MOST_VENUES, MOST_DAYS, BEAM = 400, 45, 60
FIT_FLOOR = 0.35  # of the usual room, or its inverse: a room further off does not fit
HOUR_COST = 0.02  # fit that an hour of driving more is worth
HOLD_COST = 0.15  # fit that a hold ahead of ours costs
EVERYWHERE = Filters()
COLUMNS = ["date", "venue_id", "venue", "city", "country", "market", "latitude", "longitude", "venue_capacity", "fit", "ours",
           "holds", "km_from", "hours_from", "km_to", "hours_to", "stop", "is_doubtful"]


def anchors(*, artist_id: str) -> pd.DataFrame:
    """The artist's dates from today on, whoever promotes them. Columns: those of queries/routing/anchors.sql."""
    return read("routing/anchors", artist_id=artist_id)


def avails(*, artist_id: str, from_venue_id: str, day: date, to_venue_id: str, until: date,
           hours: float = MOST_HOURS, held: Nights = (), filters: Filters = EVERYWHERE) -> pd.DataFrame:
    """Open dates between a show at `from_venue_id` on `day` and one at `to_venue_id` on `until`, with the venues in reach.

    A venue is in reach on a date when it lies on some route between the two over free nights with no drive over `hours`.
    `filters` say in which markets and venues a stop may lie; genres and dates play no part.
    One row a date and venue, best fit first within a date. Columns: date, venue_id, venue,
    city, country, market, latitude, longitude, venue_capacity (people), fit (0 to 1 against the artist's usual room;
    NULL unknown), ours (our shows there), holds (that stand on that night; `held` are those of the desk), km_from and
    hours_from (from the first show), km_to and hours_to (to the second), stop (its number on the suggested route,
    which has no drive over `hours`; else NULL), is_doubtful (a city of several of that name). Raises QueryError for
    venues without a place and days out of order.
    """
    rooms = rooms_on_map()
    start, end = placed(rooms, from_venue_id), placed(rooms, to_venue_id)
    days = open_days(day, until)
    rooms = fitting(Filters(filters.markets, filters.venues).kept(rooms), start, end, usual_room(artist_id))
    drives = between(rooms, start, end)
    played = set(pd.to_datetime(anchors(artist_id=artist_id)["local_date"]).dt.date)
    found = free_nights(rooms, busy_nights(day, until, held), [one for one in days if one not in played])
    found = found[on_some_route(found, drives, hours)].reset_index(drop=True)
    found["stop"] = pd.Series(suggested(found, rooms, drives, hours), dtype="Int64")
    return found[COLUMNS].sort_values(["date", "fit"], ascending=[True, False], ignore_index=True, kind="stable")


def busy_nights(day: date, until: date, held: Nights) -> pd.DataFrame:
    """taken_by and holds (count) by venue_id and local_date: what is on, imported holds and those of the desk."""
    busy = read("routing/busy", day=day, until=until)
    ours = pd.DataFrame([(room, pd.Timestamp(night), "a confirmed hold" if confirmed else None, count)
                         for room, night, count, confirmed in held if day <= night <= until], columns=list(busy.columns))
    both = pd.concat([frame for frame in (busy, ours) if len(frame)] or [busy])
    return both.groupby(["venue_id", "local_date"]).agg(taken_by=("taken_by", "first"), holds=("holds", "sum"))


def rooms_on_map() -> pd.DataFrame:
    return read("routing/venues")


def usual_room(artist_id: str) -> float:
    """The median room of all the artist's dates, in people; NaN unknown."""
    return float(read("routing/usual_room", artist_id=artist_id)["usual_room"].astype(float).iloc[0])


def placed(rooms: pd.DataFrame, venue_id: str) -> pd.Series:
    found = rooms[rooms["venue_id"] == venue_id]
    if found.empty:
        raise QueryError(f"It is not known where the venue {venue_id!r} is.",
                         remedy="Choose a venue with a city that the gazetteer knows; see /api/v1/venues.")
    return found.iloc[0]


def open_days(day: date, until: date) -> list[date]:
    """The days between two dates. Raises QueryError when there is none, or too many to route."""
    if not 1 < (until - day).days <= MOST_DAYS:
        raise QueryError(f"Between {day:%d %b %Y} and {until:%d %b %Y} there is nothing to route.",
                         remedy=f"Choose two dates with 1 to {MOST_DAYS - 1} days between them.")
    return [day + timedelta(days=i) for i in range(1, (until - day).days)]


def fitting(rooms: pd.DataFrame, start: pd.Series, end: pd.Series, usual: float) -> pd.DataFrame:
    """Rooms elsewhere whose size fits, with km, hours and fit; the best `MOST_VENUES` by fit and detour."""
    rooms = rooms[~rooms["city"].isin([start["city"], end["city"]])].copy()
    capacity = rooms["venue_capacity"].to_numpy(float, na_value=np.nan)
    rooms["km_from"], rooms["km_to"] = (road_km(place, rooms) for place in (start, end))
    rooms["hours_from"], rooms["hours_to"] = rooms["km_from"] / KM_PER_HOUR, rooms["km_to"] / KM_PER_HOUR
    with np.errstate(divide="ignore"):
        rooms["fit"] = np.minimum(capacity / usual, usual / capacity)
    rooms = rooms[rooms["fit"].isna() | (rooms["fit"] >= FIT_FLOOR)]
    merit = rooms["fit"].fillna(0.5) - HOUR_COST * (rooms["hours_from"] + rooms["hours_to"])
    return rooms.loc[merit.nlargest(MOST_VENUES).index].reset_index(drop=True)


def between(rooms: pd.DataFrame, start: pd.Series, end: pd.Series) -> np.ndarray:
    """Hours of every drive among the rooms, the first show (row -2) and the second (row -1)."""
    points = pd.concat([rooms[["latitude", "longitude"]], pd.DataFrame([start, end])[["latitude", "longitude"]]])
    latitude, longitude = (np.asarray(points[name], float) for name in ("latitude", "longitude"))
    here = {"latitude": latitude[:, None], "longitude": longitude[:, None]}
    return road_km(here, {"latitude": latitude[None, :], "longitude": longitude[None, :]}) / KM_PER_HOUR


def road_km(place: Any, others: Any) -> np.ndarray:
    lat1, lon1, lat2, lon2 = (np.radians(np.asarray(frame[name], float)) for frame in (place, others)
                              for name in ("latitude", "longitude"))
    part = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return ROAD * 2 * EARTH_KM * np.arcsin(np.sqrt(part))


def free_nights(rooms: pd.DataFrame, busy: pd.DataFrame, days: list[date]) -> pd.DataFrame:
    """A row a day and room that nobody has, with the holds that stand; `room` is the row of the room."""
    found = rooms.assign(room=range(len(rooms))).merge(pd.DataFrame({"date": days}, dtype=object), how="cross")
    there = busy.reindex(pd.MultiIndex.from_arrays([found["venue_id"], pd.to_datetime(found["date"])]))
    found = found.assign(holds=there["holds"].fillna(0).to_numpy(int))
    return found[there["taken_by"].isna().to_numpy()].sort_values(["date", "room"], ignore_index=True)


def on_some_route(found: pd.DataFrame, drives: np.ndarray, hours: float) -> np.ndarray:
    """Whether a night can be reached from the first show, and the second from it, over free nights with no drive over
    `hours`."""
    near, nights = drives <= hours, found.groupby("date", sort=True).indices
    there, on = np.zeros(len(found), bool), np.zeros(len(found), bool)
    for reached, anchor, order in ((there, -2, list(nights)), (on, -1, list(reversed(list(nights))))):
        open_to = near[anchor].copy()  # whatever one drive leads to from somewhere reached on another day
        for night in order:
            rows = nights[night]
            reached[rows] = open_to[found["room"].to_numpy()[rows]]
            open_to |= near[found["room"].to_numpy()[rows][reached[rows]]].any(axis=0)
    return there & on


def suggested(found: pd.DataFrame, rooms: pd.DataFrame, drives: np.ndarray, hours: float) -> list[int | None]:
    """The number of each row on the best route found, else None: most fit for least driving, no drive over `hours`.

    A beam search over the days: each keeps its `BEAM` best ways to be somewhere by then; no city twice.
    """
    room, cities, merit = found["room"].to_numpy(), rooms["city"].to_numpy(object), merits(found)
    ways: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for rows in found.groupby("date", sort=True).indices.values():
        steps = list(ways)
        for score, way in ways:
            drive = drives[room[way[-1]] if way else -2, room[rows]]
            visited = {cities[room[row]] for row in way}
            steps += [(score + merit[row] - HOUR_COST * float(needed), (*way, int(row)))
                      for row, needed in zip(rows, drive, strict=True)
                      if needed <= hours and cities[room[row]] not in visited]
        ways = sorted(steps, key=lambda step: -step[0])[:BEAM]
    home = [(score - HOUR_COST * float(last), way) for score, way in ways
            if (last := drives[room[way[-1]] if way else -2, -1]) <= hours]
    best = max(home, default=(0.0, ()))[1]
    return [best.index(row) + 1 if row in best else None for row in range(len(found))]


def merits(found: pd.DataFrame) -> np.ndarray:
    return (found["fit"].fillna(0.5) - HOLD_COST * found["holds"]).to_numpy(float)


def route(*, artist_id: str, from_venue_id: str, day: date, to_venue_id: str, until: date,
          hours: float = MOST_HOURS, held: Nights = (), filters: Filters = EVERYWHERE) -> pd.DataFrame:
    """The suggested route from anchor to anchor, in order; no row but the anchors where no stop fits.

    Columns: stop (0 and the last are the anchors), date, venue_id, venue, city, latitude, longitude, venue_capacity, fit, holds,
    km, hours (of the drive there). Raises QueryError where some drive would take longer than `hours` whatever is put
    between, and as `avails` does.
    """
    found = avails(artist_id=artist_id, from_venue_id=from_venue_id, day=day, to_venue_id=to_venue_id, until=until, hours=hours,
                   held=held, filters=filters)
    rooms = rooms_on_map()
    start, end = placed(rooms, from_venue_id).to_dict() | {"date": day}, placed(rooms, to_venue_id).to_dict() | {"date": until}
    stops: list[dict[Any, Any]] = found[found["stop"].notna()].sort_values("stop").to_dict("records")
    way = pd.DataFrame([start, *stops, end]).assign(stop=range(len(stops) + 2))
    drives = [0.0, *(float(road_km(way.iloc[i], way.iloc[[i + 1]])[0]) for i in range(len(way) - 1))]
    way = way.assign(km=drives, hours=[km / KM_PER_HOUR for km in drives])
    require_drivable(way, hours)
    return way.reindex(columns=["stop", "date", "venue_id", "venue", "city", "latitude", "longitude", "venue_capacity", "fit",
                                "holds", "km", "hours"])


def require_drivable(way: pd.DataFrame, hours: float) -> None:
    """Raises QueryError when a drive of the way takes longer than `hours`: that of two anchors that no stop brings nearer."""
    if way["hours"].max() <= hours:
        return
    last = int(way["hours"].to_numpy().argmax())
    raise QueryError(f"No route: the drive from {way['city'].iloc[last - 1]} to {way['city'].iloc[last]} takes "
                     f"{way['hours'].iloc[last]:.1f} hours, the limit is {hours:g}, and no free rooms on the way shorten it.",
                     remedy="Allow longer drives, or choose dates that are nearer or have more nights between them.")
