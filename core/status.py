"""What `status` tells: the snapshot, how old and how much the data is, the last runs, and what is configured."""

from datetime import datetime
from typing import Any

from core import journal, sources
from core.aws import services as aws
from core.errors import StoreBusy, StoreError, StoreTooNew
from core.settings import settings
from core.warehouse import known as stored
from core.warehouse import ready
from core.warehouse.snapshot import current

ERROR_KEYS = ("action", "user", "message", "run_id")
RUNS = 5
NOT_YET = "not published yet"
STATES: dict[type[StoreError], str] = {StoreBusy: "busy", StoreTooNew: "newer"}
Row = tuple[str, str, object, str]


def status_rows() -> list[Row]:
    """(item, name, value, detail) rows. A snapshot or warehouse that cannot be read says why; what the warehouse has beyond
    the snapshot is there too."""
    known, warehouse = in_warehouse()
    try:
        snapshot = current()
    except StoreError as error:
        return [("snapshot", "number", None, str(error)), *warehouse, *unpublished(known), *capabilities()]
    return [("snapshot", "number", snapshot.number, str(snapshot.path)), *warehouse, *age(), *counts(known), *last_runs(known),
            *waiting(), *capabilities()]


def in_warehouse() -> tuple[stored.Known | None, list[Row]]:
    try:
        known = stored.known(settings().data_dir)
    except StoreError as error:
        return None, [("warehouse", "state", STATES.get(type(error), "broken"), str(error))]
    return known, [("warehouse", "state", "whole", "`python -m core publish` shows what is not published yet")] if known else []


def unpublished(known: stored.Known | None) -> list[Row]:
    """Of a store without a snapshot that can be read: what its warehouse knows."""
    if known is None:
        return []
    return [season(known.season), *(("rows", kind, rows, NOT_YET) for kind, rows in known.rows.items() if rows),
            ("rejected", "rows", sum(run.rejected for run in known.runs), NOT_YET), *map(run_not_published, known.runs[:RUNS])]


def age() -> list[Row]:
    about = sources.about().iloc[0]
    as_of = about["data_as_of"]
    return [("data", "as of", None if as_of is None or as_of != as_of else as_of.isoformat(), "UTC"), season(about["season"])]


def season(name: str | None) -> Row:
    return ("data", "season", *(("sample", "the made-up sample season") if name == "sample" else ("real", "real data")))


def counts(known: stored.Known | None) -> list[Row]:
    """What is published, and beside it what the warehouse has where that differs."""
    found = sources.row_counts()
    has = known.rows if known else {}
    rows: list[Row] = [(
        "rows", str(kind), int(count), f"{has[kind]:,} in the warehouse: {NOT_YET}" if has.get(kind, count) != count else "")
        for kind, count in zip(found["kind"], found["rows"], strict=True)]
    refused = sources.reject_reasons()
    rejected, more = int(refused["rows"].sum()) if len(refused) else 0, sum(run.rejected for run in newer(known))
    return [*rows, ("rejected", "rows", rejected, "each with file, line and reason in ingest_rejected"
                    + (f"; {more:,} more {NOT_YET}" if more else ""))]


def newer(known: stored.Known | None) -> list[stored.KnownRun]:
    """The runs since the last publish."""
    last = sources.runs()["run_id"].max()
    return [run for run in known.runs if last != last or run.run_id > last] if known else []


def last_runs(known: stored.Known | None) -> list[Row]:
    rows = [run_not_published(run) for run in newer(known)]
    rows += [("run", str(run.run_id), str(run.outcome), said(run.source, run.detail))
             for run in sources.runs().head(RUNS).itertuples(index=False)]
    return rows[:RUNS]


def run_not_published(run: stored.KnownRun) -> Row:
    return ("run", run.run_id, run.outcome, said(run.source, run.detail, NOT_YET))


def said(*parts: object) -> str:
    return ": ".join(str(part) for part in parts if part)


def waiting() -> list[Row]:
    """What a publish made for the next push, where there is any."""
    parts, size = ready.waiting(settings().data_dir)
    return [("push", "parts that wait", parts, f"{size / 1e6:,.1f} MB in push/parts, gone after `aws push`")] if parts else []


def capabilities() -> list[Row]:
    """What can be used now, and what a missing one waits for."""
    known = settings()
    keys = (("ticketmaster", bool(known.ticketmaster_api_key.get_secret_value()), "TICKETMASTER_API_KEY"),
            ("spotify", bool(known.spotify_client_id and known.spotify_client_secret.get_secret_value()),
             "SPOTIPY_CLIENT_ID and SPOTIPY_CLIENT_SECRET"),
            ("listenbrainz token", bool(known.listenbrainz_token.get_secret_value()), "LISTENBRAINZ_TOKEN"))
    rows: list[Row] = [("capability", name, "present" if there else "missing", "" if there else f"set {variable}")
                       for name, there, variable in keys]
    return [*rows, *(("capability", one.service.lower(), state(one), one.why) for one in aws.services())]


def state(service: aws.Service) -> str:
    return "present" if service.present else "missing"


def services() -> list[dict[str, Any]]:
    """Each AWS service as the settings say; nobody is asked. Keys: service, state (present, missing), why."""
    return [{"service": one.service, "state": state(one), "why": one.why} for one in aws.services()]


def last_errors() -> list[dict[str, Any]]:
    """The newest 50 errors in the log of this store, newest first. Keys: at (UTC), action, user, message, run_id."""
    return [{"at": datetime.fromisoformat(line["at"])} | {key: line[key] for key in ERROR_KEYS}
            for line in journal.last_errors(settings().data_dir)]
