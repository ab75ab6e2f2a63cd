"""What Marketing says about credit: made from the frames of `core.attributions`, of one currency. Pure."""

import pandas as pd

from core import words
from core.answers.marketing import UNATTRIBUTED, listed_channels, over, unclicked

MODELS = {"last": "Last touch", "first": "First touch", "linear": "Linear", "position": "Position (40/20/40)",
          "time_decay": "Time decay (7 days)", "markov": "Markov removal", "shapley": "Shapley"}
WINDOWS = {"7": "7 days", "1": "1 day", "3": "3 days", "5": "5 days", "14": "14 days", "30": "30 days"}
LEAST_ROAS = 0.5  # what is credited less by every model and window (posters, radio) is found too seldom to compare
MOST_SHOWN = 4  # channels of the strip


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The channel table: what cannot be clicked without ratios, the rest at the end as unattributed."""
    table = rows.assign(unclicked=unclicked(rows), is_rest=rows["channel"].isna())
    table["channel"] = table["channel"].fillna(UNATTRIBUTED)
    ratios = ["cost_per_ticket", "cac", "roas"]
    table[ratios] = table[ratios].where(~table["unclicked"])
    return table.sort_values(["is_rest", "spend", "tickets"], ascending=[True, False, False], kind="stable")


def unattributed(rows: pd.DataFrame) -> float:
    """Share of all tickets that no touch in the window explains."""
    return over(float(rows.loc[rows["channel"].isna(), "tickets"].sum()), float(rows["tickets"].sum()))


def unattributed_words(rows: pd.DataFrame) -> str:
    return words.tickets(round(float(rows.loc[rows["channel"].isna(), "tickets"].sum())))


def terms(rows: pd.DataFrame) -> str:
    """Model, window and unattributed share, which stand beside every credit: "Last touch, 7 days, 19% unattributed"."""
    if rows.empty:
        return "Nothing to credit"
    first = rows.iloc[0]
    return (f"{MODELS[first['model']]}, {words.things(int(first['window_days']), 'day')}, "
            f"{words.percent(unattributed(rows))} unattributed")


def caption(rows: pd.DataFrame, others: int) -> str:
    """The channel table's small print."""
    hidden = listed_channels(rows)
    left_out = f" {hidden} cannot be clicked: credit hardly ever finds them." if hidden else ""
    more = f" {words.things(others, 'other currency', 'other currencies')} not added in." if others > 0 else ""
    return f"{terms(rows)}. Attributed, not caused.{left_out}{more}"


def strip(sensitivity: pd.DataFrame, model: str) -> pd.DataFrame:
    """ROAS by window for the dot ranges: label, series ("7 d"), value (the model chosen), lo and hi over all models."""
    paid = sensitivity[sensitivity["roas"] >= LEAST_ROAS]
    if paid.empty:
        return pd.DataFrame(columns=["label", "series", "value", "lo", "hi"])
    paid = sensitivity[sensitivity["channel"].isin(paid["channel"])]
    credit = paid.groupby("channel")["gross"].max().sort_values(ascending=False)
    paid = paid[paid["channel"].isin(credit[credit > 0].head(MOST_SHOWN).index)]
    group = paid.groupby(["channel", "window_days"])["roas"]
    ends = pd.DataFrame({"lo": group.min(), "hi": group.max()}).reset_index()
    chosen = paid.loc[paid["model"] == model, ["channel", "window_days", "roas"]]
    rows = ends.merge(chosen, how="left", on=["channel", "window_days"]).rename(columns={"channel": "label", "roas": "value"})
    rows["place"] = rows["label"].map({name: place for place, name in enumerate(credit.index)})
    rows = rows.sort_values(["place", "window_days"], kind="stable", ignore_index=True)
    return rows.assign(series=[f"{days} d" for days in rows["window_days"]])


def strip_words(sensitivity: pd.DataFrame) -> str:
    """The finding: the channel whose return depends most on who counts."""
    paid = sensitivity[(sensitivity["spend"] > 0) & (sensitivity["gross"] > 0)]
    if paid.empty:
        return "ROAS by window and model"
    ends = paid.groupby("channel")["roas"].agg(["min", "max"])
    ends = ends[ends["max"] >= LEAST_ROAS]
    if ends.empty:
        return "ROAS by window and model"
    most, low, high = max(ends.itertuples(name=None), key=lambda row: row[2] / max(row[1], 1e-9))
    return f"{str(most).capitalize()} returns {words.ratio(low)} to {words.ratio(high)}: it depends who counts"


def ranks(sensitivity: pd.DataFrame, window_days: int) -> pd.DataFrame:
    """Rank of each channel by model in one window, the steadiest order first: channel, one column a model, moves (the most
    places a channel moves over all models and windows)."""
    moves = sensitivity.groupby("channel")["rank"].agg(lambda rank: rank.max() - rank.min())
    chosen = sensitivity[sensitivity["window_days"] == window_days]
    table = chosen.pivot_table(index="channel", columns="model", values="rank", aggfunc="first").reindex(columns=list(MODELS))
    table = table.assign(moves=moves).reset_index()
    return table.sort_values("last", kind="stable", ignore_index=True)


def rank_words(table: pd.DataFrame) -> str:
    if table.empty:
        return "No channel is credited"
    still = int((table["moves"] == 0).sum())
    if still == len(table):
        return "Every channel keeps its rank under every model and window"
    most = table.sort_values("moves", ascending=False).iloc[0]
    return (f"{still} of {words.things(len(table), 'channel')} keep their rank; {most['channel']} moves "
            f"{words.things(int(most['moves']), 'place')}")


def answer(rows: pd.DataFrame, sensitivity: pd.DataFrame, currency: str | None) -> str:
    """The view's sentence."""
    paid = rows[(rows["spend"] > 0) & rows["channel"].notna()]
    if paid.empty:
        return "No spend is on file, so there is nothing to credit sales to."
    spans = sensitivity[sensitivity["spend"] > 0].groupby(["window_days", "model"]).agg(
        gross=("gross", "sum"), spend=("spend", "sum"))
    returns = spans["gross"] / spans["spend"]
    now = float(paid["gross"].sum()) / float(paid["spend"].sum())
    return (f"Paid channels are credited {words.ratio(now)} of their spend, between {words.ratio(returns.min())} and "
            f"{words.ratio(returns.max())} as model and window change.")


def campaign_words(rows: pd.DataFrame, what: str) -> str:
    """The finding of a table by campaign, show, market or channel."""
    spent = rows[rows["spend"].astype(float) > 0]
    if spent.empty:
        return f"No spend by {what}"
    top = float(spent["spend"].astype(float).nlargest(5).sum()) / float(spent["spend"].astype(float).sum())
    if len(spent) <= 5:
        return words.things(len(spent), what) + " with spend"
    return f"{words.things(len(spent), what)} with spend; the five largest take {words.percent(top)}"


def budget_words(rows: pd.DataFrame, currency: str | None) -> str:
    """Budget against actual over the rows that have a budget, or that none has."""
    known = rows.dropna(subset="budgeted")
    if known.empty:
        return "No budget is on file for these"
    budget, spend = float(known["budgeted"].astype(float).sum()), float(known["spend"].astype(float).sum())
    above = int((known["spend"].astype(float) > known["budgeted"].astype(float)).sum())
    return (f"{words.money(spend, currency)} of {words.money(budget, currency)} budgeted is spent "
            f"({words.percent(spend / budget if budget else None)}); {above} over budget")
