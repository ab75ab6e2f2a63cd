"""/events and /venues: which dates are safe, and where?"""

from fastapi import APIRouter

from core import events, results
from core.access import Action
from core.api.asking import Question, add

router = APIRouter()
add(router,
    Question("/events", events.listings, Action.see_events),
    Question("/events/totals", events.totals, Action.see_events),
    Question("/events/clashes", events.clashes, Action.see_events),
    Question("/events/strip", events.strip, Action.see_events),
    Question("/events/by-market", events.by_market, Action.see_events),
    Question("/events/radius", events.radius, Action.see_money),
    Question("/events/changes", events.changes, Action.see_events),
    Question("/events/imported-holds", events.holds, Action.see_events),
    Question("/venues", results.venues, Action.see_events))
