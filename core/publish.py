"""The next snapshot: marts, then what is computed from them. The one place that joins warehouse and models."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from core.computed import crediting, forecasts, settlements
from core.computed.booking_models import BookingTables, Inputs, booking_models, past_only
from core.computed.date_effects import date_effects
from core.computed.growth import growth_all
from core.computed.over_index import over_index_all
from core.computed.public_holidays import holiday_table
from core.computed.recommendations import similar_all
from core.deals import Adjustment
from core.desk import in_use
from core.errors import Cancelled, MarqueeError, StoreBusy
from core.progress import Progress, Silent
from core.settings import settings
from core.warehouse import build, making, ready
from core.warehouse.carried import Carried
from core.warehouse.definitions import digest
from core.warehouse.snapshot import write_snapshot
from core.warehouse.store import Connection, writing

log = logging.getLogger(__name__)


class Published(NamedTuple):
    number: int
    path: Path
    seconds: float


def publish(progress: Progress | None = None, *, data_dir: Path | None = None,
            now: datetime | None = None) -> Published:
    """Build and point to the next snapshot of the store. `now` (UTC) is the clock's unless given.

    Where a bucket is set, the parts that the next push will send are made too: slow work is done here.
    """
    started = time.perf_counter()
    folder = data_dir or settings().data_dir
    stamp, desk = now or datetime.now(UTC), has_desk(folder)
    with writing(folder) as connection:
        number, path = write_snapshot(connection, folder, lambda c: fill(c, stamp, progress or Silent(), desk, folder))
    if desk:
        from core import decisions  # as below

        decisions.score_settled()
    published = Published(number, path, time.perf_counter() - started)
    make_ready(published, folder, progress or Silent())
    return published


def make_ready(published: Published, folder: Path, progress: Progress) -> None:
    """What fails here is told, and the snapshot stays published: a push makes by itself what it lacks."""
    bucket = ready.target()
    if not bucket:
        return
    try:
        making.make_ready(folder, bucket, progress)
    except (MarqueeError, OSError) as error:
        log.log(logging.WARNING if isinstance(error, Cancelled | StoreBusy) else logging.ERROR,
                "Snapshot %d is published. The parts of the next push were not all made ahead: %s `aws push` makes those that "
                "are missing.", published.number, getattr(error, "message", f"{error}."))


def has_desk(folder: Path) -> bool:
    """Whether people wrote for this store; a snapshot of any other store knows nothing of what they wrote here."""
    return folder.resolve() == settings().data_dir.resolve() and in_use()


def fill(connection: Connection, now: datetime, progress: Progress, desk: bool, folder: Path) -> None:
    """All tables of a snapshot, in an order in which each finds what it needs. `desk`: heed what people chose.

    Forecast and booking models are made on a thread of their own while DuckDB builds what does not need them.
    """
    day = build.Day(connection, build.today_of(connection, now), now)
    build.define(connection)
    carried = Carried(connection, folder)
    connection.register("promo_channel", promo_channels(desk))
    with ThreadPoolExecutor(1) as beside:
        forecast: list[Future[Any]] = []
        bookings: list[Future[Any]] = []
        stages: list[Callable[[], None]] = [
            *(lambda name=name: build.copy_table(connection, name) for name in build.COPIED),
            *(lambda name=name: day.mart(name) for name in build.FIRST_MARTS),
            day.spellings,
            *(lambda name=name: day.working(name) for name in build.SALES),
            *(lambda name=name: day.mart(name) for name in build.SALES_MARTS),
            lambda: forecast.extend(started(beside, day, carried, desk)),
            lambda: bookings.append(begun(beside, day, carried)),
            *(lambda name=name: day.working(name) for name in build.BUYERS),
            *(lambda name=name: day.mart(name) for name in build.MARTS),
            lambda: put_artists(day),
            lambda: put_credits(day, carried),
            lambda: put_buyers(day),
            lambda: put_dates(connection, day.today),
            lambda: put_published(connection, now, day.today),
            lambda: put_tables(connection, forecast[0].result() if forecast else None),
            lambda: put_settlements(connection, carried, desk),
            *(lambda name=name: day.mart(name) for name in build.LAST_MARTS),
            lambda: put_responses(connection, carried),
            lambda: put_tables(connection, bookings[0].result()),
        ]
        for done, stage in enumerate(stages):
            progress.step("Publishing", done, len(stages))
            stage()
    progress.step("Publishing", len(stages), len(stages))


def started(beside: Executor, day: build.Day, carried: Carried, desk: bool) -> list[Future[Any]]:
    """The forecast of all shows, begun; none without shows and sales. Comparables chosen by hand go before the rule's."""
    shows, sales = (build.frame_of(day.connection, f"forecasts/{kind}") for kind in ("shows", "sales"))
    if shows.empty or sales.empty:
        return []
    chosen = chosen_by_hand(shows, day.today) if desk else {}
    before = carried.over("forecasts", forecasts.Tables, shows, sales, day.today, chosen)
    return [beside.submit(lambda: before or forecasts.forecast_all(shows, sales, today=day.today, chosen=chosen))]


def chosen_by_hand(shows: pd.DataFrame, today: date) -> dict[str, list[str]]:
    from core import decisions  # the desk's libraries take half a second to load

    near = shows["concert_id"][shows["local_date"] >= pd.Timestamp(today - timedelta(days=forecasts.LOOK_BACK))]
    return decisions.chosen_by_hand(list(near))


def begun(beside: Executor, day: build.Day, carried: Carried) -> Future[Any]:
    """The models of bookings, begun."""
    found = Inputs(*(build.frame_of(day.connection, f"bookings/{name}") for name in Inputs._fields))
    known = past_only(found, today=day.today)
    before = carried.over("bookings", BookingTables, *known, day.today)
    return beside.submit(lambda: before or booking_models(known, today=day.today, now=day.now))


def put_settlements(connection: Connection, carried: Carried, desk: bool) -> None:
    deals, tickets, expenses = (build.rows_of(connection, f"settlements/{kind}") for kind in (
        "deals", "tickets", "expenses"))
    adjustments = made_at_the_table() if desk else {}
    before = carried.over("settlements", settlements.Tables, deals, tickets, expenses, adjustments)
    put_tables(connection, before or settlements.settle_all(deals, tickets, expenses, adjustments))


def made_at_the_table() -> dict[str, tuple[Adjustment, ...]]:
    """The adjustments that people wrote, by show."""
    from core import adjusting  # as decisions

    return adjusting.by_show()


def put_artists(day: build.Day) -> None:
    """Whom an artist is like, how it grows, where it is heard most; nothing where there are no such figures."""
    metrics = day.frame("metrics")
    tables = {"artist_growth": growth_all(metrics, today=day.today),
              "artist_over_index": over_index_all(metrics, today=day.today),
              "similar_artist": similar_all(day.frame("listens"), day.frame("tags"), today=day.today)}
    for name, rows in tables.items():
        if rows is not None:
            build.put_rows(day.connection, name, rows)


def put_credits(day: build.Day, carried: Carried) -> None:
    touches = day.frame("touches")
    before = carried.over("credits", crediting.Tables, touches)
    put_tables(day.connection, before or crediting.credits_all(touches))
    day.mart("credit_channel")


def promo_channels(desk: bool) -> pd.DataFrame:
    """A promo code that somebody gave a channel counts as a touch of it: code, channel."""
    if not desk:
        return pd.DataFrame(columns=["code", "channel"], dtype="str")
    from core.desk import campaigns  # as decisions

    codes = [(row["code"], row["channel"]) for row in campaigns.promo_codes() if row["channel"]]
    return pd.DataFrame(codes, columns=["code", "channel"], dtype="str")


def put_buyers(day: build.Day) -> None:
    """The fit of BG/NBD, and what it expects of each kind of buyer, added up."""
    kinds = day.frame("buyer_kinds")
    odds = pd.DataFrame(columns=["frequency", "recency_days", "age_days", "alive", "expected_year"], dtype="float")
    if len(kinds):
        from core.computed.buyers_ahead import buyers_ahead  # scipy takes its time to load

        model, odds = buyers_ahead(kinds)
        build.put_rows(day.connection, "purchase_model", model)
    day.connection.register("purchase_odds", odds)
    day.mart("audience_cell")


def put_responses(connection: Connection, carried: Carried) -> None:
    shows, sales, spend = (build.frame_of(connection, f"marketing/response_{name}") for name in ("shows", "sales", "spend"))
    if len(spend):
        from core.computed import responding  # as above

        before = carried.over("responses", responding.Tables, shows, sales, spend)
        put_tables(connection, before or responding.responses_all(shows, sales, spend))


def put_tables(connection: Connection, tables: Any) -> None:
    """The frames, Arrow tables or plain rows of a named tuple into the tables of their names."""
    for name, rows in tables._asdict().items() if tables else ():
        if len(rows):
            build.put_rows(connection, name, columns_of(rows) if isinstance(rows, list) else rows)


def columns_of(rows: list[dict[str, Any]]) -> pa.Table:
    """Rows that need not all have the same keys: what one lacks is NULL. (`Table.from_pylist` keeps those of the first.)"""
    return pa.table({name: [row.get(name) for row in rows] for name in dict.fromkeys(key for row in rows for key in row)})


def put_dates(connection: Connection, today: date) -> None:
    """Public holidays where shows are listed, and what weekdays, holidays and rivals did to our past sales."""
    holidays = holiday_table(build.frame_of(connection, "dates/places"), today=today)
    if len(holidays):
        build.put_rows(connection, "holiday", holidays)
    build.put_rows(connection, "date_effect", date_effects(build.frame_of(connection, "dates/played")))


def put_published(connection: Connection, now: datetime, today: date) -> None:
    row = pd.DataFrame({"published_at": [now.replace(tzinfo=None)], "today": [today], "definitions": [digest()]})
    build.put_rows(connection, "published", row)
