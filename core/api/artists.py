"""/artists: whom should we book?"""

from fastapi import APIRouter

from core import artists, results
from core.access import Action
from core.api.asking import Question, add

ALL = 1_000_000

router = APIRouter()
add(router,
    Question("/artists", artists.ranking, Action.see_artists, fixed={"limit": ALL}),
    Question("/artists/totals", artists.totals, Action.see_artists),
    Question("/artists/by-genre", artists.by_genre, Action.see_artists),
    Question("/artists/{artist_id}", artists.one, Action.see_artists, one=True),
    Question("/artists/{artist_id}/touring", artists.touring, Action.see_artists),
    Question("/artists/{artist_id}/by-city", artists.by_city, Action.see_artists),
    Question("/artists/{artist_id}/similar", results.similar, Action.see_artists))
