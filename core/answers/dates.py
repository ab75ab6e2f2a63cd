"""What Events says of a date under thought: its reasons, what competes, and what rivals did to past sales. Pure."""

import pandas as pd

from core import words

HOLD_RULE = "Holds are not measured but a house rule: each that stands before ours takes off 5 points."
LISTED = 12  # dates drawn, best first
REASONS = {"weekday_effect": "Weekday", "holiday_effect": "Public holiday", "eve_effect": "Day before a holiday",
           "rival_effect": "Competing shows", "own_effect": "Our own {weekday}s here", "hold_effect": "Holds that stand (a rule)"}


def best_words(month: pd.DataFrame) -> str:
    """The finding: the best free date and why."""
    free = month[month["rank"].notna()].sort_values("rank")
    if free.empty:
        return "No free date in this month"
    if not free["change"].any():
        return f"Nothing measured tells the {words.things(len(free), 'free date')} apart"
    best = free.iloc[0]
    said = f"{words.short_day(best['date'])} is the best free date"
    if words.missing(best["score"]):
        return f"{said}: {words.points(best['change'])} against the average day"
    return f"{said}: {words.percent(best['score'])} of sellable, {words.points(best['change'])} against the average day here"


def best_caption(month: pd.DataFrame) -> str:
    """What the score rests on, and how sure it is."""
    declined = month["declined"].dropna()
    if len(declined):
        return f"Effect of rivals: {declined.iloc[0]}. {HOLD_RULE}"
    return ("Share of sellable against the average day, measured over all our played shows and summed. " + HOLD_RULE)


def best_bars(month: pd.DataFrame) -> pd.DataFrame:
    """The best free dates for ranked bars: their change in points, with what stands out."""
    free = month[month["rank"].notna()].sort_values("rank").head(LISTED)
    note = [", ".join(part for part in (
        None if words.missing(row["holiday"]) else row["holiday"],
        words.things(row["rivals"], "rival") if row["rivals"] else None,
        words.things(row["holds"], "hold") if row["holds"] else None) if part) or None for row in free.to_dict("records")]
    return pd.DataFrame({"label": [words.day(day) for day in free["date"]], "value": free["change"] * 100, "note": note,
                         "is_subject": free["rank"] == 1})


def best_table(month: pd.DataFrame) -> pd.DataFrame:
    """Every date with its reasons in points and who has the room."""
    points = {name: month[name].astype(float) * 100 for name in REASONS} | {"change": month["change"].astype(float) * 100}
    return month.assign(**points, state=["free" if words.missing(who) else f"taken: {who}" for who in month["taken_by"]])


def reasons(month: pd.DataFrame, day: object) -> pd.DataFrame:
    """The additive reasons of one date for contribution bars: reason, contribution (points of sellable)."""
    row = month[month["date"] == day].iloc[0]
    told = [(said.format(weekday=row["weekday"]) if name != "weekday_effect" else row["weekday"], 100 * row[name])
            for name, said in REASONS.items() if not words.missing(row[name]) and (row[name] or name == "weekday_effect")]
    return pd.DataFrame(told, columns=["reason", "contribution"]).astype({"contribution": float})


def rival_effect(effects: pd.DataFrame) -> pd.Series:
    """The row of the measured effect of rivals."""
    return effects[effects["kind"] == "rival"].iloc[0]


def effect_words(effects: pd.DataFrame) -> str:
    """What a rival as big as ours, of our genre, on our night did to past sales, with range and number of shows."""
    if effects.empty or not (effects["kind"] == "rival").any():
        return "Effect of rivals on our past sales: not enough data."
    row = rival_effect(effects)
    if words.missing(row["effect"]):
        return f"Effect of rivals on our past sales: {row['declined']}."
    sure = "" if row["lo"] * row["hi"] > 0 else ", so it may be none"
    return (f"A rival as big as ours, of our genre, on our night went with {words.points(row['effect'])} of sellable "
            f"(range {words.points(row['lo'])} to {words.points(row['hi'])}{sure}; {words.count(row['n'])} of "
            f"{words.count(row['shows'])} past shows had rivals near). An association, not proof.")


def competing_words(near: pd.DataFrame, effects: pd.DataFrame) -> str:
    """The finding: how much competes, and what that would take off by the measured effect."""
    if near.empty:
        return "Nothing competes"
    pressure = float(near["weight"].sum())
    verb = "competes" if len(near) == 1 else "compete"
    said = f"{words.things(len(near), 'show')} {verb}, as much as {pressure:.1f} equal rivals"
    row = rival_effect(effects) if (effects["kind"] == "rival").any() else None
    if row is None or words.missing(row["effect"]):
        return said
    effect, lo, hi = (words.points(row[name] * pressure) for name in ("effect", "lo", "hi"))
    return f"{said}: {effect} of sellable by past shows (range {lo} to {hi})"


def competing_table(near: pd.DataFrame) -> pd.DataFrame:
    """The frame of `competing` with `apart` and `whose` in words and closeness in percent."""
    apart = ["same night" if days == 0 else f"{words.things(abs(days), 'day')} {'after' if days > 0 else 'before'}"
             for days in near["days_apart"]]
    return near.assign(apart=apart, whose=near["is_ours"].map({True: "ours", False: "theirs"}),
                       show=near["artist"].fillna(near["name"]))
