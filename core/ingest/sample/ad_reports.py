"""ad_spend.csv: what was spent and what the ad platforms say it brought, which is more than it did."""

import numpy as np
import pandas as pd

from core.ingest.sample.cast import CURRENCY
from core.ingest.sample.demand import Sales
from core.ingest.sample.spend import CHANNELS, DAYS_OUT, NAMES, PHASES, Plan

ORDER_SIZE = 2.1


def ad_spend(rng: np.random.Generator, shows: pd.DataFrame, slugs: np.ndarray, plan: Plan, sales: Sales,
             price: np.ndarray, upto: np.datetime64) -> pd.DataFrame:  # fmt: skip
    """One row a show, channel and day, and two a week for the whole season; money in pennies.

    `price` is pounds a ticket, per show. Radio and posters have no clicks and claim nothing.
    """
    show, day, channel = np.nonzero(np.round(sales.spent, 2) >= 0.5)
    pounds = np.round(sales.spent[show, day, channel], 2)
    cpm, ctr, claims = (np.array([getattr(c, field) for c in CHANNELS])[channel] for field in ("cpm", "ctr", "claims"))
    impressions = rng.poisson(pounds / cpm * 1000 * np.exp(rng.normal(0, 0.15, len(show))))
    clicks = rng.binomial(impressions, ctr * np.exp(rng.normal(-0.03, 0.2, len(show))))
    claimed = rng.poisson(claims * sales.brought[show, day, channel] / ORDER_SIZE + 0.004 * clicks)
    phase = np.where(sales.rescued[show, day], PHASES.index("boost"), plan.phase[show, day])
    rows = pd.DataFrame({
        "concert_id": shows.concert_id.to_numpy()[show],
        "channel": np.array(NAMES, dtype=object)[channel],
        "date": shows.local_date.to_numpy().astype("datetime64[D]")[show] - DAYS_OUT[day],
        "spend": np.round(pounds * 100).astype(int),
        "currency": CURRENCY,
        "impressions": impressions,
        "clicks": clicks,
        "conversions": claimed,
        "conversion_value": np.round(claimed * ORDER_SIZE * price[show] * 100).astype(int),
        "campaign": [f"{slugs[s]}-{PHASES[p]}" for s, p in zip(show, phase, strict=True)],
    })  # fmt: skip
    report = pd.concat([rows, _season_rows(rng, rows["date"].min(), upto)], ignore_index=True)
    offline = report.channel.isin([c.name for c in CHANNELS if c.ctr == 0])
    unknown = ["clicks", "conversions", "conversion_value"]
    report[unknown] = report[unknown].astype("Int64").mask(offline)
    return report.sort_values(["date", "concert_id", "channel"], kind="stable", ignore_index=True)


def _season_rows(rng: np.random.Generator, start: pd.Timestamp, upto: np.datetime64) -> pd.DataFrame:
    """The brand campaign, which belongs to no show: Mondays, on google and posters."""
    mondays = pd.date_range(start, pd.Timestamp(upto), freq="W-MON")
    parts = []
    for name, cpm in (("google", 14.0), ("posters", 3.0)):
        pennies = rng.integers(12_000, 24_000, len(mondays))
        impressions = rng.poisson(pennies / 100 / cpm * 1000)
        parts.append(pd.DataFrame({
            "concert_id": "", "channel": name, "date": mondays, "spend": pennies, "currency": CURRENCY,
            "impressions": impressions, "clicks": rng.binomial(impressions, 0.04), "campaign": "season-brand",
        }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)
