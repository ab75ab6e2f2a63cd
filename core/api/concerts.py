"""/concerts, /forecasts, /settlements: will this show make its number, and what will it bring?"""

from fastapi import APIRouter

from core import concerts, results
from core.access import Action
from core.api.asking import Question, add

router = APIRouter()
add(router,
    Question("/concerts", concerts.shows, Action.see_concerts),
    Question("/concerts/on-sale", concerts.on_sale, Action.see_concerts),
    Question("/concerts/at-risk", concerts.at_risk, Action.see_concerts),
    Question("/concerts/report-card", concerts.report_card, Action.see_concerts),
    Question("/concerts/{concert_id}", concerts.one, Action.see_concerts, one=True),
    Question("/concerts/{concert_id}/pacing", concerts.pacing, Action.see_concerts),
    Question("/concerts/{concert_id}/pacing-band", concerts.pacing_band, Action.see_concerts),
    Question("/concerts/{concert_id}/comparables", concerts.comparables, Action.see_concerts),
    Question("/concerts/{concert_id}/comparable-curves", concerts.comparable_curves, Action.see_concerts),
    Question("/concerts/{concert_id}/ticket-count", concerts.ticket_count, Action.see_concerts),
    Question("/concerts/{concert_id}/horizon", concerts.horizon, Action.see_concerts),
    Question("/concerts/{concert_id}/marks", concerts.marks, Action.see_concerts),
    Question("/concerts/{concert_id}/settlement-lines", concerts.settlement_lines, Action.see_money),
    Question("/concerts/{concert_id}/deal-outcomes", concerts.deal_outcomes, Action.see_money),
    Question("/concerts/{concert_id}/budget", concerts.budget, Action.see_money),
    Question("/forecasts", results.forecasts, Action.see_concerts),
    Question("/settlements", results.settlements, Action.see_money))
