"""The decision log: offers kept with what they were based on, scored once their show is settled."""

from decimal import Decimal
from typing import Any

import pandas as pd

from core import settlements
from core.deals import Deal, WhatIf
from core.desk import choices, in_use, offers
from core.desk.store import kept_until_written
from core.errors import DealError, QueryError
from core.warehouse.read import read_arrow
from core.warehouse.snapshot import current

FORESEEN = ("days_out", "tickets_sold", "sellable", "p10", "p50", "p90", "sell_out_probability", "n_comparables",
            "declined_reason")
EXPECTED = ("walkout", "promoter_result", "result_lo", "result_hi", "chance_of_loss", "chance_of_overage")
LOG = ["offer_id", "version", "concert_id", "artist", "local_date", "state", "currency", "deal", "guarantee", "p10",
       "p50", "p90", "expected_result", "n_comparables", "tickets_sold", "error_share", "in_range", "promoter_result",
       "result_error", "author", "written_at", "scored_at"]
SCORED = ("tickets_sold", "error_share", "in_range", "promoter_result", "result_error")
NEXT_STATES = offers.NEXT_STATES
OPEN_STATES = [state for state, following in NEXT_STATES.items() if following]
SCORER = "publish"  # who scores in the audit log


def save_offer(*, actor: str, concert_id: str, deal: Deal, others: tuple[str, ...] | None,
               assumptions: dict[str, Any], change: WhatIf = settlements.AS_PLANNED) -> dict:
    """Keep an offer for a show with its forecast, comparables and assumptions as they stand now.

    others: the comparables that were looked at, None for the published ones; change: another price or house. The
    result expected under the deal goes with the forecast, where there is a range of tickets. Raises QueryError for a
    show that is not known.
    """
    found = read_arrow("concerts/one", concert_id=concert_id).to_pylist()
    if not found:
        raise QueryError(f"There is no concert {concert_id} to make an offer for.", remedy="Choose one of the list.")
    show = found[0]
    forecast = {name: show[name] for name in FORESEEN} | expected(concert_id, deal, change)
    terms = {"deal_type": deal.deal_type, "basis": deal.basis, "guarantee": deal.guarantee, "pct": deal.pct,
             "promoter_profit_pct": deal.promoter_profit_pct, "deposit": deal.deposit}
    compared = {row["concert_id"]: row for row in read_arrow("concerts/comparables", concert_id=concert_id).to_pylist()}
    return offers.save_offer(
        actor=actor, concert_id=concert_id, artist=show["artist"], venue_id=show["venue_id"],
        local_date=show["local_date"], currency=show["currency"], deal=terms, forecast=forecast,
        comparables=[compared.get(other, {"concert_id": other}) for other in (compared if others is None else others)],
        assumptions=assumptions,
        snapshot=current().number)


def move_offer(*, actor: str, offer_id: str, version: int, state: str) -> dict:
    """Say what became of an offer. Raises DeedRefused for a step that `NEXT_STATES` does not know, and StaleEdit."""
    return offers.move_offer(actor=actor, offer_id=offer_id, version=version, state=state)


def expected(concert_id: str, deal: Deal, change: WhatIf) -> dict[str, Any]:
    """What the deal most likely brings, with its odds; nothing where the forecast has no range."""
    try:
        frame = settlements.what_if(concert_id=concert_id, terms=deal, change=change)
    except (DealError, QueryError):
        return {}
    row = frame[frame["agreed"]].iloc[0]
    return {name: row[name] for name in EXPECTED}


def score_settled(actor: str = SCORER) -> int:
    """Score every accepted offer whose show is settled by now; returns how many. Each is scored once."""
    if not in_use():
        return 0
    scored = 0
    for offer in offers.offers():
        if offer["state"] != "accepted" or offer["score"] is not None or not offer["concert_id"]:
            continue
        show = read_arrow("concerts/one", concert_id=offer["concert_id"]).to_pylist()
        if show and show[0]["settlement_status"] == "settled":
            offers.score_offer(actor=actor, offer_id=offer["offer_id"], version=offer["version"],
                               tickets_sold=int(show[0]["tickets_sold"]), promoter_result=show[0]["promoter_result"])
            scored += 1
    return scored


def chosen_by_hand(concert_ids: list[str]) -> dict[str, list[str]]:
    """concert_id -> the comparables that a person chose for it, of the shows named."""
    if not in_use():
        return {}
    found = ((concert_id, choices.chosen_comparables(concert_id)) for concert_id in concert_ids)
    return {concert_id: chosen["other_concert_ids"] for concert_id, chosen in found if chosen}


def log(*, concert_id: str | None = None) -> pd.DataFrame:
    """The decision log, newest first, of one show or of all. Columns: `LOG`; tickets, money, fractions."""
    rows = [flat(offer) for offer in offers.offers(concert_id=concert_id)] if in_use() else []
    return pd.DataFrame(rows, columns=LOG)


def flat(offer: dict[str, Any]) -> dict[str, Any]:
    forecast, score, deal = offer["forecast"], offer["score"] or {}, offer["deal"]
    named = deal["deal_type"] if deal["deal_type"] == "flat" else f"{deal['deal_type']} {deal.get('basis') or 'net'}"
    return {name: offer.get(name) for name in LOG} | {
        **{name: forecast.get(name) for name in ("p10", "p50", "p90")}, "deal": named,
        "n_comparables": len(offer["comparables"]), **{name: score.get(name) for name in SCORED},
        "expected_result": exact(forecast.get("promoter_result")), "guarantee": exact(deal.get("guarantee")),
        **{name: exact(score.get(name)) for name in ("promoter_result", "result_error")}}


def exact(amount: str | None) -> Decimal | None:
    """Money as the desk keeps it, text, as money."""
    return None if amount is None else Decimal(amount)


@kept_until_written
def track_record() -> dict[str, float | int]:
    """How the forecasts behind scored offers did: n, wape (fraction), held and with_range (offers), result_error (mean
    money; currencies are not converted). Only n where nothing has been scored."""
    rows = [flat(offer) for offer in offers.offers() if offer["score"]] if in_use() else []
    if not rows:  # most of the time, and a page asks in every rerun
        return {"n": 0}
    scored = pd.DataFrame(rows).dropna(subset=["tickets_sold", "p50"])
    if scored.empty:
        return {"n": 0}
    sold, p50 = scored["tickets_sold"].astype(float), scored["p50"].astype(float)
    ranged = scored["in_range"].dropna().astype(bool)
    off = pd.to_numeric(scored["result_error"]).dropna()
    return {"n": len(scored), "wape": float((sold - p50).abs().sum() / sold.sum()), "held": int(ranged.sum()),
            "with_range": len(ranged), "result_error": float(off.mean()) if len(off) else float("nan")}
