"""What Marketing says: made from the frames of `core.marketing`. Pure.

Several currencies are never added up: the one with most spend is shown, and its name said.
"""

import numpy as np
import pandas as pd

from core import words

UNATTRIBUTED, NOTHING = "unattributed", "No spend and no sales here."
DIRECT = ("direct", "(direct)", "unknown", "none")  # a sale that names no source, whatever the report calls it


def in_currency(frame: pd.DataFrame, currency: str | None) -> pd.DataFrame:
    mine = np.asarray(frame["currency"].array, object) == currency if currency else np.ones(len(frame), bool)
    return frame if mine.all() else frame[mine]


def totals(channels: pd.DataFrame) -> dict[str, float]:
    """Of one currency: spend, tickets and gross of all sales; paid and unattributed parts; fractions derived."""
    each = {name: channels[name].array.to_numpy(float, na_value=0.0) for name in ("spend", "gross", "tickets")}
    spend, gross, tickets = (float(values.sum()) for values in each.values())
    sourceless = [words.missing(name) or name.lower() in DIRECT for name in channels["channel"].tolist()]
    unknown = float(each["tickets"][sourceless].sum())
    bought = each["spend"] > 0
    return {"spend": spend, "gross": gross, "tickets": tickets, "unknown": unknown, "spend_share": over(spend, gross),
            "cost_per_ticket": over(spend, tickets), "blended_roas": over(gross, spend),
            "paid_cost": over(spend, float(each["tickets"][bought].sum())),
            "paid_roas": over(float(each["gross"][bought].sum()), spend), "unattributed": over(unknown, tickets)}


def over(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def why_empty(chosen: bool) -> str:
    """Why there is nothing to attribute."""
    return "No spend and no sale matches the filters." if chosen else \
        "Import ad spend and sales: python -m core import FOLDER."


def answer(sums: dict[str, float], currency: str | None, unattributed: float | None = None) -> str:
    """The page's sentence from `totals` of one currency; `unattributed` by the model and window shown, else as recorded."""
    unattributed = sums["unattributed"] if unattributed is None else unattributed
    if not sums["spend"]:
        return f"No spend is on file; {words.tickets(sums['tickets'])} sold without." if sums["tickets"] else NOTHING
    if not sums["tickets"]:
        return f"{words.money(sums['spend'], currency)} is spent, and no ticket is sold yet."
    return (f"Each ticket cost {words.price(sums['cost_per_ticket'], currency)} in marketing; "
            f"{words.percent(unattributed)} of tickets are unattributed.")


def unclicked(channels: pd.DataFrame) -> np.ndarray:
    """Which channels were paid for but cannot be clicked (posters, radio): a last touch hardly ever finds their sales,
    so their cost per ticket and ROAS would say more about the method than about them."""
    return (channels["spend"].to_numpy(float) > 0) & channels["clicks"].array.isna()


def best_words(channels: pd.DataFrame, currency: str | None) -> str:
    """The finding of the channel card, from the frame of `shown`: the cheapest and the dearest channel with spend."""
    cost, names = channels["cost_per_ticket"].to_numpy(float), channels["channel"].tolist()
    order = np.argsort(cost, kind="stable")[:np.isfinite(cost).sum()]
    if len(order) < 2:
        return "What each channel cost a ticket"
    first, last = order[0], order[-1]
    return (f"{names[first].capitalize()} sells a ticket for {words.price(cost[first], currency)}, "
            f"{names[last]} for {words.price(cost[last], currency)}")


def monthly_series(monthly: pd.DataFrame) -> pd.DataFrame:
    """Cost per ticket by month for a line chart: x, y, series. A month not yet over is left out."""
    whole, price = whole_prices(monthly)
    return pd.DataFrame({"x": monthly["month"].array[whole], "y": price, "series": "A ticket"})


def whole_prices(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Which rows are over and have spend and sales, and the cost per ticket of these."""
    partial, spend, tickets = (rows[name].array.to_numpy(kind) for name, kind in (
        ("partial", bool), ("spend", float), ("tickets", float)))
    whole = ~partial & (spend > 0) & (tickets > 0)
    return whole, spend[whole] / tickets[whole]


def month_words(series: pd.DataFrame, currency: str | None) -> str:
    """The finding of the monthly chart: the last whole month against the months before."""
    if len(series) < 2:
        return "Cost per ticket by month"
    last, before = series["y"].iloc[-1], series["y"].iloc[:-1].median()
    month = f"{series['x'].iloc[-1]:%b %Y}"
    return f"{words.price(last, currency)} a ticket in {month}; {words.price(before, currency)} in the median month"


def date_words(days: pd.DataFrame, grain: str, currency: str | None) -> str:
    """The finding of a table by date: the last whole day, week or month against the median of those before."""
    _, price = whole_prices(days)
    if len(price) < 2:
        return f"Spend and sales by {grain}"
    last, before = price[-1], np.median(price[:-1])
    return (f"{words.price(last, currency)} a ticket in the last whole {grain}; {words.price(before, currency)} in the "
            f"median one")


def segment_words(segments: pd.DataFrame) -> str:
    """The finding of the segment card."""
    if segments.empty:
        return "No buyers on file"
    total, top = segments["value"].sum(), segments.iloc[0]
    return f"{words.percent(top['value'] / total)} of {words.things(total, 'buyer')} are {top['label']}"


def listed_channels(channels: pd.DataFrame) -> str:
    """"Posters and radio": what was paid for and cannot be clicked."""
    names = sorted(channels["channel"].array[unclicked(channels)])
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])).capitalize()
