"""/marketing: what did the spend bring?"""

from fastapi import APIRouter

from core import marketing
from core.access import Action
from core.api.asking import Question, add

router = APIRouter()
add(router,
    Question("/marketing/channels", marketing.channels, Action.see_marketing),
    Question("/marketing/monthly", marketing.monthly, Action.see_marketing),
    Question("/marketing/shows", marketing.shows, Action.see_marketing),
    Question("/marketing/segments", marketing.segments, Action.see_marketing))
