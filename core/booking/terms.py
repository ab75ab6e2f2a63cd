"""What a booking would usually be agreed on, and the expected share of the house pushed through that deal."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from core.deals import BoxOffice, Deal, Expense, TicketSales, break_even_tickets, outcomes
from core.errors import DealError

LEAST_FEES = 5  # past fees, to speak of a usual share
GRID = 21  # ticket counts tried between the ends of the range
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Terms:
    """A deal's form, the fees and tax of a ticket and the costs of a night, each as at a past show of ours."""

    deal_type: str
    pct: Decimal | None
    basis: str
    promoter_profit_pct: Decimal
    ticket: dict[str, Any]
    expenses: tuple[Expense, ...]


def terms_of(row: dict[str, Any], expenses: list[dict[str, Any]]) -> Terms | None:
    """From the rows of queries/bookings/terms.sql and expenses.sql; None where the show had no deal."""
    if row["deal_type"] is None:
        return None
    ticket = {name: row[name] if row[name] is not None else Decimal(0)
              for name in ("facility_fee", "pre_settlement_fee", "tax_rate")}
    ticket["tax_included"] = row["tax_included"] is not False
    return Terms(row["deal_type"], row["pct"], row["basis"] or "net", row["promoter_profit_pct"] or Decimal(0), ticket,
                 tuple(Expense(**cost) for cost in expenses))


def usual_prices(shows: pd.DataFrame, before: date) -> pd.DataFrame:
    """Shows decided before a day with their price, newest last: what `usual_price` looks in."""
    priced = shows[(shows["price"] > 0) & (pd.to_datetime(shows["decided_on"]) < pd.Timestamp(before))]
    return priced.sort_values("decided_on", kind="stable")


def usual_price(priced: pd.DataFrame, artist_id: str, venue_id: str, genre: str | None) -> tuple[float, str]:
    """(mean face value, where from): the artist's last with us, else the median of its genre here, of all here, of its
    genre, of all; NaN where no price is on file."""
    own = priced[priced["artist_id"] == artist_id]
    if len(own):
        return float(own["price"].iloc[-1]), f"at its last show with us, {own['local_date'].iloc[-1]:%d %b %Y}"
    here, alike = priced["venue_id"] == venue_id, priced["genre"] == genre
    choices = ((here & alike, f"median of {genre} here"), (here, "median here"), (alike, f"median of {genre}"),
               (pd.Series(True, priced.index), "median of our shows"))
    for chosen, said in choices:
        if chosen.any():
            return float(priced.loc[chosen, "price"].median()), said
    return np.nan, "no price on file"


def usual_fee(shows: pd.DataFrame, artist_id: str, full_house: float, before: date) -> tuple[float, str]:
    """(guarantee, where from): the artist's last with us, else our median share of a full house; NaN without."""
    agreed = shows[(shows["guarantee"] > 0) & (pd.to_datetime(shows["decided_on"]) < pd.Timestamp(before))]
    own = agreed[agreed["artist_id"] == artist_id].sort_values("decided_on", kind="stable")
    if len(own):
        return float(own["guarantee"].iloc[-1]), f"its last fee with us, {own['local_date'].iloc[-1]:%d %b %Y}"
    shares = (agreed["guarantee"] / agreed["gross_potential"]).replace([np.inf, -np.inf], np.nan).dropna()
    if len(shares) < LEAST_FEES or not full_house > 0:
        return np.nan, f"{len(shares)} past fees on file, {LEAST_FEES} needed"
    share = float(shares.median())
    return round(share * full_house, -1), f"{share:.0%} of a full house, the median of {len(shares)} fees"


def reference_show(shows: pd.DataFrame, artist_id: str, venue_id: str, before: date) -> str | None:
    """The past show whose deal is taken over: the artist's last, else the last of the usual type, here if any."""
    agreed = shows[shows["deal_type"].notna() & (pd.to_datetime(shows["decided_on"]) < pd.Timestamp(before))]
    agreed = agreed.sort_values("decided_on", kind="stable")
    own = agreed[agreed["artist_id"] == artist_id]
    usual = agreed[agreed["deal_type"] == agreed["deal_type"].mode().iloc[0]] if len(agreed) else agreed
    for chosen in (own, usual[usual["venue_id"] == venue_id], usual):
        if len(chosen):
            return str(chosen["concert_id"].iloc[-1])
    return None


def costed_show(shows: pd.DataFrame, venue_id: str, sellable: float, before: date) -> str | None:
    """The past show whose costs are taken over: the last here, else the nearest in size."""
    costed = shows[shows["has_expenses"] & (pd.to_datetime(shows["decided_on"]) < pd.Timestamp(before))]
    costed = costed.sort_values("decided_on", kind="stable")
    here = costed[costed["venue_id"] == venue_id]
    if len(here):
        return str(here["concert_id"].iloc[-1])
    apart = (costed["sellable"] - sellable).abs().dropna()
    return str(costed["concert_id"].to_numpy()[costed.index.get_loc(apart.idxmin())]) if len(apart) else None


def push(terms: Terms | None, fee: float, price: float, sellable: float,
         shares: tuple[float, float, float]) -> dict[str, Any]:
    """The promoter result at the expected share of the house, its range over the share's range, and the break-even.

    `shares`: low, expected, high. Money to the cent; None, with `no_result` saying why, where a part is missing.
    """
    nothing = dict.fromkeys(("promoter_result", "result_lo", "result_hi", "break_even_tickets"))
    needed = {"a deal on file": terms, "a price": price, "a fee": fee, "an expected share of the house": shares[1]}
    missing = [said for said, value in needed.items() if value is None or value != value]
    if missing or terms is None:
        return nothing | {"no_result": f"No result without {missing[0]}."}
    try:
        deal = Deal(deal_type=terms.deal_type, guarantee=money(fee), pct=terms.pct, basis=terms.basis,  # type: ignore[arg-type]
                    promoter_profit_pct=terms.promoter_profit_pct)
        house = BoxOffice([TicketSales.at_face_value("house", money(price), round(sellable), **terms.ticket)])
        low, mid, high = (round(share * sellable) for share in shares)
        spread = outcomes(deal, np.linspace(low, high, GRID).round().astype(int), house, terms.expenses)
        even = break_even_tickets(deal, house, terms.expenses, sellable=round(sellable))
    except DealError as error:
        return nothing | {"no_result": str(error)}
    results = [outcome.promoter_result for outcome in spread]
    expected = outcomes(deal, [mid], house, terms.expenses)[0].promoter_result
    return {"promoter_result": expected, "result_lo": min(*results, expected), "result_hi": max(*results, expected),
            "break_even_tickets": even.internal, "no_result": None}


def money(amount: float) -> Decimal:
    return Decimal(str(amount)).quantize(CENT)
