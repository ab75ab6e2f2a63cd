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


class Agreed:
    """What our shows decided before a day were agreed on; read once, asked of every booking."""

    def __init__(self, shows: pd.DataFrame, before: date) -> None:
        """`shows`: rows of queries/bookings/shows.sql."""
        past = shows[pd.to_datetime(shows["decided_on"]) < pd.Timestamp(before)].sort_values("decided_on", kind="stable")
        self.priced, self.paid = past[past["price"] > 0], past[past["guarantee"] > 0]
        self.dealt, self.costed = past[past["deal_type"].notna()], past[past["has_expenses"]]
        self.last_priced, self.last_paid, self.last_dealt = (
            rows.drop_duplicates("artist_id", keep="last").set_index("artist_id")
            for rows in (self.priced, self.paid, self.dealt))
        self.genre_prices = self.priced.groupby("genre")["price"].median()
        self.usual = self.dealt[self.dealt["deal_type"].isin(self.dealt["deal_type"].mode().head(1))]
        shares = (self.paid["guarantee"] / self.paid["gross_potential"]).replace([np.inf, -np.inf], np.nan).dropna()
        self.fees, self.share = len(shares), float(shares.median()) if len(shares) >= LEAST_FEES else np.nan

    def prices(self, asked: pd.DataFrame, venue_id: str) -> pd.DataFrame:
        """price (mean face value, NaN where none is on file) and price_basis (where from) of each row of `asked`.

        The artist's last with us, else the median of its genre here, of all here, of its genre, of all. `asked`:
        artist_id, genre.
        """
        here = self.priced.loc[self.priced["venue_id"] == venue_id, ["genre", "price"]]
        artists, genres = asked["artist_id"], asked["genre"]
        usual: list[tuple[pd.Series, Any]] = [
            (artists.map(self.last_priced["price"]),
             artists.map("at its last show with us, " + day_of(self.last_priced["local_date"]))),
            (genres.map(here.groupby("genre")["price"].median()), "median of " + genres + " here"),
            (pd.Series(here["price"].median(), asked.index), "median here"),
            (genres.map(self.genre_prices), "median of " + genres),
            (pd.Series(self.priced["price"].median(), asked.index), "median of our shows")]
        return first_known(usual, "price", "no price on file", asked.index)

    def guarantees(self, artists: pd.Series, full_houses: pd.Series) -> pd.DataFrame:
        """fee (guarantee; NaN without) and fee_basis of each artist: its last with us, else our median share of a full house.

        `full_houses`: price times sellable of each.
        """
        usual: list[tuple[pd.Series, Any]] = [
            (artists.map(self.last_paid["guarantee"]),
             artists.map("its last fee with us, " + day_of(self.last_paid["local_date"]))),
            ((full_houses.where(full_houses > 0) * self.share).round(-1),
             f"{self.share:.0%} of a full house, the median of {self.fees} fees")]
        few = f"{self.fees} past fees on file, {LEAST_FEES} needed"
        return first_known(usual, "fee", "no price or room to take a share of" if self.fees >= LEAST_FEES else few,
                           artists.index)

    def references(self, artists: pd.Series, venue_id: str) -> pd.Series:
        """The past show whose deal is taken over for each artist: its last, else the last of the usual type, here if any."""
        if self.dealt.empty:
            return pd.Series(None, artists.index, dtype=object)
        here = self.usual.loc[self.usual["venue_id"] == venue_id, "concert_id"]
        return artists.map(self.last_dealt["concert_id"]).fillna((here if len(here) else self.usual["concert_id"]).iloc[-1])

    def costed_show(self, venue_id: str, sellable: float) -> str | None:
        """The past show whose costs are taken over: the last here, else the nearest in size."""
        here = self.costed.loc[self.costed["venue_id"] == venue_id, "concert_id"]
        if len(here):
            return str(here.iloc[-1])
        apart = (self.costed["sellable"] - sellable).abs().dropna()
        return str(self.costed["concert_id"].to_numpy()[self.costed.index.get_loc(apart.idxmin())]) if len(apart) else None


def day_of(days: pd.Series) -> pd.Series:
    return pd.to_datetime(days).dt.strftime("%d %b %Y")


def first_known(usual: list[tuple[pd.Series, Any]], name: str, nothing: str, index: pd.Index) -> pd.DataFrame:
    """`name` and <name>_basis: in each row the first of the figures that is known, with its words."""
    amount, basis = pd.Series(np.nan, index), pd.Series(nothing, index, dtype=object)
    for found, said in usual:
        fresh = amount.isna() & found.notna()
        amount = amount.where(~fresh, found.astype(float))
        basis = basis.where(~fresh, said)
    return pd.DataFrame({name: amount, f"{name}_basis": basis})


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


def never_rising(shares: pd.DataFrame, prices: pd.Series) -> pd.DataFrame:
    """`shares` (one row a price, the asked one first) with no dearer ticket selling more than a cheaper one.

    What sold well was often dear for it, so a model of the past can say that a higher price sells more. The asked
    price keeps its share; away from it shares fall with dearer and rise with cheaper tickets, or stay. NaN stays.
    """
    order = prices.reset_index(drop=True).sort_values(kind="stable").index.to_numpy()
    asked = int(np.flatnonzero(order == 0)[0])
    values = shares.to_numpy(float)[order]
    values[asked:] = np.fmin.accumulate(values[asked:]) + 0 * values[asked:]
    values[asked::-1] = np.fmax.accumulate(values[asked::-1]) + 0 * values[asked::-1]
    return pd.DataFrame(values[np.argsort(order)], shares.index, shares.columns)
