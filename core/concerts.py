"""Concerts: will this show make its number? Every function reads the published snapshot.

`concert_id` None, where it may be: of every show, one after the other.
"""

import pandas as pd

from core.filters import Filters
from core.warehouse.read import read


def filter_options() -> pd.DataFrame:
    """What the shared filters offer. Columns: dimension (market, venue, genre), value."""
    return read("concerts/filter_options")


def shows(*, filters: Filters) -> pd.DataFrame:
    """Our shows, soonest first: place, phase, tickets, money in the show's currency, pace and forecast.

    Columns: those of queries/concerts/list.sql; sell_through, pace_index, range_lo and range_hi are fractions.
    """
    return read("concerts/list", **filters.params())


def on_sale(*, filters: Filters) -> pd.DataFrame:
    """Shows on sale, slowest first. Columns: those of queries/concerts/on_sale.sql; pace is 100 x pace_index,
    at_stake is money, tickets_7d and tickets_prior_7d are tickets."""
    return read("concerts/on_sale", **filters.params())


def one(*, concert_id: str) -> pd.DataFrame:
    """One show whole, one row or none. Columns: those of queries/concerts/one.sql."""
    return read("concerts/one", concert_id=concert_id)


def standing() -> pd.DataFrame:
    """Every show whole, for who asks about one after the other. Columns: those of `one`."""
    return read("concerts/one", concert_id=None)


def pacing(*, concert_id: str | None) -> pd.DataFrame:
    """Columns: days_out, tickets_sold (cumulative), tickets_sold_day, concert_id."""
    return read("concerts/pacing", concert_id=concert_id)


def pacing_band(*, concert_id: str | None) -> pd.DataFrame:
    """Columns: days_out, median (comparables, tickets), p10, p25, p50, p75, p90 (our forecast, tickets), concert_id."""
    return read("concerts/pacing_band", concert_id=concert_id)


def comparable_curves(*, concert_id: str) -> pd.DataFrame:
    """Columns: concert_id, days_out, tickets_sold (cumulative, scaled to the asked show's sellable)."""
    return read("concerts/comparable_curves", concert_id=concert_id)


def comparables(*, concert_id: str | None) -> pd.DataFrame:
    """Columns: concert_id, artist, venue, city, local_date, genre, weight (0-1), reason, flags, tickets_sold, sellable,
    sell_through, compared_with (the show asked for)."""
    return read("concerts/comparables", concert_id=concert_id)


def ticket_count(*, concert_id: str | None) -> pd.DataFrame:
    """Columns: level, face_value, allotment, tickets_sold, open, comps, kills, refunded, gross, currency, concert_id."""
    return read("concerts/ticket_count", concert_id=concert_id)


def settlement_lines(*, concert_id: str | None) -> pd.DataFrame:
    """Columns: label, amount, rule, state (estimate, actual), part, is_total, basis, concert_id; in sheet order."""
    return read("concerts/settlement_lines", concert_id=concert_id)


def deal_outcomes(*, concert_id: str | None) -> pd.DataFrame:
    """What each kind of deal would pay. Columns: deal, agreed, basis (forecast, sold), walkout, walkout_lo,
    walkout_hi, promoter_result, result_lo, result_hi (money), chance_of_profit, chance_of_loss, chance_of_overage (fractions),
    concert_id."""
    return read("concerts/deal_outcomes", concert_id=concert_id)


def budget(*, concert_id: str | None) -> pd.DataFrame:
    """Columns: category, kind, budgeted, actual, difference (money; above 0 overspent), basis (forecast, sold), concert_id."""
    return read("concerts/budget", concert_id=concert_id)


def report_card() -> pd.DataFrame:
    """Columns: days_out, method, capacity_band ("all" first), n, wape, coverage, coverage_unfilled, width (shares)."""
    return read("concerts/report_card")


def at_risk(*, filters: Filters) -> pd.DataFrame:
    """Shows on sale that need someone, most urgent first. Columns: those of queries/concerts/at_risk.sql; why is under
    break-even, behind or watch; at_stake is money."""
    return read("concerts/at_risk", **filters.params())


def horizon(*, concert_id: str) -> pd.DataFrame:
    """How early people bought. Columns: band (days before the show), from_days_out, tickets_sold, share (fraction)."""
    return read("concerts/horizon", concert_id=concert_id)


def marks(*, concert_id: str) -> pd.DataFrame:
    """Columns: days_out, label (announce, on-sale)."""
    return read("concerts/marks", concert_id=concert_id)
