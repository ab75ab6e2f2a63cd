"""/artists and /bookings: whom should we book?"""

from fastapi import APIRouter

from core import artists, bookings, recommendations, results
from core.access import Action
from core.api.asking import Question, add

ALL = 1_000_000

router = APIRouter()
add(router,
    Question("/artists", artists.ranking, Action.see_artists, fixed={"limit": ALL}),
    Question("/artists/totals", artists.totals, Action.see_artists),
    Question("/artists/by-genre", artists.by_genre, Action.see_artists),
    Question("/artists/growth", recommendations.growth, Action.see_artists, fixed={"artist_ids": None, "limit": ALL}),
    Question("/artists/{artist_id}", artists.one, Action.see_artists, one=True),
    Question("/artists/{artist_id}/touring", artists.touring, Action.see_artists),
    Question("/artists/{artist_id}/by-city", artists.by_city, Action.see_artists),
    Question("/artists/{artist_id}/over-index", recommendations.over_index, Action.see_artists),
    Question("/artists/{artist_id}/similar", results.similar, Action.see_artists),
    Question("/bookings/report-card", recommendations.report_card, Action.see_artists),
    Question("/bookings/next", bookings.book_market, Action.see_artists),
    Question("/bookings/{venue_id}/next", bookings.book, Action.see_artists),
    Question("/bookings/{venue_id}/considered", bookings.considered, Action.see_money),
    Question("/bookings/{venue_id}/{artist_id}/reasons", bookings.reasons, Action.see_artists),
    Question("/bookings/{venue_id}/{artist_id}/evidence", bookings.evidence, Action.see_artists),
    Question("/bookings/{venue_id}/{artist_id}/what-if", bookings.what_if, Action.see_money))
