"""/marketing: what did the spend bring?"""

from fastapi import APIRouter

from core import attributions, audiences, marketing, promotions, responses
from core.access import Action
from core.api.asking import Question, add

router = APIRouter()
add(router,
    Question("/marketing/channels", marketing.channels, Action.see_marketing),
    Question("/marketing/breakdown", marketing.breakdown, Action.see_marketing),
    Question("/marketing/by-date", marketing.by_date, Action.see_marketing),
    Question("/marketing/monthly", marketing.monthly, Action.see_marketing),
    Question("/marketing/shows", marketing.shows, Action.see_marketing),
    Question("/marketing/segments", marketing.segments, Action.see_marketing),
    Question("/marketing/attribution", attributions.attribution, Action.see_marketing),
    Question("/marketing/sensitivity", attributions.sensitivity, Action.see_marketing),
    Question("/marketing/campaigns", attributions.campaigns, Action.see_marketing),
    Question("/marketing/effects", responses.effects, Action.see_marketing),
    Question("/marketing/effects/curves", responses.curve, Action.see_marketing),
    Question("/marketing/effects/shows", responses.by_show, Action.see_marketing),
    Question("/marketing/plan", responses.plan_rows, Action.see_marketing),
    Question("/marketing/buyers", audiences.cells, Action.see_marketing),
    Question("/marketing/buyers/moves", audiences.moves, Action.see_marketing),
    Question("/marketing/buyers/over-index", audiences.over_index, Action.see_marketing),
    Question("/marketing/buyers/model", audiences.model, Action.see_marketing),
    Question("/marketing/promo-codes", promotions.promo_codes, Action.see_marketing),
    Question("/marketing/calendar", promotions.calendar, Action.see_marketing))
