"""What Marketing says: made from the frames of `core.marketing`. Pure.

Several currencies are never added up: the one with most spend is shown, and its name said.
"""

import pandas as pd

from core import words

UNATTRIBUTED = "unattributed"
DIRECT = ("direct", "(direct)", "unknown", "none")  # a sale that names no source, whatever the report calls it


def main_currency(channels: pd.DataFrame) -> str | None:
    """The currency with most spend, or most gross where nothing was spent."""
    if channels.empty:
        return None
    sums = channels.groupby("currency", dropna=False)[["spend", "gross"]].sum().sort_values(["spend", "gross"])
    return sums.index[-1]


def in_currency(frame: pd.DataFrame, currency: str | None) -> pd.DataFrame:
    return frame[frame["currency"] == currency] if currency else frame


def totals(channels: pd.DataFrame) -> dict[str, float]:
    """Of one currency: spend, tickets and gross of all sales; paid and unattributed parts; fractions derived."""
    spend, gross, tickets = (float(channels[name].sum()) for name in ("spend", "gross", "tickets"))
    sourceless = channels["channel"].isna() | channels["channel"].str.lower().isin(DIRECT)
    unknown = float(channels.loc[sourceless, "tickets"].sum())
    return {"spend": spend, "gross": gross, "tickets": tickets,
            "cost_per_ticket": spend / tickets if tickets else float("nan"),
            "blended_roas": gross / spend if spend else float("nan"),
            "unattributed": unknown / tickets if tickets else float("nan")}


def answer(channels: pd.DataFrame, currency: str | None) -> str:
    """The page's sentence, for the channels of one currency."""
    sums = totals(channels)
    if not sums["spend"]:
        return f"Nothing was spent; {words.tickets(sums['tickets'])} sold without." if sums["tickets"] else \
            "No spend and no sales here."
    return (f"Each ticket cost {words.price(sums['cost_per_ticket'], currency)} in marketing; "
            f"{words.percent(sums['unattributed'])} of tickets name no source.")


def shown(channels: pd.DataFrame) -> pd.DataFrame:
    """The frame of `channels` with the missing channel named and last."""
    named = channels.assign(channel=channels["channel"].fillna(UNATTRIBUTED))
    return named.sort_values(["spend", "tickets"], ascending=False, kind="stable")


def paid(channels: pd.DataFrame) -> pd.DataFrame:
    """Channels with spend, for the bars of cost per ticket: label, value, note."""
    some = channels[(channels["spend"] > 0) & channels["cost_per_ticket"].notna()]
    return pd.DataFrame({"label": some["channel"], "value": some["cost_per_ticket"],
                         "note": [words.tickets(n) for n in some["tickets"]]})


def best_words(channels: pd.DataFrame, currency: str | None) -> str:
    """The finding of the channel card: the cheapest and the dearest paid channel."""
    bars = paid(channels).sort_values("value")
    if len(bars) < 2:
        return "What each channel cost a ticket"
    first, last = bars.iloc[0], bars.iloc[-1]
    return (f"{first['label'].capitalize()} sells a ticket for {words.price(first['value'], currency)}, "
            f"{last['label']} for {words.price(last['value'], currency)}")


def monthly_series(monthly: pd.DataFrame) -> pd.DataFrame:
    """Spend and gross by month as two series for a line chart: x, y, series. A month not yet over is left out."""
    whole = monthly[~monthly["partial"]]
    return pd.concat([pd.DataFrame({"x": whole["month"], "y": whole[name], "series": name.capitalize()})
                      for name in ("gross", "spend")])


def segment_words(segments: pd.DataFrame) -> str:
    """The finding of the segment card."""
    if segments.empty:
        return "No buyers on file"
    total, top = segments["value"].sum(), segments.iloc[0]
    return f"{words.percent(top['value'] / total)} of {words.things(total, 'buyer')} are {top['label']}"


def window_words(channels: pd.DataFrame, others: int) -> str:
    """The caption's small print: model, window, currency."""
    more = f" {words.things(others, 'other currency', 'other currencies')} not added in." if others > 0 else ""
    return f"Attributed to the channel recorded with the sale (last touch, any window); not proof of cause.{more}"
