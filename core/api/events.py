"""/events and /venues: which dates are safe, and where?"""

from fastapi import APIRouter

from core import dates, events, radius, results, routing
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
    Question("/events/calendar", events.calendar, Action.see_events, fixed={"most": 20_000}),
    Question("/events/days", events.days, Action.see_events),
    Question("/events/months", events.months, Action.see_events),
    Question("/events/map", events.places, Action.see_events),
    Question("/venues/{venue_id}/competing", dates.competing_on, Action.see_events),
    Question("/concerts/{concert_id}/competing", dates.competing, Action.see_events),
    Question("/events/date-effects", dates.effects, Action.see_events),
    Question("/venues/{venue_id}/best-dates", dates.best, Action.see_events, live=True),
    Question("/venues/{venue_id}/radius-check", radius.conflicts, Action.see_money),
    Question("/concerts/{concert_id}/radius-check", radius.of_show, Action.see_money),
    Question("/artists/{artist_id}/avails", routing.avails, Action.see_events, live=True),
    Question("/artists/{artist_id}/route", routing.route, Action.see_events, live=True),
    Question("/artists/{artist_id}/anchors", routing.anchors, Action.see_events),
    Question("/events/changes", events.changes, Action.see_events),
    Question("/events/imported-holds", events.holds, Action.see_events),
    Question("/venues", results.venues, Action.see_events))
