"""The decision log: each offer with the deal, forecast, comparables and assumptions as they stood, and its score."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from core.desk.audit import note
from core.desk.errors import DeedRefused
from core.desk.models import Offer
from core.desk.store import as_dict, found, now, reading, writing

NEXT_STATES = {"draft": ("sent", "withdrawn"), "sent": ("accepted", "declined", "withdrawn"),
               "accepted": ("withdrawn",), "declined": (), "withdrawn": ()}


def save_offer(*, actor: str, artist: str, venue_id: str, local_date: date, currency: str, deal: dict[str, Any],
               forecast: dict[str, Any], comparables: list[Any], assumptions: dict[str, Any],
               snapshot: int | None = None, concert_id: str | None = None) -> dict[str, Any]:
    """Keep an offer with all it was based on; none of that is ever written again.

    `forecast` holds p10, p50, p90 (tickets; NULL where declined) and, where known, promoter_result (money).
    """
    with writing() as session:
        offer = Offer(concert_id=concert_id, artist=artist, venue_id=venue_id, local_date=local_date,
                      currency=currency, deal=deal, forecast=forecast, comparables=comparables,
                      assumptions=assumptions, snapshot=snapshot, author=actor, written_at=now())
        session.add(offer)
        session.flush()
        note(session, actor, "offer saved", offer.offer_id, artist=artist, venue_id=venue_id, local_date=local_date)
        session.refresh(offer)  # as it is kept: money as text
    return as_dict(offer)


def move_offer(*, actor: str, offer_id: str, version: int, state: str) -> dict[str, Any]:
    """Draft, sent, then accepted, declined or withdrawn. Raises DeedRefused for a step that is none of these."""
    with writing() as session:
        offer = found(session, Offer, offer_id, version)
        if state not in NEXT_STATES[offer.state]:
            raise DeedRefused(f"An offer that is {offer.state} does not become {state}.",
                              remedy=f"Next may be: {', '.join(NEXT_STATES[offer.state]) or 'nothing'}.")
        note(session, actor, f"offer {state}", offer_id, before=offer.state)
        offer.state = state
        session.flush()
    return as_dict(offer)


def score_offer(*, actor: str, offer_id: str, version: int, tickets_sold: int,
                promoter_result: Decimal | None) -> dict[str, Any]:
    """After settlement: how far off the offer's forecast was. Raises DeedRefused when it was not accepted.

    The score: tickets_sold, error (tickets, sold less p50), error_share (of sold), in_range (p10 to p90; NULL where
    that was declined), promoter_result and result_error (money, as exact text).
    """
    with writing() as session:
        offer = found(session, Offer, offer_id, version)
        if offer.state != "accepted":
            raise DeedRefused(f"Only an accepted offer is scored; this one is {offer.state}.")
        if offer.score is not None:
            raise DeedRefused("This offer has its score already.", remedy="A score is never written twice.")
        offer.score, offer.scored_at = scored(offer.forecast, tickets_sold, promoter_result), now()
        note(session, actor, "offer scored", offer_id, **offer.score)
        session.flush()
    return as_dict(offer)


def scored(forecast: dict[str, Any], tickets_sold: int, promoter_result: Decimal | None) -> dict[str, Any]:
    low, middle, high = (forecast.get(name) for name in ("p10", "p50", "p90"))
    error = None if middle is None else tickets_sold - float(middle)
    expected = forecast.get("promoter_result")
    off = None if expected is None or promoter_result is None else promoter_result - Decimal(str(expected))
    return {
        "tickets_sold": tickets_sold, "error": error,
        "error_share": error / tickets_sold if error is not None and tickets_sold else None,
        "in_range": None if low is None or high is None else float(low) <= tickets_sold <= float(high),
        "promoter_result": None if promoter_result is None else str(promoter_result),
        "result_error": None if off is None else str(off),
    }


def one_offer(offer_id: str) -> dict[str, Any]:
    with reading() as session:
        return as_dict(found(session, Offer, offer_id))


def offers(*, venue_ids: Iterable[str] | None = None, concert_id: str | None = None) -> list[dict[str, Any]]:
    """The decision log, newest first."""
    asked = select(Offer).order_by(Offer.written_at.desc(), Offer.offer_id)
    if venue_ids is not None:
        asked = asked.where(Offer.venue_id.in_(list(venue_ids)))
    if concert_id is not None:
        asked = asked.where(Offer.concert_id == concert_id)
    with reading() as session:
        return [as_dict(offer) for offer in session.scalars(asked)]
