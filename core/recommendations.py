"""Artists like one artist, how artists grow, whom a person watches, and how past recommendations did."""

import pandas as pd

from core.desk import choices
from core.errors import NotEnoughData, QueryError
from core.progress import Progress
from core.warehouse.read import read


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
    """How past recommendations did, as measured at publish. Columns: those of
    queries/recommendations/report_card.sql."""
    return read("recommendations/report_card")


def measured(progress: Progress) -> pd.DataFrame:
    """The report card made anew from the snapshot; columns as `report_card` but scored_at. Raises NotEnoughData when no
    booking can be scored."""
    from core.booking import report_card as past

    known = [read(f"bookings/{name}") for name in ("shows", "dates", "venues", "artists", "metrics")]
    card = past.measured(*known, today=read("sources/about")["today"].iloc[0].date(), progress=progress)
    if card.empty:
        raise NotEnoughData("No past booking can be scored.", remedy="Import more past dates.")
    return card
