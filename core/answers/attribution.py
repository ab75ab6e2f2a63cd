"""What Marketing says about credit: made from the frames of `core.attributions`, of one currency. Pure."""

import numpy as np
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
    hidden, is_rest = unclicked(rows), rows["channel"].array.isna()
    columns = {str(name): values.array for name, values in rows.items()} | {
        name: np.where(hidden, np.nan, rows[name].to_numpy(float)) for name in ("cost_per_ticket", "cac", "roas")} | {
        "channel": rows["channel"].array.fillna(UNATTRIBUTED), "unclicked": hidden, "is_rest": is_rest}
    order = np.lexsort((-rows["tickets"].to_numpy(), -rows["spend"].to_numpy(), is_rest))
    return pd.DataFrame({name: values[order] for name, values in columns.items()}, copy=False)


def unattributed(rows: pd.DataFrame) -> float:
    """Share of all tickets that no touch in the window explains."""
    tickets = rows["tickets"].to_numpy()
    return over(float(tickets[rows["channel"].isna()].sum()), float(tickets.sum()))


def unattributed_words(rows: pd.DataFrame) -> str:
    return words.tickets(round(float(rows["tickets"].to_numpy()[rows["channel"].isna()].sum())))


def terms(rows: pd.DataFrame) -> str:
    """Model, window and unattributed share, which stand beside every credit: "Last touch, 7 days, 19% unattributed"."""
    if rows.empty:
        return "Nothing to credit"
    model, days = (rows[name].tolist()[0] for name in ("model", "window_days"))
    return (f"{MODELS[model]}, {words.things(int(days), 'day')}, "
            f"{words.percent(unattributed(rows))} unattributed")


def caption(rows: pd.DataFrame, others: int) -> str:
    """The channel table's small print."""
    hidden = listed_channels(rows)
    left_out = f" {hidden} cannot be clicked: credit hardly ever finds them." if hidden else ""
    more = f" {words.things(others, 'other currency', 'other currencies')} not added in." if others > 0 else ""
    return f"{terms(rows)}. Attributed, not caused.{left_out}{more}"


def strip(sensitivity: pd.DataFrame, model: str) -> pd.DataFrame:
    """ROAS by window for the dot ranges: label, series ("7 d"), value (the model chosen), lo and hi over all models."""
    channel, names = pd.factorize(sensitivity["channel"], sort=True)
    roas, gross = sensitivity["roas"].to_numpy(), sensitivity["gross"].to_numpy()
    _, highest = ends(channel, roas, len(names))
    _, most = ends(channel, gross, len(names))
    shown = np.flatnonzero((highest >= LEAST_ROAS) & (most > 0))
    shown = shown[np.argsort(-most[shown], kind="stable")][:MOST_SHOWN]
    days, window = np.unique(sensitivity["window_days"], return_inverse=True)
    cell = channel * len(days) + window
    lo, hi = ends(cell, roas, len(names) * len(days))
    mine = sensitivity["model"] == model
    value, _ = ends(cell[mine], roas[mine], len(names) * len(days))
    cells = (shown[:, None] * len(days) + np.arange(len(days))).ravel()
    cells = cells[np.isfinite(lo[cells])]
    return pd.DataFrame({"label": names.take(cells // max(len(days), 1)),
                         "series": [f"{days[place]} d" for place in cells % max(len(days), 1)],
                         "value": value[cells], "lo": lo[cells], "hi": hi[cells]})


def ends(group: np.ndarray, values: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The least and the greatest value known of each group, (size,) each; NaN of those without."""
    low, high = np.full((2, size), np.nan)
    np.fmin.at(low, group, values)
    np.fmax.at(high, group, values)
    return low, high


def strip_words(sensitivity: pd.DataFrame) -> str:
    """The finding: the channel whose return depends most on who counts."""
    paid = sensitivity[(sensitivity["spend"] > 0) & (sensitivity["gross"] > 0)]
    channel, names = pd.factorize(paid["channel"], sort=True)
    low, high = ends(channel, paid["roas"].to_numpy(), len(names))
    if not (high >= LEAST_ROAS).any():
        return "ROAS by window and model"
    most = int(np.argmax(np.where(high >= LEAST_ROAS, high / low.clip(min=1e-9), 0)))
    return f"{str(names[most]).capitalize()} returns {words.ratio(low[most])} to {words.ratio(high[most])}: it depends who counts"


def side_by_side(sensitivity: pd.DataFrame, window_days: int, value: str) -> pd.DataFrame:
    """What each model says of each channel in one window, by what the last touch says: channel, one column a model."""
    chosen = sensitivity[sensitivity["window_days"] == window_days]
    channel, names = pd.factorize(chosen["channel"], sort=True)
    cells = np.full((len(MODELS), len(names)), np.nan)
    cells[pd.Index(MODELS).get_indexer(pd.Index(chosen["model"])), channel] = chosen[value]
    order = np.argsort(cells[0] if value == "rank" else -cells[0], kind="stable")
    return pd.DataFrame({"channel": names.take(order)} | dict(zip(MODELS, cells[:, order], strict=True)))


def ranks(sensitivity: pd.DataFrame, window_days: int) -> pd.DataFrame:
    """Rank of each channel by model in one window: channel, one column a model, moves (the most places a channel moves over
    all models and windows)."""
    channel, names = pd.factorize(sensitivity["channel"])
    low, high = ends(channel, sensitivity["rank"].to_numpy(float), len(names))
    table = side_by_side(sensitivity, window_days, "rank")
    moves = (high - low).astype(int)[names.get_indexer(pd.Index(table["channel"]))]
    return pd.DataFrame({"channel": table["channel"]} | {name: pd.array(table[name].to_numpy(), "Int64") for name in MODELS}
                        | {"moves": moves})


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
    spent = sensitivity[sensitivity["spend"] > 0]
    group = spent["window_days"].to_numpy() * len(MODELS) + pd.factorize(spent["model"])[0]
    gross, spend = (np.bincount(group, spent[name]) for name in ("gross", "spend"))
    returns = gross[spend > 0] / spend[spend > 0]
    if not len(returns):
        return "Paid channels are credited no sale, whatever the model and window."
    now = float(paid["gross"].sum()) / float(paid["spend"].sum())
    return (f"Paid channels are credited {words.ratio(now)} of their spend, between {words.ratio(returns.min())} and "
            f"{words.ratio(returns.max())} as model and window change.")


def named(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Rows by show, market, channel or campaign (`by`) with their name; no ROAS for what is of no show or campaign."""
    rest = {"concert": "Season", "market": "Season", "channel": UNATTRIBUTED, "campaign": "No campaign"}[by]
    names = [rest if words.missing(name) else name for name in rows["artist" if by == "concert" else "key"].tolist()]
    if by == "concert":
        names = [name if words.missing(city) else f"{name}, {city}" for name, city in zip(names, rows["city"], strict=True)]
    table = rows.copy(deep=False)
    table["name"] = pd.Series(names, rows.index, object)
    table["roas"] = np.where((by != "channel") & rows["key"].array.isna(), np.nan, rows["roas"].array.to_numpy(float))
    return table


def campaign_words(rows: pd.DataFrame, what: str) -> str:
    """The finding of a table by campaign, show, market or channel."""
    spend = rows["spend"].array.to_numpy(float)
    spent = np.sort(spend[spend > 0])
    if not len(spent):
        return f"No spend by {what}"
    if len(spent) <= 5:
        return words.things(len(spent), what) + " with spend"
    top = float(spent[-5:].sum() / spent.sum())
    return f"{words.things(len(spent), what)} with spend; the five largest take {words.percent(top)}"


def budget_words(rows: pd.DataFrame, currency: str | None) -> str:
    """Budget against actual over the rows that have a budget, or that none has."""
    budgeted, spent = (rows[name].array.to_numpy(float, na_value=np.nan) for name in ("budgeted", "spend"))
    known = np.isfinite(budgeted)
    if not known.any():
        return "No budget is on file for these"
    budget, spend = float(budgeted[known].sum()), float(np.nansum(spent[known]))
    above = int((spent[known] > budgeted[known]).sum())
    return (f"{words.money(spend, currency)} of {words.money(budget, currency)} budgeted is spent "
            f"({words.percent(spend / budget if budget else None)}); {above} over budget")
