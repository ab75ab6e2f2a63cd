"""Artists like one artist, how artists grow, whom a person watches, and how past recommendations did."""

from datetime import UTC, date, datetime

import pandas as pd

from core.desk import choices
from core.errors import NotEnoughData, QueryError
from core.progress import Progress
from core.warehouse.read import read
from core.warehouse.store import writing

CUTS, MONTHS = 4, 3  # how often the report card looks back, and how long each look is


def artist_named(name: str) -> str:
    """The artist_id of a name or alias, case and accents aside. Raises QueryError for none or several."""
    found = read("recommendations/artist_named", artist=name.strip())
    if len(found) == 1:
        return str(found["artist_id"].iloc[0])
    if len(found):
        raise QueryError(f"{len(found)} artists are named {name}: {', '.join(found['artist_id'])}.",
                         remedy="Confirm on the Data page which is which.")
    raise QueryError(f"No artist is named {name}.", remedy='`query "SELECT name FROM artist"` lists them.')


def similar(*, artist_id: str, k: int = 10) -> pd.DataFrame:
    """The `k` artists nearest to one, by one method. Columns: rank, artist_id, artist, genre, listeners (people),
    method, score (compares within the list), as_of. Raises NotEnoughData when too little is known of the artist."""
    found = read("recommendations/similar", artist_id=artist_id, limit=1_000)
    if found.empty:
        raise NotEnoughData("Nothing says whom this artist is like: fewer than 3 listeners and no tags on file.",
                            remedy="Import listens.csv or artist_tags.csv, or ingest listenbrainz.")
    best = found[found["method"] == found["method"].iloc[0]].head(k).reset_index(drop=True)
    best.insert(0, "rank", range(1, len(best) + 1))
    return best


def growth(*, artist_ids: tuple[str, ...] | None = None, limit: int = 100) -> pd.DataFrame:
    """Who grows most for their size. Columns: those of queries/recommendations/growth.sql."""
    return read("recommendations/growth", artist_ids=list(artist_ids) if artist_ids is not None else None, limit=limit)


def over_index(*, artist_id: str) -> pd.DataFrame:
    """Where an artist is heard more than elsewhere; no rows: no audience figures by market are on file."""
    return read("recommendations/over_index", artist_id=artist_id)


def watch_list(*, person: str) -> pd.DataFrame:
    """Whom a person watches: audience, growth with its `spike` flag, next date. Columns: those of
    queries/recommendations/watched.sql, and since (UTC)."""
    since = {row.artist_id: row.since for row in choices.watched(person)}
    found = read("recommendations/watched", artist_ids=list(since))
    return found.assign(since=[since[artist_id] for artist_id in found["artist_id"]])


def report_card() -> pd.DataFrame:
    """How past recommendations did, as stored. Columns: those of queries/recommendations/report_card.sql."""
    return read("recommendations/report_card")


def keep_report_card(progress: Progress, *, last: date | None = None) -> int:
    """Score past recommendations on rolling cuts before `last` (the newest date played) and store the card; its rows.

    Raises NotEnoughData when no cut can be scored.
    """
    from core.booking import report_card as past

    shows, dates, venues, artists, metrics = (
        read(f"bookings/{name}") for name in ("shows", "dates", "venues", "artists", "metrics"))
    today = pd.Timestamp(read("sources/about")["today"].iloc[0])
    days = pd.to_datetime(dates["local_date"])
    end = pd.Timestamp(last) if last else days[days < today].max()
    if pd.isna(end):
        raise NotEnoughData("No past date is on file.", remedy="Import concerts, events or a show history.")
    parts: dict[str, list[tuple[date, date, pd.DataFrame]]] = {"slate": [], "outcome": []}
    for done in range(CUTS):
        progress.step("Scoring past recommendations", done, CUTS)
        start, stop = ((end - pd.DateOffset(months=MONTHS * n)).date() for n in (CUTS - done, CUTS - done - 1))
        lists = past.slates(dates, venues, artists, cut=start, months=MONTHS)
        said = past.ranges(shows, dates, metrics, cut=start, end=stop, today=today.date())
        parts["slate"].append((start, stop, lists))
        parts["outcome"].append((start, stop, said))
    progress.step("Scoring past recommendations", CUTS, CUTS)
    card = past.card(parts)
    if card.empty:
        raise NotEnoughData(f"No booking before {end:%d %b %Y} can be scored.", remedy="Import more past dates.")
    store(card.assign(scored_at=datetime.now(UTC).replace(tzinfo=None)))
    return len(card)


def store(card: pd.DataFrame) -> None:
    with writing() as connection:
        connection.begin()
        connection.execute("DELETE FROM recommendation_score")
        connection.register("card", card)
        connection.execute("INSERT INTO recommendation_score BY NAME SELECT * FROM card")
        connection.commit()
