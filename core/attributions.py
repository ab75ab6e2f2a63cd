"""Attribution: who gets the credit for a sale. Seven models and six windows over the published paths to orders.

Credits of all models but Markov are read as published and added up; Markov is solved here for the shows chosen, since its
credits cannot be added. What no touch inside the window explains is unattributed, and stands in every answer.
"""

import numpy as np
import pandas as pd

from core import marketing
from core.attribution.markov import shares
from core.attribution.models import MODELS, WINDOWS
from core.filters import Filters
from core.show_sums import summed
from core.warehouse.read import read

MEASURES = ["tickets", "gross", "new_buyers"]
SPENT = ["spend", "impressions", "clicks", "conversions"]
START, SOLD = "(start)", "(sold)"
WINDOWED = ("currency", "window_days", "channel")
STEPS = ("currency", "window_days", "step_from", "step_to")
ADDITIVE = [name for name in MODELS if name != "markov"]
MODEL, WINDOW = "last", 7  # what is shown unless somebody chooses


def credited(*, filters: Filters, show: str | None = None, model: str | None = None,
             window_days: int | None = None) -> pd.DataFrame:
    """Credits of every model and window, or those chosen (with Markov's the linear ones, which it starts from).

    Columns: currency, window_days, model, channel, tickets, gross, new_buyers.
    """
    sums = of_window(summed("marketing/credits_by_show", WINDOWED, filters=filters, show=show), window_days)
    models = ADDITIVE if model is None else ["linear"] if model == "markov" else [model]
    names = [f"{name}_{measure}" for name in models for measure in MEASURES]
    values = sums[names].to_numpy(float).reshape(len(sums), len(models), len(MEASURES))
    if model in (None, "markov"):
        steps = of_window(summed("marketing/steps_by_show", STEPS, filters=filters, show=show), window_days)
        share = removal_shares(steps)
        part = np.array([share.get(key, 0.0) for key in zip(*(sums[name] for name in WINDOWED), strict=True)])
        linear = sums[[f"linear_{measure}" for measure in MEASURES]].set_axis(MEASURES, axis=1)
        whole = linear.groupby([sums["currency"], sums["window_days"]], dropna=False).transform("sum").to_numpy(float)
        values = np.concatenate([values, (part[:, None] * whole)[:, None]], axis=1)
        models = [*models, "markov"]
    rows = sums[list(WINDOWED)].iloc[np.repeat(np.arange(len(sums)), len(models))].reset_index(drop=True)
    long = pd.DataFrame(values.reshape(-1, len(MEASURES)), columns=MEASURES)
    found = pd.concat([rows, long], axis=1)
    found.insert(2, "model", np.tile(models, len(sums)))
    return found[(long.to_numpy() != 0).any(axis=1)].reset_index(drop=True)


def of_window(rows: pd.DataFrame, window_days: int | None) -> pd.DataFrame:
    return rows if window_days is None else rows[rows["window_days"] == window_days].reset_index(drop=True)


def removal_shares(steps: pd.DataFrame) -> dict[tuple[str, int, str], float]:
    """Each channel's share of the removal effects by (currency, window_days, channel).

    `steps`: currency, window_days, step_from, step_to, orders.
    """
    names = sorted({*steps["step_from"], *steps["step_to"]} - {START, SOLD})
    place = {name: i for i, name in enumerate([START, *names, SOLD])}
    before, after = ([place[name] for name in steps[side]] for side in ("step_from", "step_to"))
    keys = list(zip(steps["currency"], steps["window_days"], strict=True))
    groups = list(dict.fromkeys(keys))
    number = {key: i for i, key in enumerate(groups)}
    counts = np.zeros((len(groups), len(place), len(place)))
    np.add.at(counts, ([number[key] for key in keys], before, after), steps["orders"].to_numpy(float))
    return {(*key, name): float(share) for key, count in zip(groups, counts, strict=True)
            for name, share in zip(names, shares(count[:-1, :-1], count[:-1, -1]), strict=True)}


def attribution(*, filters: Filters, model: str = MODEL, window_days: int = WINDOW,
                show: str | None = None) -> pd.DataFrame:
    """What a model and window say of each channel, most spend first; channel None is what is unattributed.

    Columns: currency, channel, spend, impressions, clicks, conversions, tickets, gross, new_buyers (credited), ctr, cpc,
    cpm, cvr, cost_per_ticket, cac, roas, share (of all tickets), model, window_days.
    """
    everything = credited(filters=filters, show=show, model=model, window_days=window_days)
    mine = everything[everything["model"] == model]
    sold = marketing.channel_sums(filters=filters, show=show)
    both = sold[["currency", "channel", *SPENT]].merge(mine[["currency", "channel", *MEASURES]], how="outer",
                                                       on=["currency", "channel"])
    # What is sold without a known channel is part of what the credits leave over, and costs nothing.
    rows = both[both["channel"].notna()].fillna(dict.fromkeys(["spend", *MEASURES], 0.0))
    rest = sold.groupby("currency", dropna=False)[MEASURES].sum() - rows.groupby("currency", dropna=False)[MEASURES].sum()
    spent = both[both["channel"].isna()].groupby("currency", dropna=False)[SPENT].sum()
    left = rest.clip(lower=0).join(spent).reset_index().assign(channel=None)
    table = marketing.with_ratios(pd.concat([rows, left], ignore_index=True))
    table["share"] = table["tickets"] / table.groupby("currency", dropna=False)["tickets"].transform("sum")
    table = table[(table["spend"] > 0) | (table["tickets"] > 0)].assign(model=model, window_days=window_days)
    return table.sort_values(["spend", "tickets"], ascending=False, kind="stable", ignore_index=True)


def sensitivity(*, filters: Filters, show: str | None = None) -> pd.DataFrame:
    """How the answer moves with model and window, one row a currency, window, model and channel with spend or credit.

    Columns: currency, window_days, model, channel, tickets, gross, new_buyers, spend, roas, share (of all tickets), rank (1 =
    most gross credited), unattributed (share of all tickets no touch in the window explains).
    """
    rows = credited(filters=filters, show=show)
    sold = marketing.channel_sums(filters=filters, show=show)
    total = sold.groupby("currency", dropna=False)["tickets"].sum().astype(float)
    spend = {(currency, channel): float(spent) for currency, channel, spent in sold[["currency", "channel", "spend"]].to_numpy()}
    spent = np.array([spend.get(key, np.nan) for key in zip(rows["currency"], rows["channel"], strict=True)])
    group = rows.groupby(["currency", "window_days", "model"], dropna=False)
    whole = rows["currency"].map(total).to_numpy(float)
    return rows.assign(
        spend=spent, roas=rows["gross"] / np.where(spent > 0, spent, np.nan), share=rows["tickets"] / whole,
        rank=group["gross"].rank(ascending=False, method="first").astype(int),
        unattributed=(1 - group["tickets"].transform("sum") / whole).clip(lower=0)).sort_values(
            ["currency", "window_days", "model", "rank"], ignore_index=True)


def campaigns(*, filters: Filters, model: str = MODEL, window_days: int = WINDOW, show: str | None = None,
              channel: str | None = None) -> pd.DataFrame:
    """Campaigns with what a model credits them, most spend first: columns of `marketing.breakdown` by campaign with tickets,
    gross and new_buyers credited, and model, window_days.

    Within a channel Markov's credit is shared among campaigns as the linear model's is.
    """
    rows = marketing.breakdown(filters=filters, by="campaign", show=show, channel=channel)
    given = campaign_credits(filters=filters, model=model, window_days=window_days, show=show, channel=channel)
    sums = given.groupby(["currency", "campaign"], dropna=False)[MEASURES].sum().reset_index()
    # A campaign may be credited where neither spend nor a sale stands under its name.
    table = rows.drop(columns=MEASURES).merge(sums.rename(columns={"campaign": "key"}), how="outer", on=["currency", "key"])
    table = marketing.with_ratios(table.fillna(dict.fromkeys(["spend", *MEASURES], 0.0)))
    table = table.sort_values(["spend", "tickets"], ascending=False, kind="stable", ignore_index=True)
    return table.assign(model=model, window_days=window_days)


def campaign_credits(*, filters: Filters, model: str, window_days: int, show: str | None,
                     channel: str | None) -> pd.DataFrame:
    """Columns: currency, channel, campaign, tickets, gross, new_buyers."""
    given = read("marketing/campaign_credits", model="linear" if model == "markov" else model, window_days=window_days,
                 show=show, channel=channel, **filters.params())
    if model != "markov" or given.empty:
        return given
    return as_markov(given, credited(filters=filters, show=show, model=model, window_days=window_days))


def as_markov(linear: pd.DataFrame, of_channels: pd.DataFrame) -> pd.DataFrame:
    """Linear credits of campaigns, scaled so that each channel has what Markov gives it."""
    chosen = of_channels.set_index(["currency", "channel"])
    scale = (chosen.loc[chosen["model"] == "markov", MEASURES] / chosen.loc[chosen["model"] == "linear", MEASURES]).fillna(0)
    by = linear[["currency", "channel"]].join(scale, on=["currency", "channel"])[MEASURES]
    return linear.assign(**{name: linear[name] * by[name] for name in MEASURES})


__all__ = ["MODEL", "MODELS", "WINDOW", "WINDOWS", "attribution", "campaigns", "credited", "sensitivity"]
