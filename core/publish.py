"""The next snapshot: marts, then what is computed from them. The one place that joins warehouse and models."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from core.computed.crediting import credits_all
from core.computed.date_effects import date_effects
from core.computed.growth import growth_all
from core.computed.over_index import over_index_all
from core.computed.public_holidays import holiday_table
from core.computed.recommendations import similar_all
from core.computed.settlements import settle_all
from core.deals import Adjustment
from core.desk import in_use
from core.progress import Progress, Silent
from core.settings import settings
from core.warehouse import build
from core.warehouse.snapshot import write_snapshot
from core.warehouse.store import Connection, writing


class Published(NamedTuple):
    number: int
    path: Path
    seconds: float


def publish(progress: Progress | None = None, *, data_dir: Path | None = None,
            now: datetime | None = None) -> Published:
    """Build and point to the next snapshot of the store. `now` (UTC) is the clock's unless given."""
    started = time.perf_counter()
    folder = data_dir or settings().data_dir
    stamp, desk = now or datetime.now(UTC), has_desk(folder)
    with writing(folder) as connection:
        number, path = write_snapshot(connection, folder, lambda c: fill(c, stamp, progress or Silent(), desk))
    if desk:
        from core import decisions  # the desk's libraries take half a second to load

        decisions.score_settled()
    return Published(number, path, time.perf_counter() - started)


def has_desk(folder: Path) -> bool:
    """Whether people wrote for this store; a snapshot of any other store knows nothing of what they wrote here."""
    return folder.resolve() == settings().data_dir.resolve() and in_use()


def fill(connection: Connection, now: datetime, progress: Progress, desk: bool = False) -> None:
    """All tables of a snapshot, in an order in which each finds what it needs. `desk`: heed what people chose."""
    today = build.today_of(connection, now)
    build.define(connection)
    stages: list[Callable[[], None]] = [
        *(lambda name=name: build.copy_table(connection, name) for name in build.COPIED),
        *(lambda name=name: build.build_mart(connection, name, today, now) for name in build.MARTS),
        lambda: put_forecasts(connection, today, desk),
        lambda: put_settlements(connection, desk),
        lambda: put_artists(connection, today),
        lambda: put_credits(connection, today, now, desk),
        lambda: put_buyers(connection, today, now),
        lambda: put_dates(connection, today),
        lambda: put_published(connection, now, today),
        *(lambda name=name: build.build_mart(connection, name, today, now) for name in build.LAST_MARTS),
        lambda: put_responses(connection),
    ]
    for done, stage in enumerate(stages):
        progress.step("Publishing", done, len(stages))
        stage()
    progress.step("Publishing", len(stages), len(stages))


def put_forecasts(connection: Connection, today: date, desk: bool) -> None:
    """Forecasts first: settlements push them through the deals. Comparables chosen by hand go before the rule's."""
    shows, sales = (build.frame_of(connection, f"forecasts/{kind}") for kind in ("shows", "sales"))
    if shows.empty or sales.empty:
        return
    from core import decisions
    from core.computed.forecasts import LOOK_BACK, forecast_all  # scikit-learn takes a second and 65 MB to load

    near = shows["concert_id"][shows["local_date"] >= pd.Timestamp(today - timedelta(days=LOOK_BACK))]
    tables = forecast_all(shows, sales, today=today, chosen=decisions.chosen_by_hand(list(near)) if desk else {})
    put_tables(connection, tables)


def put_settlements(connection: Connection, desk: bool) -> None:
    deals, tickets, expenses = (build.rows_of(connection, f"settlements/{kind}") for kind in (
        "deals", "tickets", "expenses"))
    tables = settle_all(deals, tickets, expenses, made_at_the_table() if desk else {})
    for name, rows in tables._asdict().items():
        if rows:
            build.put_rows(connection, name, pa.Table.from_pylist(rows))


def made_at_the_table() -> dict[str, tuple[Adjustment, ...]]:
    """The adjustments that people wrote, by show."""
    from core import adjusting  # as decisions

    return adjusting.by_show()


def put_artists(connection: Connection, today: date) -> None:
    """Whom an artist is like, how it grows, where it is heard most; nothing where there are no such figures."""
    metrics = build.warehouse_frame(connection, "metrics")
    tables = {"artist_growth": growth_all(metrics, today=today),
              "artist_over_index": over_index_all(metrics, today=today),
              "similar_artist": similar_all(build.warehouse_frame(connection, "listens"),
                                            build.warehouse_frame(connection, "tags"), today=today)}
    for name, rows in tables.items():
        if rows is not None:
            build.put_rows(connection, name, rows)


def put_credits(connection: Connection, today: date, now: datetime, desk: bool) -> None:
    """Attribution; a promo code that somebody gave a channel counts as a touch of it."""
    connection.register("promo_channel", pd.DataFrame(promo_channels() if desk else [], columns=["code", "channel"],
                                                      dtype="str"))
    put_tables(connection, credits_all(build.warehouse_frame(connection, "touches")))
    connection.unregister("promo_channel")
    build.build_mart(connection, "credit_channel", today, now)


def promo_channels() -> list[tuple[str, str]]:
    from core.desk import campaigns  # as decisions

    return [(row["code"], row["channel"]) for row in campaigns.promo_codes() if row["channel"]]


def put_buyers(connection: Connection, today: date, now: datetime) -> None:
    kinds = build.warehouse_frame(connection, "buyer_kinds")
    if len(kinds):
        from core.computed.buyers_ahead import buyers_ahead  # scipy takes its time to load

        put_tables(connection, buyers_ahead(kinds))
    build.build_mart(connection, "audience_cell", today, now)


def put_responses(connection: Connection) -> None:
    shows, sales, spend = (build.frame_of(connection, f"marketing/response_{name}") for name in ("shows", "sales", "spend"))
    if len(spend):
        from core.computed.responding import responses_all  # as above

        put_tables(connection, responses_all(shows, sales, spend))


def put_tables(connection: Connection, tables: Any) -> None:
    """The frames of a named tuple into the tables of their names."""
    for name, rows in tables._asdict().items() if tables else ():
        if len(rows):
            build.put_rows(connection, name, rows)


def put_dates(connection: Connection, today: date) -> None:
    """Public holidays where shows are listed, and what weekdays, holidays and rivals did to our past sales."""
    holidays = holiday_table(build.frame_of(connection, "dates/places"), today=today)
    if len(holidays):
        build.put_rows(connection, "holiday", holidays)
    build.put_rows(connection, "date_effect", date_effects(build.frame_of(connection, "dates/played")))


def put_published(connection: Connection, now: datetime, today: date) -> None:
    row = pd.DataFrame({"published_at": [now.replace(tzinfo=None)], "today": [today]})
    build.put_rows(connection, "published", row)
