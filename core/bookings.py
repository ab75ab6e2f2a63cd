"""Book next: who fits a venue on a day, why, and what it would bring. Every function reads the published snapshot.

The day of the decision is the snapshot's own, or the day of the show where that is past: nothing younger plays a part.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.booking import reasons as told
from core.booking import slate, terms
from core.booking.history import past_dates
from core.booking_house import House, decided, place_of
from core.errors import NotEnoughData, QueryError
from core.warehouse.read import read, read_arrow
from core.warehouse.snapshot import current

POOL = 200  # best artists by score that are looked at for one venue
SHARES = ("sell_through", "sell_through_lo", "sell_through_hi")
PRICES = (0.7, 0.85, 1.15, 1.3)  # of the usual price, tried by `what_if`


def venues() -> pd.DataFrame:
    """Venues to book for, ours first. Columns: those of queries/bookings/venues.sql."""
    return read("bookings/venues")


def considered(*, venue_id: str, day: date, nearby_miles: float = slate.NEARBY_MILES,
               nearby_days: int = slate.NEARBY_DAYS, fee_from: float | None = None, fee_to: float | None = None,
               genres: tuple[str, ...] = (), price: float | None = None, sellable: float | None = None) -> pd.DataFrame:
    """The best-scored artists new to a venue with what speaks against each, best first; `left_out` None: bookable.

    `genres` limits them to some. Columns: artist_id, artist, genre, score, usual_room (people), fit (0 to 1: how near
    that is to the capacity), sellable, price, price_basis, sell_through with _lo and _hi (fractions, 80 % range),
    declined (why they are missing), expected_from (what they rest on), fee, fee_basis (money), left_out. Raises
    NotEnoughData where the snapshot cannot support a recommendation.
    """
    frame = weighed(current().path, venue_id, day, nearby_miles, nearby_days, fee_from, fee_to, genres, price, sellable)
    return frame.copy(deep=False)


@lru_cache(maxsize=50)
def weighed(snapshot: Path, venue_id: str, day: date, miles: float, days: int, fee_from: float | None,
            fee_to: float | None, genres: tuple[str, ...], price: float | None, sellable: float | None) -> pd.DataFrame:
    """What `considered` answers, once for the slate and for who counts it."""
    known = decided(day, venue_id)
    place = place_of(known, venue_id)
    frame = candidates(known, place, genres)
    frame = expected(known, frame, place, day, price, sellable)
    frame["left_out"] = against(known, frame, place, day, miles, days, fee_from, fee_to)
    return frame


def candidates(known: House, place: pd.Series, genres: tuple[str, ...] = ()) -> pd.DataFrame:
    """artist_id, artist, genre, score of the venue's best artists that somebody has booked, and their usual room's size."""
    row = known.books.venues.get_loc(place["venue_id"])
    ids, scores = known.booker.recommend([row], len(known.books.artists))
    found = (ids[0] >= 0) & (known.books.matrix.getnnz(axis=0)[ids[0]] > 0)
    frame = known.artists.iloc[ids[0][found]].assign(score=scores[0][found].astype(float))
    frame = (frame[frame["genre"].isin(genres)] if genres else frame).head(POOL).reset_index(drop=True)
    frame["usual_room"] = frame["artist_id"].map(slate.usual_rooms(past_dates(known.dates, known.as_of))).astype(float)
    capacity = place["venue_capacity"] if pd.notna(place["venue_capacity"]) else np.nan
    ratio = frame["usual_room"] / float(capacity)
    return frame.assign(fit=np.minimum(ratio, 1 / ratio))


def expected(known: House, frame: pd.DataFrame, place: pd.Series, day: date, price: float | None,
             sellable: float | None) -> pd.DataFrame:
    """Usual price and fee of each artist here, and the share of the house it is expected to sell."""
    room = float(sellable or usual_sellable(known.shows, place))
    usual = known.agreed.prices(frame, place["venue_id"])
    if price:
        usual = usual.assign(price=price, price_basis="as asked")
    fees = known.agreed.guarantees(frame["artist_id"], usual["price"] * room)
    frame = pd.concat([frame.assign(sellable=room), usual, fees], axis=1)
    return pd.concat([frame, shares(known, frame, pd.DataFrame([place] * len(frame)), day)], axis=1)


def shares(known: House, frame: pd.DataFrame, places: pd.DataFrame, day: date) -> pd.DataFrame:
    """sell_through with its range for rows of artist_id, genre, price, sellable, each at the place in the same row."""
    if known.expectation is None:
        missing = dict.fromkeys(SHARES, np.nan)
        return pd.DataFrame({**missing, "declined": known.no_expectation, "expected_from": None}, index=frame.index)
    asked = pd.concat([frame[["artist_id", "genre", "price", "sellable"]],
                       places[["venue_id", "venue_capacity", "city"]].set_index(frame.index)], axis=1)
    asked = asked.assign(decided_on=known.as_of, local_date=day)
    return known.expectation.of(asked).assign(expected_from=known.expectation.basis).set_index(frame.index)


def usual_sellable(shows: pd.DataFrame, place: pd.Series) -> float:
    """Median sellable of our shows at a venue, else its capacity; NaN when neither is known."""
    here = shows.loc[(shows["venue_id"] == place["venue_id"]) & (shows["sellable"] > 0), "sellable"]
    known = here.median() if len(here) else place["venue_capacity"]
    return float(known) if pd.notna(known) and known > 0 else np.nan


def against(known: House, frame: pd.DataFrame, place: pd.Series, day: date, miles: float, days: int,
            fee_from: float | None, fee_to: float | None) -> list[str | None]:
    """What speaks against each artist, the hardest ground first, or None."""
    held = slate.held_by_clause(known.clauses, place, day)
    near = slate.booked_nearby(known.dates, place, day, miles=miles, days=days)
    return [held.get(artist_id) or near.get(artist_id) or slate.wrong_size(room, place["venue_capacity"])
            or wrong_fee(fee, fee_from, fee_to)
            for artist_id, room, fee in zip(frame["artist_id"], frame["usual_room"], frame["fee"], strict=True)]


def wrong_fee(fee: float, least: float | None, most: float | None) -> str | None:
    if least is None and most is None:
        return None
    if fee != fee:
        return "Its fee is not known, and a range was asked for."
    low, high = least if least is not None else 0.0, most if most is not None else np.inf
    return None if low <= fee <= high else f"Expected fee {fee:,.0f} lies outside the range asked for."


def book(*, venue_id: str, day: date, k: int = 10, nearby_miles: float = slate.NEARBY_MILES,
         nearby_days: int = slate.NEARBY_DAYS, fee_from: float | None = None, fee_to: float | None = None,
         genres: tuple[str, ...] = (), price: float | None = None, sellable: float | None = None) -> pd.DataFrame:
    """The ranked slate: `k` artists new to a venue that nothing speaks against, one genre not filling the list.

    Limits as in `considered`. Columns: rank, those of `considered` but left_out, tickets with _lo and _hi, venue_id,
    venue, local_date, as_of, promoter_result, result_lo, result_hi (money), break_even_tickets, no_result (why they are
    missing), currency, why (the reasons in words), evidence (the last plays near in words).
    """
    known = decided(day, venue_id)
    place = place_of(known, venue_id)
    frame = considered(venue_id=venue_id, day=day, nearby_miles=nearby_miles, nearby_days=nearby_days, fee_from=fee_from,
                       fee_to=fee_to, genres=genres, price=price, sellable=sellable)
    frame = frame[frame["left_out"].isna()].drop(columns="left_out").reset_index(drop=True)
    chosen = slate.diverse(frame["score"].to_numpy(), slate.genre_likeness(frame["genre"]), k)
    frame = frame.iloc[chosen].reset_index(drop=True)
    for end in ("", "_lo", "_hi"):
        frame[f"tickets{end}"] = (frame[f"sell_through{end}"] * frame["sellable"]).round()
    frame = frame.assign(venue_id=venue_id, venue=place["venue"], local_date=day, as_of=known.as_of,
                         currency=currency_at(known.shows, place))
    near = plays_near(tuple(frame["artist_id"]), venue_id, min(day, known.as_of))
    frame = frame.join(results(known, frame, venue_id))
    frame["why"] = [told.in_words(*grounds(known, artist_id, venue_id)) for artist_id in frame["artist_id"]]
    frame["evidence"] = [evidence_words(near[near["artist_id"] == artist_id]) for artist_id in frame["artist_id"]]
    frame.insert(0, "rank", range(1, len(frame) + 1))
    return frame


def book_market(*, market: str, day: date, k: int = 10, fee_from: float | None = None,
                fee_to: float | None = None, genres: tuple[str, ...] = ()) -> pd.DataFrame:
    """As `book`, over all our rooms in a market: each artist in the room whose size fits it best, best score first.

    Columns: those of `book`. Raises NotEnoughData where no show of ours was in the market.
    """
    rooms = venues()
    ours = rooms.loc[(rooms["market"] == market) & (rooms["ours"] > 0), "venue_id"]
    if ours.empty:
        raise NotEnoughData(f"None of our shows was in {market}, so no room of ours is known there.",
                            remedy="Choose a venue.")
    slates = pd.concat([book(venue_id=venue_id, day=day, k=k, fee_from=fee_from, fee_to=fee_to, genres=genres)
                        for venue_id in ours])
    best = slates.sort_values("fit", ascending=False, kind="stable", na_position="last").drop_duplicates("artist_id")
    best = best.sort_values("score", ascending=False, kind="stable").head(k).reset_index(drop=True)
    return best.assign(rank=range(1, len(best) + 1))


def currency_at(shows: pd.DataFrame, place: pd.Series) -> str | None:
    """The currency of our shows in the venue's country, as last used."""
    used = shows[(shows["venue_id"] == place["venue_id"]) | (shows["country"] == place["country"])]["currency"].dropna()
    return str(used.iloc[-1]) if len(used) else None


def results(known: House, frame: pd.DataFrame, venue_id: str) -> pd.DataFrame:
    """promoter_result, result_lo, result_hi, break_even_tickets, no_result of rows with artist_id, fee, price, sellable
    and the columns of `shares`, all at one venue: through the usual deal and the costs of the last night like it."""
    references = known.agreed.references(frame["artist_id"], venue_id)
    costed = known.agreed.costed_show(venue_id, frame["sellable"].median())
    deals, costs = deals_at(known.snapshot), costs_at(known.snapshot, costed)
    rows = [terms.push(terms.terms_of(deals[reference], costs) if reference in deals else None,
                       row["fee"], row["price"], row["sellable"],
                       (row["sell_through_lo"], row["sell_through"], row["sell_through_hi"]))
            for row, reference in zip(frame.to_dict("records"), references, strict=True)]
    columns = ["promoter_result", "result_lo", "result_hi", "break_even_tickets", "no_result"]
    return pd.DataFrame(rows, columns=columns, index=frame.index)


@lru_cache(maxsize=2)
def deals_at(snapshot: Path) -> dict[str, dict[str, Any]]:
    """What shows were agreed on, as they stand in a snapshot: rows of queries/bookings/terms.sql by concert_id."""
    return {row["concert_id"]: row for row in read_arrow("bookings/terms").to_pylist()}


@lru_cache(maxsize=500)
def costs_at(snapshot: Path, concert_id: str | None) -> list[dict[str, Any]]:
    """What a past show costs, as it stands in a snapshot."""
    return read_arrow("bookings/expenses", concert_id=concert_id).to_pylist() if concert_id else []


def grounds(known: House, artist_id: str, venue_id: str) -> tuple[Any, pd.Series, pd.Series]:
    """The terms of one score, with the names of venues and artists by number."""
    found = known.booker.grounds(known.books.venues.get_loc(venue_id), known.books.artists.get_loc(artist_id))
    return found, known.venues["venue"], known.artists["artist"]


def reasons(*, venue_id: str, artist_id: str, day: date, k: int = 20) -> pd.DataFrame:
    """Why an artist is scored as it is, by past booking of the venue: the terms of its score, largest first, those after
    the first `k` together as "all others".

    Columns: because ("booked there too", "tags alike", "often booked"), past_artist (whom this venue had), other_venues
    (rooms that had both, in words), contribution (score units; the column sums to the score).
    """
    found = told.by_booking(*grounds(decided(day, venue_id), artist_id, venue_id))
    if len(found) <= k:
        return found
    rest = pd.DataFrame({"because": ["all others"], "past_artist": [None], "other_venues": [None],
                         "contribution": [found["contribution"].iloc[k:].sum()]})
    return pd.concat([found.head(k), rest.astype(found.dtypes)], ignore_index=True)


def evidence(*, artist_id: str, venue_id: str, day: date, miles: float = slate.NEARBY_MILES) -> pd.DataFrame:
    """The artist's last plays within `miles` (or in the same city where places are not known), newest first.

    Columns: artist_id, local_date, venue, city, billing, is_ours, venue_capacity, miles; ours only: concert_id,
    tickets_sold, sellable, sell_through, days_to_half (from the first sale until half was sold).
    """
    return read("bookings/evidence", artist_ids=[artist_id], venue_id=venue_id, day=day, miles=miles)


def plays_near(artist_ids: tuple[str, ...], venue_id: str, day: date) -> pd.DataFrame:
    """The evidence of several artists."""
    return read("bookings/evidence", artist_ids=list(artist_ids), venue_id=venue_id, day=day, miles=slate.NEARBY_MILES)


def evidence_words(near: pd.DataFrame) -> str:
    """"Last near: Bell Hall, Leeds, Mar 2026, 410 of 500 sold; 3 dates in all."."""
    if near.empty:
        return "No past date near here on file."
    last = near.iloc[0]
    sold = f", {last['tickets_sold']:,.0f} of {last['sellable']:,.0f} sold" if pd.notna(last["tickets_sold"]) else \
        f", room of {last['venue_capacity']:,.0f}" if pd.notna(last["venue_capacity"]) else ""
    more = f"; {len(near)} dates in all" if len(near) > 1 else ""
    return f"Last near: {last['venue']}, {last['city']}, {last['local_date']:%b %Y}{sold}{more}."


def what_if(*, artist_id: str, venue_id: str, day: date, price: float | None = None, sellable: float | None = None,
            fee: float | None = None) -> pd.DataFrame:
    """One booking at other prices, and at our other rooms in the same city, the rest as usual or as given.

    Columns: changed (as asked, price, room), venue, price, sellable, fee, sell_through with _lo and _hi, tickets,
    promoter_result, result_lo, result_hi, break_even_tickets, declined, no_result. First comes the booking as asked.
    """
    known = decided(day, venue_id)
    rooms, place = known.venues, place_of(known, venue_id)
    artist = known.artists[known.artists["artist_id"] == artist_id].reset_index(drop=True)
    if artist.empty:
        raise QueryError(f"There is no artist {artist_id}.", remedy="`recommend book` lists artists with their ids.")
    usual = expected(known, artist, place, day, price, sellable).iloc[0]
    other = rooms[(rooms["city"] == place["city"]) & (rooms["ours"] > 0) & (rooms["venue_id"] != venue_id)]
    places = pd.DataFrame([place] * (1 + len(PRICES)) + [room for _, room in other.iterrows()]).reset_index(drop=True)
    changed = ["as asked"] + ["price"] * len(PRICES) + ["room"] * len(other)
    tries = artist.loc[[0] * len(places)].reset_index(drop=True).assign(
        changed=changed, venue=places["venue"], price=usual["price"] * np.array([1, *PRICES, *[1] * len(other)]),
        sellable=[usual["sellable"]] * (1 + len(PRICES)) + [usual_sellable(known.shows, room) for _, room in other.iterrows()],
        fee=fee if fee is not None else usual["fee"])
    tries = pd.concat([tries, shares(known, tries, places, day)], axis=1)
    priced = tries["changed"] != "room"
    tries.loc[priced, list(SHARES)] = terms.never_rising(tries.loc[priced, list(SHARES)], tries.loc[priced, "price"])
    tries["tickets"] = (tries["sell_through"] * tries["sellable"]).round()
    brought = [results(known, group, str(room)) for room, group in tries.groupby(places["venue_id"], sort=False)]
    return tries.join(pd.concat(brought)).drop(columns=["artist", "genre", "expected_from"])
