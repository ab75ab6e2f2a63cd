"""Settlements worked out on the spot: nights pooled, other terms, another price or house.

Each starts from what was published of the shows named. Frames hold money as exact Decimals in the shows' currency.
"""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path

import pandas as pd
import pyarrow as pa

from core.adjusting import by_show
from core.computed.nights import Show, by_concert, require_known_types, show_of
from core.computed.settlements import spread_of
from core.deals import (
    EVERY_DEAL,
    Adjustment,
    Deal,
    Line,
    Night,
    WhatIf,
    deal_name,
    refuse_circular_mix,
    settle_cross_collateral,
    takings_if,
    through,
    what_other_deals_pay,
)
from core.errors import DealError, QueryError
from core.warehouse.read import read, read_arrow
from core.warehouse.show_rows import RowsByShow
from core.warehouse.snapshot import current

AS_PLANNED = WhatIf()
KINDS = {deal_name(*kind): kind for kind in EVERY_DEAL}


def pooled(*, concert_ids: tuple[str, ...], adjustments: tuple[Adjustment, ...] | None = None) -> pd.DataFrame:
    """Several nights settled as one (cross-collateral), or one night with adjustments: the sheet line by line.

    adjustments: those to settle with, None for what was written at the table of these nights.

    Columns: label, amount (money), rule, certainty (actual, estimate), part (detail, total, step, working, payment).
    A show to come stands at its median forecast. Raises DealError for nights in several currencies, without a deal,
    or on deals that cannot be pooled; QueryError for a show that is not known.
    """
    shows = [shown(concert_id) for concert_id in concert_ids]
    for row, _ in shows:
        require_known_types(row)
    if len({row["currency"] for row, _ in shows}) > 1:
        raise DealError("The nights are sold in several currencies.", remedy="Pool nights of one currency.")
    nights = [Night(row["concert_id"] if len(shows) > 1 else "", agreed(show), show.expected, show.expenses)
              for row, show in shows]
    refuse_circular_mix(night.deal for night in nights)
    made = tuple(each for _, show in shows for each in show.adjustments) if adjustments is None else adjustments
    settled = settle_cross_collateral(nights, adjustments=made, preview=any(show.preview for _, show in shows))
    return pd.DataFrame(settled.lines, columns=list(Line._fields))


def poolable(*, concert_id: str) -> pd.DataFrame:
    """Nights that could be settled together with one: same artist, currency, kind of deal and percentages.

    Columns: concert_id, artist, city, local_date.
    """
    return read("settlements/poolable", concert_id=concert_id)


def what_if(*, concert_id: str, terms: Deal | None = None, change: WhatIf = AS_PLANNED) -> pd.DataFrame:
    """Every kind of deal side by side on the forecast of a show to come, before an offer goes out.

    terms: those weighed in place of the deal on file; change: another price or house. Columns: deal, agreed (the kind
    of the terms), tickets (median), walkout and promoter_result (money, at the median), walkout_lo, walkout_hi,
    result_lo, result_hi (80 % ranges), chance_of_profit, chance_of_loss, chance_of_overage (fractions), change
    (promoter_result less what it is as planned). Raises DealError where there is no range of tickets or no terms.
    """
    row, show = shown(concert_id)
    require_known_types(row)
    deal = terms or agreed(show)
    if not show.tickets or not show.preview:
        raise DealError("There is no forecast with a range to push through the deal.",
                        remedy="It needs a show to come, with ticket types and nine past shows.")
    takings_of = partial(takings_if, tickets=show.tickets, sold=show.sold, priced=show.priced)
    takings, planned, rows = takings_of(change), takings_of(AS_PLANNED), []
    for other in what_other_deals_pay(deal, show.expected, show.expenses, adjustments=show.adjustments, preview=True):
        if other.deal is None or other.settlement is None:
            continue
        pushed, before = (through(other.deal, each, show.expenses, show.adjustments) for each in (takings, planned))
        middle, was = pushed[len(pushed) // 2], before[len(before) // 2]
        gain = middle.promoter_result - was.promoter_result  # the published result is on whole tickets of each type
        rows.append({"deal": other.name, "agreed": other.name == deal.name,
                     "tickets": takings[len(takings) // 2].tickets,
                     "walkout": other.settlement.walkout + middle.walkout - was.walkout,
                     "promoter_result": other.settlement.promoter_result + gain, **spread_of(pushed), "change": gain})
    return pd.DataFrame(rows).sort_values("agreed", ascending=False, kind="stable", ignore_index=True)


def terms_on_file(*, concert_id: str) -> Deal | None:
    """The deal of a show, or None without one."""
    return shown(concert_id)[1].deal


def shown(concert_id: str) -> tuple[dict, Show]:
    """The row of settlements/deals.sql of one show, and the show made from it. Raises QueryError, DealError."""
    deals, types, costs = (rows.of(concert_id).to_pylist() for rows in on_file(current().path))
    if not deals or not types:
        raise QueryError(f"{concert_id} is no show that can be settled.",
                         remedy="It needs ticket types, and must not be cancelled.")
    return deals[0], show_of(deals[0], types, by_concert(costs)[concert_id],
                             by_show([concert_id]).get(concert_id, ()))


@lru_cache(maxsize=2)
def on_file(snapshot: Path) -> tuple[RowsByShow[pa.Table], ...]:
    """Deals, ticket types and expenses of every show, as queries/settlements tell them; `snapshot`: the name they are kept
    under."""
    return tuple(RowsByShow(read_arrow(f"settlements/{kind}")) for kind in ("deals", "tickets", "expenses"))


def agreed(show: Show) -> Deal:
    if show.deal is None:
        raise DealError(f"{show.concert_id} has no deal on file.", remedy="Import deals.csv, or give the terms.")
    return show.deal


def entered_terms(*, kind: str, filed: Deal, guarantee: float, pct: float, profit: float) -> Deal:
    """Terms as a person enters them: a kind of `KINDS`, money, percentages; bonus tiers and deposit stay as filed."""
    deal_type, basis = KINDS[kind]
    return replace(filed, deal_type=deal_type, basis=basis, guarantee=exact(guarantee, "0.01"),
                   pct=exact(pct / 100, "0.0001"), promoter_profit_pct=exact(profit / 100, "0.0001"))


def entered_change(*, price: float, lost: float, sellable: int) -> WhatIf:
    """`price` in % of today's; `lost`: % of the tickets to come that a price 10 % higher would cost."""
    return WhatIf(price=exact(price / 100, "0.0001"), lost=exact(lost / 10, "0.0001"), sellable=sellable or None)


def exact(number: float, places: str) -> Decimal:
    return Decimal(str(number)).quantize(Decimal(places))
