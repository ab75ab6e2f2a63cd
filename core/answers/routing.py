"""What Events says of a route between two dates. Pure."""

import itertools

import pandas as pd

from core import words


def pairs(dates: pd.DataFrame, most: int) -> dict[str, str]:
    """Neighbouring dates with 1 to `most` days between them: "event|event" -> "Leeds Fri 4 Dec – Cork Wed 9 Dec (4 open)"."""
    known = dates.dropna(subset=["venue_id"]).drop_duplicates("local_date").to_dict("records")
    said = {}
    for one, other in itertools.pairwise(known):
        free = (other["local_date"] - one["local_date"]).days - 1
        if 0 < free < most:
            said[f"{one['event_id']}|{other['event_id']}"] = (
                f"{one['city']} {words.short_day(one['local_date'])} – {other['city']} {words.short_day(other['local_date'])}, "
                f"{words.things(free, 'night')} between")
    return said


def finding(way: pd.DataFrame, found: pd.DataFrame) -> str:
    """How many stops the suggestion has, and how long its drives are."""
    stops = len(way) - 2
    if not stops:
        return "No free room in reach fits between the two dates"
    return (f"{words.things(stops, 'stop')} between the two dates, {way['km'].sum():,.0f} km, longest drive "
            f"{way['hours'].max():.1f} h; {words.things(len(found), 'open night')} in reach")


def way_table(way: pd.DataFrame) -> pd.DataFrame:
    """The frame of `route` with `what`: anchor, or the number of the stop."""
    last = len(way) - 1
    return way.assign(what=["anchor" if stop in (0, last) else f"stop {stop}" for stop in way["stop"]])


def avail_table(found: pd.DataFrame) -> pd.DataFrame:
    """The frame of `avails` with `chosen` and whether the place is sure."""
    chosen = found["stop"].map("stop {}".format, na_action="ignore").astype(object)
    return found.assign(chosen=chosen.where(found["stop"].notna(), None),
                        sure=found["is_doubtful"].map({True: "check the place", False: None}))


def places(way: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Dots for the map: the route in accent with its dates, what else is in reach in grey."""
    reach = found[found["stop"].isna()].drop_duplicates(["latitude", "longitude"])
    others = pd.DataFrame({"latitude": reach["latitude"], "longitude": reach["longitude"], "size": 1.0, "is_ours": False,
                           "label": reach["city"]})
    route = pd.DataFrame({"latitude": way["latitude"], "longitude": way["longitude"], "size": 3.0, "is_ours": True,
                          "label": [f"{city}, {words.short_day(day)}" for city, day in way[["city", "date"]].to_numpy(object)]})
    return pd.concat([frame for frame in (others, route) if len(frame)], ignore_index=True)
