"""/marketing: what did the spend bring?"""

from fastapi import APIRouter

from core import attributions, marketing, responses
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
    Question("/marketing/plan", responses.plan_rows, Action.see_marketing))
