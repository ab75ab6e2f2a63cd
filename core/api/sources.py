"""/sources, /runs, /filters: can I trust today's numbers, and what can I filter by?"""

from fastapi import APIRouter

from core import concerts, sources
from core.access import Action
from core.api.asking import Question, add

router = APIRouter()
add(router,
    Question("/sources", sources.states, Action.see_data),
    Question("/sources/about", sources.about, Action.see_overview, one=True),
    Question("/sources/checks", sources.checks, Action.see_data),
    Question("/sources/changes", sources.changes, Action.see_data),
    Question("/sources/row-counts", sources.row_counts, Action.see_data),
    Question("/sources/rejects", sources.rejects, Action.see_data),
    Question("/sources/reject-reasons", sources.reject_reasons, Action.see_data),
    Question("/runs", sources.runs, Action.see_data),
    Question("/filters", concerts.filter_options, Action.see_overview))
