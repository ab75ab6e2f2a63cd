"""What Marketing says about effect: made from the frames of `core.responses`. Pure."""

import numpy as np
import pandas as pd

from core import words
from core.answers.marketing import over

SHOW = ["concert_id", "artist", "city", "local_date"]
NOT_A_TRIAL = "Measured within shows from days with tickets left; no trial, apart from marked holdouts."


def answer(effects: pd.DataFrame, reason: str, currency: str | None) -> str:
    """The view's sentence: what would not have been sold without spend."""
    if effects.empty:
        return f"What the spend caused cannot be measured yet. {reason}"
    sold, spend = float(effects["incremental"].sum()), float(effects["spend"].sum())
    wasted = float(effects["wasted"].sum())
    waste = f" {words.money(wasted, currency)} went out after the last ticket was sold." if wasted else ""
    return (f"About {words.count(sold)} tickets would not have been sold without {words.money(spend, currency)} of spend: "
            f"{words.price(over(spend, sold), currency)} each.{waste}")


def table(effects: pd.DataFrame, claimed: pd.DataFrame) -> pd.DataFrame:
    """Effects beside what each channel is credited with: claim (credited gross over spend) from `attribution`, cost (money an
    incremental ticket), ranges in words, basis."""
    credited = claimed.dropna(subset="channel").drop_duplicates("channel").set_index("channel")["roas"]
    return effects.assign(
        generated_range=ranges(effects, "generated"), incremental_range=ranges(effects, "incremental"),
        claim=effects["channel"].map(credited), cost=effects["spend"] / effects["incremental"].where(effects["incremental"] > 0),
        basis=[f"{int(n)} held out" if n else "no holdout" for n in effects["held_out_shows"]])


def ranges(effects: pd.DataFrame, name: str) -> list[str]:
    pairs = zip(effects[f"{name}_lo"], effects[f"{name}_hi"], strict=True)
    return [words.span(words.count(low), words.count(high)) for low, high in pairs]


def finding(effects: pd.DataFrame) -> str:
    """The channel that sells most for its money, with its range."""
    best = effects.sort_values("roas", ascending=False).iloc[0]
    return (f"{str(best['channel']).capitalize()} returns most: {words.ratio(best['roas'])} "
            f"({words.span(words.ratio(best['roas_lo']), words.ratio(best['roas_hi']))})")


def curve_words(curve: pd.DataFrame, channel: str, currency: str | None) -> str:
    """What the next tenth of spend would bring."""
    spend, tickets = curve["spend"].to_numpy(), curve["tickets"].to_numpy()
    now = int(abs(spend - float(curve["current"].iloc[0])).argmin())
    if now + 1 >= len(spend):
        return f"What spend on {channel} brings"
    more = (tickets[now + 1] - tickets[now]) / (spend[now + 1] - spend[now])
    usual = tickets[now] / spend[now]
    return (f"The next {words.money(100, currency)} on {channel} bring {more * 100:.1f} tickets; the mean so far is "
            f"{usual * 100:.1f}")


def waste_words(rows: pd.DataFrame, currency: str | None) -> str:
    lost = rows[rows["wasted"] > 0]
    if lost.empty:
        return "Nothing was spent after a sell-out"
    return (f"{words.money(float(lost['wasted'].sum()), currency)} was spent after a sell-out, on "
            f"{words.things(lost['concert_id'].nunique(), 'show')}")


def waste_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Shows with waste, most first: artist, city, local_date, wasted, spend, share."""
    by = summed_by(rows, SHOW, ("wasted", "spend"))
    by = by.iloc[np.argsort(-by["wasted"], kind="stable")[:int((by["wasted"] > 0).sum())]].reset_index(drop=True)
    return by.assign(share=by["wasted"] / by["spend"])


def summed_by(rows: pd.DataFrame, keys: list[str], measures: tuple[str, ...]) -> pd.DataFrame:
    """Sums of the measures by the first of the keys, which the others follow: keys, measures."""
    group, names = pd.factorize(rows[keys[0]], sort=True)
    first = np.zeros(len(names), int)
    first[group[::-1]] = np.arange(len(rows))[::-1]
    return rows[keys].take(first).reset_index(drop=True).assign(
        **{name: np.bincount(group, rows[name], len(names)) for name in measures})


def plan_words(budget: float, gain: float, low: float, high: float, verdict: str, currency: str | None) -> str:
    """The planner's finding."""
    if verdict != "gain":
        return (f"Moving {words.money(budget, currency)} makes no measurable difference "
                f"({words.span(words.count(low), words.count(high))} tickets)")
    return (f"{words.money(budget, currency)} moved would sell {words.count(gain)} more tickets "
            f"({words.span(words.count(low), words.count(high))})")


def plan_finding(rows: pd.DataFrame, verdict: str, currency: str | None) -> str:
    """Where the money would go: the channel that gives most and the one that takes most."""
    by = rows.groupby("channel")["change"].sum().sort_values()
    if verdict != "gain" or by.empty:
        return "The budget stays as planned"
    return (f"{str(by.index[0]).capitalize()} gives {words.money(-by.iloc[0], currency)}, {by.index[-1]} takes "
            f"{words.money(by.iloc[-1], currency)}")


def plan_by(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Planned and proposed spend by show or channel, the largest move first."""
    by = summed_by(rows, SHOW if key == "concert_id" else [key], ("planned", "proposed", "change"))
    return by.take(np.argsort(-by["change"].abs(), kind="stable")).reset_index(drop=True)


def gap_words(needs: pd.DataFrame, gap: float, currency: str | None) -> str:
    if gap <= 0:
        return "The show is on course for its goal: there is no gap to close"
    if needs.empty:
        return f"{words.tickets(gap)} short; no channel has rates of its own yet"
    best = needs.iloc[0]
    return (f"{words.tickets(gap)} short: {best['channel']} alone would take {words.money(best['spend'], currency)} "
            f"({words.span(words.money(best['spend_lo'], currency), words.money(best['spend_hi'], currency))})")


def gap_rows(needs: pd.DataFrame, currency: str | None) -> pd.DataFrame:
    return needs.assign(note=needs["note"].where(needs["note"] != ""), range=[
        words.span(words.money(low, currency), words.money(high, currency)) for low, high in
        zip(needs["spend_lo"], needs["spend_hi"], strict=True)])
