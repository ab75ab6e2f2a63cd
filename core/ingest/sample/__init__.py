"""A made-up season of a promoter, for looking round and for tests: one seed, one set of bytes.

    names -> cast (rooms, acts) -> calendar (shows, holds) -> tickets, rivals, messages, spend (plans)
          -> demand (what sells, day by day) -> orders, paths, buyers -> money, ad_reports -> CSV

The truth behind the figures stands in `spend` (what advertising does) and `demand` (what people want).
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from core.errors import MarqueeError
from core.ingest.sample import (
    ad_reports,
    cast,
    csv_file,
    demand,
    holds,
    messages,
    money,
    orders,
    rivals,
    spend,
    taste,
    tickets,
)
from core.ingest.sample import calendar as diary
from core.ingest.sample.calendar import AS_OF, TODAY
from core.progress import Progress, Silent

__all__ = ["AS_OF", "TODAY", "write_season"]

FILES = 15
FEWEST, MOST = 2, 5000
LISTENERS = 1500


def write_season(folder: Path, *, seed: int = 1, shows: int = 400, progress: Progress = Silent()) -> None:  # noqa: B008
    """Writes the fifteen files of the canonical folder; the same seed and number of shows give the same bytes.

    Half of the shows lie before TODAY, half on or after it. Sales end at AS_OF. Raises MarqueeError for fewer
    shows than FEWEST or more than MOST, which its rooms and acts could not play.
    """
    if not FEWEST <= shows <= MOST:
        raise MarqueeError(
            f"A sample season of {shows:,} shows cannot be made up.", remedy=f"Ask for {FEWEST} to {MOST:,} shows."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for done, (name, table) in enumerate(build_season(seed, shows), start=1):
        csv_file.write(folder / f"{name}.csv", table)
        progress.step("Sample season", done, FILES)


def build_season(seed: int, count: int) -> Iterator[tuple[str, pd.DataFrame]]:
    """The tables in order of writing, (file name without ending, frame); money in hundredths."""
    streams = (np.random.Generator(np.random.PCG64(s)) for s in np.random.SeedSequence(seed).spawn(20))
    venues = cast.build_venues(next(streams))
    artists = cast.build_artists(next(streams), *_acts(count))
    shows = diary.book(next(streams), artists, venues, count)
    slugs = diary.campaign_slugs(shows, artists)
    house = tickets.build_house(next(streams), shows, artists, venues)
    events = rivals.build_rivals(next(streams), shows, artists, venues, count * 8)
    plan = spend.plan_spend(next(streams), shows, house)
    yield "concerts", _concerts(shows, artists, venues, house, plan)
    yield "ticket_types", tickets.ticket_types(shows, house)
    yield "events", rivals.event_listing(events, artists, venues)
    yield "holds", holds.place_holds(next(streams), shows, artists, venues)

    email, sms = messages.plan_messages(next(streams), shows)
    open_share = diary.open_share(shows, spend.DAYS_OUT, demand.MORNING_SHARE)
    near = rivals.rivals_near(shows, events)
    wanted, due = demand.wish(next(streams), shows, artists, house, near, email)
    sold = demand.sell(next(streams), shows, house, plan, wanted, due, open_share)
    booked = orders.build_orders(next(streams), shows, slugs, house, plan, sold, email, sms)
    yield "sales", booked.sales
    yield "buyers", booked.buyers
    yield "touchpoints", booked.touchpoints
    yield "messages", messages.message_report(next(streams), shows, email, sms, open_share)
    price = house.potential / 100 / np.maximum(house.sellable.sum(1), 1)
    today = np.datetime64(TODAY, "D")
    yield "ad_spend", ad_reports.ad_spend(next(streams), shows, slugs, plan, sold, price, today)

    costs = money.expenses(next(streams), shows, house, plan.budget, sold.spent.sum((1, 2)))
    yield "expenses", costs
    yield "deals", money.deals(next(streams), shows, house, costs)
    row = pd.Index(shows.concert_id).get_indexer(booked.sales.concert_id)
    kept = np.bincount(row, booked.sales.qty - booked.sales.refunded_qty, minlength=len(shows)).astype(int)
    doors = next(streams)
    admitted = money.admissions(doors, shows, house, kept)
    yield "scans", money.scans(doors, shows, admitted)
    yield "ancillary", money.ancillary(doors, shows, admitted)
    yield "listens", taste.listens(next(streams), artists, LISTENERS)
    yield "artist_tags", taste.artist_tags(next(streams), artists)


def _acts(shows: int) -> tuple[int, int]:
    """How many acts of ours and of rivals; there are names for about 1,800."""
    return min(max(24, shows * 5 // 12), 1000), min(max(30, shows * 3 // 8), 800)


def _concerts(
    shows: pd.DataFrame, artists: pd.DataFrame, venues: pd.DataFrame, house: tickets.House, plan: spend.Plan
) -> pd.DataFrame:
    """The columns of concerts.csv."""
    market = cast.MARKETS.iloc[shows.market].reset_index(drop=True)
    capacity = house.allotment.sum(1)
    held_back = [";".join(np.array(spend.NAMES)[held]) for held in plan.held]
    return pd.DataFrame({
        "concert_id": shows.concert_id,
        "artist": artists.artist.to_numpy()[shows.artist], "artist_id": artists.artist_id.to_numpy()[shows.artist],
        "support": shows.support, "genre": cast.GENRES["genre"].to_numpy()[shows.genre],
        "venue": venues.venue.to_numpy()[shows.venue], "venue_id": venues.venue_id.to_numpy()[shows.venue],
        "city": market["city"], "region": market["region"], "country": cast.COUNTRY,
        "local_date": shows.local_date, "announce_date": shows.announce_date, "onsale_date": shows.onsale_date,
        "status": shows.status,
        "configured_capacity": pd.Series(capacity, dtype="Int64").mask(capacity == 0),
        "marketing_holdout": held_back,
    })  # fmt: skip
