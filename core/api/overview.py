"""/overview: what needs attention today?"""

from fastapi import APIRouter

from core import concerts, overview
from core.access import Action
from core.api.asking import Question, add

router = APIRouter()
add(router,
    Question("/overview/totals", overview.totals, Action.see_overview),
    Question("/overview/daily-sales", overview.daily_sales, Action.see_overview),
    Question("/overview/next-days", overview.next_days, Action.see_overview),
    Question("/overview/on-sale", concerts.on_sale, Action.see_overview))
