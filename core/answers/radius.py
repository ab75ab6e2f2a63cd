"""What Events says of radius clauses and what they conflict with. Pure."""

from datetime import date, timedelta

import pandas as pd

from core import words


def finding(found: pd.DataFrame) -> str:
    """How many conflicts there are, and what is nearest."""
    if found.empty:
        return "Clear: nothing on our calendar or in the listings conflicts"
    unknown = int(found["miles"].isna().sum())
    nearest = found.iloc[0]
    more = f"; {words.count(unknown)} at an unknown distance, look yourself" if unknown else ""
    return (f"{words.things(len(found), 'conflict')}, nearest {nearest['venue']}, {nearest['city']} on "
            f"{words.short_day(nearest['local_date'])}{more}")


def table(found: pd.DataFrame) -> pd.DataFrame:
    """The frame of `conflicts` with `what` ("plays there", "our clause there") and `apart` ("12 days before")."""
    what = found["kind"].map({"listing": "plays there", "clause": "our clause there"})
    apart = ["same day" if days == 0 else f"{words.things(abs(days), 'day')} {'after' if days > 0 else 'before'}"
             for days in found["days_apart"]]
    sure = found["is_doubtful"].astype(bool) | found["miles"].isna()
    return found.assign(what=what, apart=apart, sure=sure.map({True: "check the place", False: "yes"}))


def bars(found: pd.DataFrame, day: date, before: int, after: int, label: str) -> pd.DataFrame:
    """Rows for the timeline: our clause first, then each conflict: a night, or the clause that forbids ours."""
    rows = [(label, day - timedelta(days=before), day + timedelta(days=after), "ours")]
    rows += [(f"{row['venue']}, {row['city']}", *((row["starts_on"], row["ends_on"]) if row["kind"] == "clause"
              else (row["local_date"], row["local_date"])), "clash") for row in found.to_dict("records")]
    return pd.DataFrame(rows, columns=["label", "starts_on", "ends_on", "kind"])


def places(found: pd.DataFrame, room: pd.Series) -> pd.DataFrame:
    """Dots for the map: the room in accent, what conflicts in red."""
    against = pd.DataFrame({"latitude": found["latitude"], "longitude": found["longitude"], "size": 1.0, "is_ours": False,
                            "is_conflict": True, "label": [f"{venue}, {words.short_day(day)}" for venue, day in zip(
                                found["venue"], found["local_date"], strict=True)]})
    mine = pd.DataFrame([{"latitude": room["latitude"], "longitude": room["longitude"], "size": 1.0, "is_ours": True,
                          "is_conflict": False, "label": room["venue"]}])
    return pd.concat([frame for frame in (mine, against) if len(frame)], ignore_index=True)
