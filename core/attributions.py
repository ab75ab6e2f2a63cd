"""Attribution: who gets the credit for a sale. Seven models and six windows over the published paths to orders.

Credits of all models but Markov are read as published and added up; Markov is solved here for the shows chosen, since its
credits cannot be added. What no touch inside the window explains is unattributed, and stands in every answer.
"""

import numpy as np
import pandas as pd

from core import marketing
from core.attribution.models import MODELS, WINDOWS
from core.credit_sums import MEASURES, SUMMED, Credits, credits_over
from core.filters import Filters
from core.warehouse.read import read

SPENT = ("spend", "impressions", "clicks", "conversions")
COUNTED = ("impressions", "clicks")  # whole numbers, missing for what cannot be clicked
MODEL, WINDOW = "last", 7  # what is shown unless somebody chooses


def attribution(*, filters: Filters, model: str = MODEL, window_days: int = WINDOW,
                show: str | None = None) -> pd.DataFrame:
    """What a model and window say of each channel, most spend first; channel None is what is unattributed.

    Columns: currency, channel, spend, impressions, clicks, conversions, tickets, gross, new_buyers (credited), ctr, cpc,
    cpm, cvr, cost_per_ticket, cac, roas, share (of all tickets), model, window_days.
    """
    credits = credits_over(filters, show)
    places, key = credits.places, credits.of_window(window_days)
    numbers = {name: credits.sold[name] for name in SPENT}
    for name, given in zip(MEASURES, credits.given[SUMMED.index(model)][:, key], strict=True):
        numbers[name] = np.zeros(len(places.channels))
        numbers[name][places.row[credits.at[key]]] = given
        # What is sold without a known channel is part of what the credits leave over.
        left = credits.by_currency(credits.sold[name]) - credits.by_currency(numbers[name])
        numbers[name][places.rest] = left.clip(min=0)
    numbers["spend"] = np.where(places.named, np.nan_to_num(numbers["spend"]), numbers["spend"])
    whole = credits.by_currency(numbers["tickets"])[places.currency]
    order = np.lexsort((-numbers["tickets"], -numbers["spend"]))
    order = order[(numbers["spend"][order] > 0) | (numbers["tickets"][order] > 0)]
    numbers |= marketing.ratios(numbers) | {"share": numbers["tickets"] / np.where(whole > 0, whole, np.nan)}
    counted = {name: pd.array(numbers[name][order], "Int64") for name in COUNTED}
    return pd.DataFrame({name: places.channels[name].array.take(order) for name in ("currency", "channel")} | {
        name: values[order] for name, values in numbers.items()} | counted | {"model": model, "window_days": window_days})


def sensitivity(*, filters: Filters, show: str | None = None) -> pd.DataFrame:
    """How the answer moves with model and window, one row a currency, window, model and channel with spend or credit.

    Columns: currency, window_days, model, channel, tickets, gross, new_buyers, spend, roas, share (of all tickets), rank (1 =
    most gross credited), unattributed (share of all tickets no touch in the window explains).
    """
    credits = credits_over(filters, show)
    places, (model, key) = credits.places, np.nonzero(credits.given.any(axis=1))
    gross = credits.given[model, 1, key]
    part = places.group[credits.at[key]] * len(SUMMED) + model
    order = np.lexsort((-gross, part))
    model, key, part = model[order], key[order], part[order]
    tickets, gross, new_buyers = credits.given[model, :, key].T
    row = places.row[credits.at[key]]
    spend = credits.sold["spend"][row]
    whole = credits.by_currency(credits.sold["tickets"])[places.currency[row]]
    channels = places.channels.take(row)
    return pd.DataFrame({
        "currency": channels["currency"].array, "window_days": places.window_days[credits.at[key]],
        "model": pd.Series(SUMMED).array.take(model), "channel": channels["channel"].array, "tickets": tickets, "gross": gross,
        "new_buyers": new_buyers, "spend": spend, "roas": gross / np.where(spend > 0, spend, np.nan),
        "share": tickets / whole, "rank": np.arange(len(part)) - np.searchsorted(part, part) + 1,
        "unattributed": (1 - np.bincount(part, tickets)[part] / whole).clip(min=0)})


def campaigns(*, filters: Filters, model: str = MODEL, window_days: int = WINDOW, show: str | None = None,
              channel: str | None = None) -> pd.DataFrame:
    """Campaigns with what a model credits them, most spend first: columns of `marketing.breakdown` by campaign with tickets,
    gross and new_buyers credited, and model, window_days.

    Within a channel Markov's credit is shared among campaigns as the linear model's is.
    """
    rows = marketing.breakdown(filters=filters, by="campaign", show=show, channel=channel)
    given = campaign_credits(filters=filters, model=model, window_days=window_days, show=show, channel=channel)
    given = given.astype({"campaign": "str"})  # where no sale names one, pandas would make numbers of the column
    sums = given.groupby(["currency", "campaign"], dropna=False)[list(MEASURES)].sum().reset_index()
    # A campaign may be credited where neither spend nor a sale stands under its name.
    table = rows.drop(columns=list(MEASURES)).merge(sums.rename(columns={"campaign": "key"}), how="outer", on=["currency", "key"])
    table = marketing.with_ratios(table.fillna(dict.fromkeys(["spend", *MEASURES], 0.0)))
    table = table.sort_values(["spend", "tickets"], ascending=False, kind="stable", ignore_index=True)
    return table.assign(model=model, window_days=window_days)


def campaign_credits(*, filters: Filters, model: str, window_days: int, show: str | None,
                     channel: str | None) -> pd.DataFrame:
    """Columns: currency, channel, campaign, tickets, gross, new_buyers."""
    given = read("marketing/campaign_credits", model="linear" if model == "markov" else model, window_days=window_days,
                 show=show, channel=channel, **filters.params())
    return as_markov(given, credits_over(filters, show), window_days) if model == "markov" else given


def as_markov(linear: pd.DataFrame, credits: Credits, window_days: int) -> pd.DataFrame:
    """Linear credits of campaigns, scaled so that each channel has what Markov gives it."""
    key = credits.of_window(window_days)
    ours, theirs = (credits.given[SUMMED.index(model)][:, key] for model in ("markov", "linear"))
    scale = np.divide(ours, theirs, out=np.zeros_like(ours), where=theirs != 0)
    channels = credits.places.channels.take(credits.places.row[credits.at[key]])
    by = linear[["currency", "channel"]].merge(channels.assign(**dict(zip(MEASURES, scale, strict=True))), how="left")
    return linear.assign(**{name: linear[name] * by[name] for name in MEASURES})


__all__ = ["MODEL", "MODELS", "WINDOW", "WINDOWS", "attribution", "campaigns", "sensitivity"]
