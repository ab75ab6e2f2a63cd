"""Book next: who fits a venue on a day, why, and what it would bring. Every function reads the published snapshot.

The day of the decision is the snapshot's own, or the day of the show where that is past: nothing younger plays a part.
"""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from core.booking import reasons as told
from core.booking import slate, terms
from core.booking.history import past_dates
from core.booking_house import House, decided, place_of
from core.errors import NotEnoughData, QueryError
from core.warehouse.read import read
from core.warehouse.stream import arrow

POOL = 200  # best artists by score that are looked at for one venue
PRICES = (0.7, 0.85, 1.15, 1.3)  # of the usual price, tried by `what_if`


def venues() -> pd.DataFrame:
    """Venues to book for, ours first. Columns: those of queries/bookings/venues.sql."""
    return read("bookings/venues")


def considered(*, venue_id: str, day: date, nearby_miles: float = slate.NEARBY_MILES,
               nearby_days: int = slate.NEARBY_DAYS, fee_from: float | None = None, fee_to: float | None = None,
               price: float | None = None, sellable: float | None = None) -> pd.DataFrame:
    """The best-scored artists new to a venue with what speaks against each, best first; `left_out` None: bookable.

    Columns: artist_id, artist, genre, score, usual_room (people), fit (0 to 1: how near that is to the capacity),
    sellable, price, price_basis, sell_through with _lo and _hi (fractions, 80 % range), declined (why they are
    missing), expected_from (what they rest on), fee, fee_basis (money), left_out. Raises NotEnoughData where the
    snapshot cannot support a recommendation.
    """
    known = decided(day)
    place = place_of(known, venue_id)
    frame = candidates(known, place)
    frame = expected(known, frame, place, day, price, sellable)
    frame["left_out"] = against(known, frame, place, day, nearby_miles, nearby_days, fee_from, fee_to)
    return frame


def candidates(known: House, place: pd.Series) -> pd.DataFrame:
    """artist_id, artist, genre, score of the venue's best artists, with the size of room they usually play."""
    row = known.books.venues.get_loc(place["venue_id"])
    ids, scores = known.booker.recommend([row], min(POOL, len(known.books.artists)))
    found = ids[0] >= 0
    frame = known.artists.iloc[ids[0][found]].reset_index(drop=True).assign(score=scores[0][found].astype(float))
    frame["usual_room"] = frame["artist_id"].map(slate.usual_rooms(past_dates(known.dates, known.as_of))).astype(float)
    capacity = place["venue_capacity"] if pd.notna(place["venue_capacity"]) else np.nan
    ratio = frame["usual_room"] / float(capacity)
    return frame.assign(fit=np.minimum(ratio, 1 / ratio))


def expected(known: House, frame: pd.DataFrame, place: pd.Series, day: date, price: float | None,
             sellable: float | None) -> pd.DataFrame:
    """Usual price and fee of each artist here, and the share of the house it is expected to sell."""
    room = sellable or usual_sellable(known.shows, place)
    priced = terms.usual_prices(known.shows, known.as_of)
    usual = [(price, "as asked") if price else terms.usual_price(priced, artist_id, place["venue_id"], genre)
             for artist_id, genre in zip(frame["artist_id"], frame["genre"], strict=True)]
    frame = frame.assign(sellable=room, price=[amount for amount, _ in usual], price_basis=[said for _, said in usual])
    fees = [terms.usual_fee(known.shows, artist_id, amount * room, known.as_of)
            for artist_id, amount in zip(frame["artist_id"], frame["price"], strict=True)]
    frame = frame.assign(fee=[amount for amount, _ in fees], fee_basis=[said for _, said in fees])
    return pd.concat([frame, shares(known, frame, place, day)], axis=1)


def shares(known: House, frame: pd.DataFrame, place: pd.Series, day: date) -> pd.DataFrame:
    """sell_through with its range for rows of artist_id, genre, price, sellable at one venue on one day."""
    if known.expectation is None:
        missing = dict.fromkeys(("sell_through", "sell_through_lo", "sell_through_hi"), np.nan)
        return pd.DataFrame({**missing, "declined": known.no_expectation, "expected_from": None}, index=frame.index)
    asked = frame[["artist_id", "genre", "price", "sellable"]].assign(
        venue_id=place["venue_id"], venue_capacity=place["venue_capacity"], city=place["city"],
        decided_on=known.as_of, local_date=day)
    return known.expectation.of(asked).assign(expected_from=known.expectation.basis)


def usual_sellable(shows: pd.DataFrame, place: pd.Series) -> float:
    """Median sellable of our shows at a venue, else its capacity; NaN when neither is known."""
    here = shows.loc[(shows["venue_id"] == place["venue_id"]) & (shows["sellable"] > 0), "sellable"]
    return float(here.median()) if len(here) else float(place["venue_capacity"] or np.nan)


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


def book(*, venue_id: str, day: date, k: int = 10, **limits: Any) -> pd.DataFrame:
    """The ranked slate: `k` artists new to a venue that nothing speaks against, one genre not filling the list.

    `limits` as in `considered`. Columns: rank, those of `considered` but left_out, tickets with _lo and _hi, venue_id,
    venue, local_date, as_of, promoter_result, result_lo, result_hi (money), break_even_tickets, no_result (why they are
    missing), currency, why (the reasons in words), evidence (the last plays near in words).
    """
    known = decided(day)
    place = place_of(known, venue_id)
    frame = considered(venue_id=venue_id, day=day, **limits)
    frame = frame[frame["left_out"].isna()].drop(columns="left_out").reset_index(drop=True)
    chosen = slate.diverse(frame["score"].to_numpy(), slate.genre_likeness(frame["genre"]), k)
    frame = frame.iloc[chosen].reset_index(drop=True)
    for end in ("", "_lo", "_hi"):
        frame[f"tickets{end}"] = (frame[f"sell_through{end}"] * frame["sellable"]).round()
    frame = frame.assign(venue_id=venue_id, venue=place["venue"], local_date=day, as_of=known.as_of,
                         currency=currency_at(known.shows, place))
    rows = [row_of(known, row, place, day) for _, row in frame.iterrows()]
    extra = ["promoter_result", "result_lo", "result_hi", "break_even_tickets", "no_result", "why", "evidence"]
    frame = frame.join(pd.DataFrame(rows, columns=extra, index=frame.index))
    frame.insert(0, "rank", range(1, len(frame) + 1))
    return frame


def book_market(*, market: str, day: date, k: int = 10, **limits: Any) -> pd.DataFrame:
    """As `book`, over all our rooms in a market: each artist in the room whose size fits it best, best score first."""
    rooms = decided(day).venues
    ours = rooms.loc[(rooms["market"] == market) & (rooms["ours"] > 0), "venue_id"]
    if ours.empty:
        raise NotEnoughData(f"None of our shows was in {market}, so no room of ours is known there.",
                            remedy="Choose a venue.")
    slates = pd.concat([book(venue_id=venue_id, day=day, k=k, **limits) for venue_id in ours])
    best = slates.sort_values("fit", ascending=False, kind="stable", na_position="last").drop_duplicates("artist_id")
    best = best.sort_values("score", ascending=False, kind="stable").head(k).reset_index(drop=True)
    return best.assign(rank=range(1, len(best) + 1))


def currency_at(shows: pd.DataFrame, place: pd.Series) -> str | None:
    """The currency of our shows in the venue's country, as last used."""
    used = shows[(shows["venue_id"] == place["venue_id"]) | (shows["country"] == place["country"])]["currency"].dropna()
    return str(used.iloc[-1]) if len(used) else None


def row_of(known: House, row: pd.Series, place: pd.Series, day: date) -> dict[str, Any]:
    """What is worked out for the chosen artists alone: result, reasons, evidence."""
    near = evidence(artist_id=row["artist_id"], venue_id=place["venue_id"], day=min(day, known.as_of))
    return result(known, row, place) | {
        "why": told.in_words(explained(known, row["artist_id"], place["venue_id"])), "evidence": evidence_words(near)}


def result(known: House, row: pd.Series, place: pd.Series) -> dict[str, Any]:
    """The expected share of the house through the usual deal and the costs of the last night like it."""
    reference = terms.reference_show(known.shows, row["artist_id"], place["venue_id"], known.as_of)
    costed = terms.costed_show(known.shows, place["venue_id"], row["sellable"], known.as_of)
    agreed = agreed_at(reference, costed) if reference else None
    return terms.push(agreed, row["fee"], row["price"], row["sellable"],
                      (row["sell_through_lo"], row["sell_through"], row["sell_through_hi"]))


def agreed_at(reference: str, costed: str | None) -> terms.Terms | None:
    [row] = arrow("bookings/terms", concert_id=reference).to_pylist()
    costs = arrow("bookings/expenses", concert_id=costed).to_pylist() if costed else []
    return terms.terms_of(row, costs)


def explained(known: House, artist_id: str, venue_id: str) -> pd.DataFrame:
    found = known.booker.explain(known.books.venues.get_loc(venue_id), known.books.artists.get_loc(artist_id))
    return told.named(found, known.venues["venue"], known.artists["artist"])


def reasons(*, venue_id: str, artist_id: str, day: date, k: int = 20) -> pd.DataFrame:
    """Why an artist is scored as it is: the terms of its score, largest first, and "all others" so that they add up.

    Columns: because, past_artist (played here), other_venue (had the artist), contribution (score units).
    """
    found = explained(decided(day), artist_id, venue_id)
    if len(found) <= k:
        return found
    rest = pd.DataFrame({"because": ["all others"], "past_artist": [None], "other_venue": [None],
                         "contribution": [found["contribution"].iloc[k:].sum()]})
    return pd.concat([found.head(k), rest], ignore_index=True)


def evidence(*, artist_id: str, venue_id: str, day: date, miles: float = slate.NEARBY_MILES) -> pd.DataFrame:
    """The artist's last plays within `miles` (or in the same city where places are not known), newest first.

    Columns: local_date, venue, city, billing, is_ours, venue_capacity, tickets_sold, sellable, sell_through (ours
    only), days_to_half (from the first sale until half was sold), miles.
    """
    return read("bookings/evidence", artist_id=artist_id, venue_id=venue_id, day=day, miles=miles)


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
    known = decided(day)
    rooms, place = known.venues, place_of(known, venue_id)
    artist = known.artists[known.artists["artist_id"] == artist_id].reset_index(drop=True)
    if artist.empty:
        raise QueryError(f"There is no artist {artist_id}.", remedy="`recommend book` lists artists with their ids.")
    usual = expected(known, artist, place, day, price, sellable).iloc[0]
    amount, room = usual["price"], usual["sellable"]
    agreed = fee if fee is not None else usual["fee"]
    tries = [("as asked", place, amount, room)] + [("price", place, amount * times, room) for times in PRICES]
    near = rooms[(rooms["city"] == place["city"]) & (rooms["ours"] > 0) & (rooms["venue_id"] != venue_id)]
    tries += [("room", other, amount, usual_sellable(known.shows, other)) for _, other in near.iterrows()]
    return pd.DataFrame([tried(known, artist, agreed, day, *one) for one in tries])


def tried(known: House, artist: pd.DataFrame, fee: float, day: date, changed: str, place: pd.Series, price: float,
          room: float) -> dict[str, Any]:
    asked = artist.assign(price=price, sellable=room)
    share = shares(known, asked, place, day).iloc[0]
    booking = {"artist_id": artist["artist_id"].iloc[0], "changed": changed, "venue": place["venue"], "price": price,
               "sellable": room, "fee": fee, "tickets": share["sell_through"] * room}
    row = pd.concat([pd.Series(booking), share])
    return {str(name): value for name, value in row.items()} | result(known, row, place)
