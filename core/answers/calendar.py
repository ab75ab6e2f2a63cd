"""What the calendar of Events says: made from the frames of `core.events`. Pure."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pandas as pd

from core import words
from core.filters import Filters

WHOSE = {"All": None, "Ours": True, "Others'": False}
STATES = {"onsale": "on sale", "offsale": "off sale", "on_sale": "on sale", "sold_out": "sold out"}
TIMELINE = 12  # rows of the timeline: more is a wall


def months(frame: pd.DataFrame, today: date) -> dict[str, str]:
    """"2026-12" -> "December 2026: 41 shows", this month first, then those to come, then the past, newest first."""
    said = {f"{month:%Y-%m}": f"{month:%B %Y}: {words.things(shows, 'show')}"
            for month, shows in zip(frame["month"], frame["shows"], strict=True)}
    now = f"{today:%Y-%m}"
    said.setdefault(now, f"{today:%B %Y}: no show")
    ahead = sorted(name for name in said if name >= now)
    return {name: said[name] for name in (*ahead, *sorted((name for name in said if name < now), reverse=True))}


def in_month(filters: Filters, month: str) -> Filters:
    """The filters with the dates of a month ("2026-12")."""
    first = date.fromisoformat(f"{month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Filters(filters.markets, filters.venues, filters.genres, first, last)


def shown(listed: pd.DataFrame, whose: str, states: Sequence[str]) -> pd.DataFrame:
    """The rows of `calendar` of whom and in which states (as `states` says them) the reader wants to see."""
    ours = WHOSE.get(whose)
    kept = listed if ours is None else listed[listed["is_ours"] == ours]
    return kept if not states else kept[kept["status"].map(state).isin(states)]


def states(listed: pd.DataFrame) -> list[str]:
    """The states there are, in words."""
    return sorted({state(status) for status in listed["status"].dropna()})


def state(status: str) -> str:
    return STATES.get(status, status)


def month_words(days: pd.DataFrame) -> str:
    """The finding of the month: how many shows, and its fullest day."""
    ours, others = int(days["ours"].sum()), int(days["others"].sum())
    if not ours + others:
        return "Nothing is listed in this month"
    top = days.iloc[int((days["ours"] + days["others"]).to_numpy().argmax())]
    return (f"{words.things(ours, 'show')} of ours and {words.count(others)} of others; fullest on "
            f"{words.short_day(top['date'])} with {words.count(top['ours'] + top['others'])}")


def holiday_words(days: pd.DataFrame) -> str:
    """"Public holidays: Christmas Day (Fri 25 Dec)."; "" without any."""
    named = days[days["holiday"].notna()]
    said = "; ".join(f"{name} ({words.short_day(day)})" for day, name in zip(named["date"], named["holiday"], strict=True))
    return f"Public holidays (dotted): {said}." if said else ""


def table(listed: pd.DataFrame) -> pd.DataFrame:
    """The frame of `calendar` with `whose`, `state`, `price` ("$25 – $60"), `presale` ("4 Dec – 6 Dec") and `place`."""
    return listed.assign(
        whose=listed["is_ours"].map({True: "ours", False: "theirs"}), state=listed["status"].map(state, na_action="ignore"),
        price=told(price_words, listed, "price_min", "price_max", "currency"),
        presale=told(presale_words, listed, "presale_from", "presale_to"),
        where=listed["venue"].fillna(words.MISSING) + ", " + listed["city"].fillna(words.MISSING),
        located=told(located_words, listed, "located_by", "location_doubt"))


def told(say: Callable[..., str | None], frame: pd.DataFrame, *columns: str) -> pd.Series:
    """`say` of some columns, row by row."""
    return pd.Series([say(*row) for row in zip(*(frame[name] for name in columns), strict=True)], frame.index, object)


def price_words(low: float | None, high: float | None, currency: str | None) -> str | None:
    if words.missing(low) and words.missing(high):
        return None
    one, other = words.money(low, currency), words.money(high, currency)
    return one if one == other or words.missing(high) else words.span(one, other)


def presale_words(first: pd.Timestamp | None, last: pd.Timestamp | None) -> str | None:
    if words.missing(first):
        return None
    return words.short_day(first) if words.missing(last) else f"{words.short_day(first)} – {words.short_day(last)}"


def located_words(located_by: str | None, doubt: str | None) -> str:
    """Where the point on the map comes from: the venue's own, or only its city's."""
    if words.missing(located_by):
        return "not on the map"
    known = {"venue": "venue", "gazetteer": "city (GeoNames)", "location": "city (Amazon Location)"}.get(located_by, located_by)
    return known if words.missing(doubt) else f"{known}, in doubt: {doubt}"


def timeline(listed: pd.DataFrame, today: date) -> pd.DataFrame:
    """Rows for the sales timeline: shows still to come, ours first, then those whose sale
    windows are known, then the largest; at most `TIMELINE`."""
    ahead = listed[pd.to_datetime(listed["local_date"]) >= pd.Timestamp(today)]
    known = ahead["onsale_at"].notna() | ahead["presale_from"].notna()
    chosen = ahead.assign(known=known).sort_values(["is_ours", "known", "venue_capacity"], ascending=False, kind="stable")
    chosen = chosen.head(TIMELINE)
    chosen = chosen.sort_values("local_date", kind="stable")
    name = chosen["artist"].fillna(chosen["name"]).fillna(words.MISSING)
    return pd.DataFrame({
        "label": name, "detail": [f"{venue}, {state(status) if status == status else words.MISSING}"
                                  for venue, status in zip(chosen["venue"].fillna(words.MISSING), chosen["status"], strict=True)],
        "is_ours": chosen["is_ours"], "announced_on": chosen["announce_at"], "presale_from": chosen["presale_from"],
        "presale_to": chosen["presale_to"], "onsale_on": chosen["onsale_at"], "local_date": chosen["local_date"]})


def timeline_words(shows: pd.DataFrame) -> str:
    known = int(shows["onsale_on"].notna().sum())
    if shows.empty:
        return "No show to come in this month"
    return f"On-sale dates of {words.count(known)} of {words.things(len(shows), 'show')} to come are known"


def map_places(points: pd.DataFrame) -> pd.DataFrame:
    """The frame of `places` for the map."""
    day = points["next_date"].map({day: f"{day:%a %-d %b}" for day in points["next_date"].unique()})
    hover = points["label"] + ": " + points["shows"].astype(str) + " listed, next " + points["next_show"].fillna(
        words.MISSING) + " " + day
    return points.assign(size=points["seats"], is_ours=points["ours"] > 0, hover=hover,
                         label=points["label"].str.replace(r", \d+ venues$", "", regex=True))


def map_words(points: pd.DataFrame) -> str:
    if points.empty:
        return "No listed show has a place on the map"
    return f"{words.things(int(points['shows'].sum()), 'show')} at {words.things(len(points), 'place')}, " \
           f"{words.count((points['ours'] > 0).sum())} with ours"


def map_caption(points: pd.DataFrame) -> str:
    """What the dots mean and where they come from."""
    city = int((points["located_by"] == "gazetteer").sum())
    doubt = int(points["is_doubtful"].sum())
    said = f" {words.count(city)} stand at their city (GeoNames, CC BY 4.0)." if city else ""
    doubtful = f" {words.count(doubt)} in a city that has namesakes." if doubt else ""
    return f"Area by seats listed, ours in colour; hover names the next show.{said}{doubtful}"
