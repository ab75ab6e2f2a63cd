"""How past recommendations did: on rolling cuts, each model taught on what was known at the cut and scored after it."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from core.booking.features import Expectation, Past, learned, past_of
from core.booking.history import LISTED, books, taught
from core.errors import NotEnoughData
from core.progress import Progress

FIRST = 10  # artists of a list that a hit is looked for in
CUTS, MONTHS = 4, 3  # how often the report card looks back, and how long each look is
MANY_SHOWS = 1_000  # of ours played: every second cut scores enough of them
OURS = "ours"
COLUMNS = ["part", "cut", "period_from", "period_to", "method", "n", "hit_rate", "ndcg", "error", "coverage", "width",
           "gain", "gain_lo", "gain_hi"]


def measured(shows: pd.DataFrame, dates: pd.DataFrame, venues: pd.DataFrame, artists: pd.DataFrame,
             metrics: pd.DataFrame, *, today: date, progress: Progress | None = None) -> pd.DataFrame:
    """The report card of a store, its last cut MONTHS before the newest date played; no rows where nothing can be scored.

    Frames as `core.warehouse` answers queries/bookings/*.sql. Columns: COLUMNS.
    """
    days = pd.to_datetime(dates["local_date"])
    end = days[days < pd.Timestamp(today)].max()
    parts: dict[str, list[tuple[date, date, pd.DataFrame]]] = {"slate": [], "outcome": []}
    try:
        past = past_of(shows, dates, metrics, before=today)
    except NotEnoughData:
        past = None
    each = 2 if past is not None and len(past.shows) > MANY_SHOWS else 1
    for done in range(each - 1, 0 if pd.isna(end) else CUTS, each):
        if progress:
            progress.step("Scoring past recommendations", done, CUTS)
        cut, stop = ((end - pd.DateOffset(months=MONTHS * n)).date() for n in (CUTS - done, CUTS - done - 1))
        parts["slate"].append((cut, stop, slates(dates, venues, artists, cut=cut, months=MONTHS)))
        if past is not None:
            parts["outcome"].append((cut, stop, ranges(past, cut=cut, end=stop)))
    return card(parts)


def slates(dates: pd.DataFrame, venues: pd.DataFrame, artists: pd.DataFrame, *, cut: date, months: int) -> pd.DataFrame:
    """One row a venue and method: did it book an artist new to it that was listed? hit (0 or 1), ndcg (0 to 1)."""
    try:
        known = books(dates, venues, artists, before=cut + timedelta(days=1))
    except NotEnoughData:
        return pd.DataFrame()
    from core.recommend import Popularity, ndcg, recall, split_by_time

    rooms, acts = known.venues, known.artists
    rows = dates[dates["venue_id"].isin(rooms) & dates["artist_id"].isin(acts)]
    split = split_by_time(rooms.get_indexer(pd.Index(rows["venue_id"])), acts.get_indexer(pd.Index(rows["artist_id"])),
                          pd.to_datetime(rows["local_date"]), cut=cut, months=months, shape=known.matrix.shape)
    if not len(split.venue_ids):
        return pd.DataFrame()
    lists = {OURS: taught(known).recommend(split.venue_ids, LISTED)[0],
             "popularity": Popularity().fit(known.matrix).recommend(known.matrix[split.venue_ids], LISTED)[0]}
    return pd.concat([pd.DataFrame({
        "key": rooms[split.venue_ids], "method": method, "hit": (recall(ids, split.targets, FIRST) > 0).astype(float),
        "ndcg": ndcg(ids, split.targets, LISTED)}) for method, ids in lists.items()])


def ranges(past: Past, *, cut: date, end: date) -> pd.DataFrame:
    """One row a show decided from `cut` until `end` (not included) and played since, and method: what was said at the cut.

    said, low, high, share (fractions of the house); low and high are NaN where a method has no range or declined.
    """
    decided = pd.to_datetime(past.shows["decided_on"])
    asked = past.shows[(decided >= pd.Timestamp(cut)) & (decided < pd.Timestamp(end))].reset_index(drop=True)
    if asked.empty:
        return pd.DataFrame()
    at_cut = asked.assign(decided_on=pd.Timestamp(cut))
    try:
        said = Expectation(past.known, learned(past, before=cut)).of(at_cut)
    except NotEnoughData:
        return pd.DataFrame()
    known = past.known.features(at_cut)
    share = (asked["tickets_sold"] / asked["sellable"]).clip(upper=1.0).to_numpy(float)
    ours = pd.DataFrame({"said": said["sell_through"], "low": said["sell_through_lo"], "high": said["sell_through_hi"],
                         "method": OURS})
    naive = [pd.DataFrame({"said": known[column], "low": np.nan, "high": np.nan, "method": method})
             for method, column in (("venue mean", "venue's share sold"), ("artist's last show", "artist's last share sold"))]
    return pd.concat([part.assign(key=asked["concert_id"], share=share) for part in (ours, *naive)])


def graded(part: str, rows: pd.DataFrame, cut: date | None, period: tuple[date, date]) -> list[dict[str, Any]]:
    """One row a method of one cut, or of all (cut None). `gain`: of all cuts, ours over the method, on what both say."""
    figure = "ndcg" if part == "slate" else "error"
    rows = rows.assign(error=(rows["said"] - rows["share"]).abs()) if part == "outcome" else rows
    table = rows.pivot_table(index=["at", "key"], columns="method", values=figure)
    return [{"part": part, "cut": cut, "period_from": period[0], "period_to": period[1], "method": method,
             **of_method(part, group), **(gain(table, str(method), figure) if cut is None else {})}
            for method, group in rows.groupby("method", sort=False)]


def of_method(part: str, rows: pd.DataFrame) -> dict[str, Any]:
    if part == "slate":
        return {"n": len(rows), "hit_rate": rows["hit"].mean(), "ndcg": rows["ndcg"].mean()}
    said = rows[rows["said"].notna()]
    ranged = said[said["low"].notna()]
    inside = (ranged["low"] <= ranged["share"]) & (ranged["share"] <= ranged["high"])
    return {"n": len(said), "error": said["error"].mean(), "coverage": inside.mean() if len(ranged) else np.nan,
            "width": (ranged["high"] - ranged["low"]).mean() if len(ranged) else np.nan}


def gain(table: pd.DataFrame, method: str, figure: str) -> dict[str, float]:
    """How much better ours is than a method, above 0 is better, by the paired bootstrap; nothing for ours itself."""
    from core.recommend import compare

    if method == OURS or OURS not in table or method not in table:
        return {}
    both = table[[OURS, method]].dropna() * (1 if figure == "ndcg" else -1)
    if len(both) < 2:
        return {}
    found = compare(both[OURS], both[method])
    return {"gain": found.gain, "gain_lo": found.low, "gain_hi": found.high}


def card(parts: dict[str, list[tuple[date, date, pd.DataFrame]]]) -> pd.DataFrame:
    """All cuts together, then each. `parts`: part -> (cut, end of its period, rows of `slates` or `ranges`)."""
    lines: list[dict[str, Any]] = []
    for part, cuts in parts.items():
        scored = [(cut, end, rows.assign(at=cut)) for cut, end, rows in cuts if len(rows)]
        if not scored:
            continue
        whole = pd.concat([rows for _, _, rows in scored])
        lines += graded(part, whole, None, (scored[0][0], scored[-1][1]))
        for cut, end, rows in scored:
            lines += graded(part, rows, cut, (cut, end))
    return pd.DataFrame(lines, columns=COLUMNS)
