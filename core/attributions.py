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
from core.warehouse.read import read

MEASURES = ["tickets", "gross", "new_buyers"]
SPENT = ["spend", "impressions", "clicks", "conversions"]
START, SOLD = "(start)", "(sold)"
KEY = ["currency", "window_days", "model", "channel"]
MODEL, WINDOW = "last", 7  # what is shown unless somebody chooses


def credited(*, filters: Filters, show: str | None = None, model: str | None = None,
             window_days: int | None = None) -> pd.DataFrame:
    """Credits of every model and window, or those chosen (with Markov's the linear ones, which it starts from).

    Columns: currency, window_days, model, channel, tickets, gross, new_buyers.
    """
    asked = {"show": show, "window_days": window_days, **filters.params()}
    additive = read("marketing/credits", model="linear" if model == "markov" else model, **asked)
    if model not in (None, "markov"):
        return additive
    steps = read("marketing/steps", **asked)
    linear = additive[additive["model"] == "linear"]
    markov = linear.merge(removal_shares(steps), how="left", on=["currency", "window_days", "channel"])
    whole = linear.groupby(["currency", "window_days"], dropna=False)[MEASURES].transform("sum")
    markov[MEASURES] = whole.to_numpy(float) * markov["share"].fillna(0).to_numpy(float)[:, None]
    return pd.concat([additive, markov.assign(model="markov")], ignore_index=True)[[*KEY, *MEASURES]]


def removal_shares(steps: pd.DataFrame) -> pd.DataFrame:
    """Each channel's share of the removal effects. Columns: currency, window_days, channel, share.

    `steps`: currency, window_days, step_from, step_to, orders.
    """
    names = sorted({*steps["step_from"], *steps["step_to"]} - {START, SOLD})
    states = [START, *names, SOLD]
    before, after = (pd.Categorical(steps[name], categories=states).codes for name in ("step_from", "step_to"))
    groups = steps.groupby(["currency", "window_days"], dropna=False, sort=False)
    counts = np.zeros((groups.ngroups, len(states), len(states)))
    np.add.at(counts, (groups.ngroup().to_numpy(), before, after), steps["orders"].to_numpy(float))
    keys = groups.size().reset_index()[["currency", "window_days"]]
    found = [shares(count[:-1, :-1], count[:-1, -1]) for count in counts]
    return pd.concat([keys, pd.DataFrame(found, columns=names, dtype=float)], axis=1).melt(
        id_vars=["currency", "window_days"], var_name="channel", value_name="share")


def attribution(*, filters: Filters, model: str = MODEL, window_days: int = WINDOW,
                show: str | None = None) -> pd.DataFrame:
    """What a model and window say of each channel, most spend first; channel None is what is unattributed.

    Columns: currency, channel, spend, impressions, clicks, conversions, tickets, gross, new_buyers (credited), ctr, cpc,
    cpm, cvr, cost_per_ticket, cac, roas, share (of all tickets), model, window_days.
    """
    everything = credited(filters=filters, show=show, model=model, window_days=window_days)
    mine = everything[everything["model"] == model]
    sold = marketing.breakdown(filters=filters, by="channel", show=show).rename(columns={"key": "channel"})
    both = sold[["currency", "channel", *SPENT]].merge(mine[["currency", "channel", *MEASURES]], how="outer",
                                                       on=["currency", "channel"])
    # What is sold without a known channel is part of what the credits leave over, and costs nothing.
    rows = both[both["channel"].notna()].fillna(dict.fromkeys(["spend", *MEASURES], 0.0))
    rest = sold.groupby("currency", dropna=False)[MEASURES].sum() - rows.groupby("currency", dropna=False)[MEASURES].sum()
    spent = both[both["channel"].isna()].groupby("currency", dropna=False)[SPENT].sum()
    left = rest.clip(lower=0).join(spent).reset_index().assign(channel=None)
    table = with_ratios(pd.concat([rows, left], ignore_index=True))
    table["share"] = table["tickets"] / table.groupby("currency", dropna=False)["tickets"].transform("sum")
    table = table[(table["spend"] > 0) | (table["tickets"] > 0)].assign(model=model, window_days=window_days)
    return table.sort_values(["spend", "tickets"], ascending=False, kind="stable", ignore_index=True)


def with_ratios(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the ratios of DOMAIN; NaN where the denominator is nothing."""
    spend, clicks, shown = (rows[name].astype(float) for name in ("spend", "clicks", "impressions"))
    paid = spend.where(spend > 0)
    return rows.assign(
        ctr=clicks / shown.where(shown > 0), cpc=spend / clicks.where(clicks > 0), cpm=1000 * spend / shown.where(shown > 0),
        cvr=rows["conversions"].astype(float) / clicks.where(clicks > 0),
        cost_per_ticket=paid / rows["tickets"].where(rows["tickets"] > 0),
        cac=paid / rows["new_buyers"].where(rows["new_buyers"] > 0), roas=rows["gross"].astype(float) / paid)


def sensitivity(*, filters: Filters, show: str | None = None) -> pd.DataFrame:
    """How the answer moves with model and window, one row a currency, window, model and channel with spend or credit.

    Columns: currency, window_days, model, channel, tickets, gross, new_buyers, spend, roas, share (of all tickets), rank (1 =
    most gross credited), unattributed (share of all tickets no touch in the window explains).
    """
    found = credited(filters=filters, show=show)
    sold = marketing.breakdown(filters=filters, by="channel", show=show).rename(columns={"key": "channel"})
    total = sold.groupby("currency", dropna=False)["tickets"].sum()
    spend = sold.dropna(subset="channel").set_index(["currency", "channel"])["spend"].astype(float)
    rows = found.join(spend, on=["currency", "channel"])
    whole = rows["currency"].map(total).astype(float)
    group = rows.groupby(["currency", "window_days", "model"], dropna=False)
    return rows.assign(
        roas=rows["gross"] / rows["spend"].where(rows["spend"] > 0), share=rows["tickets"] / whole,
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
    table = with_ratios(table.fillna(dict.fromkeys(["spend", *MEASURES], 0.0)))
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
