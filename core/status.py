"""What `status` tells: the snapshot, how old and how much the data is, the last runs, and what is configured."""

from datetime import datetime
from typing import Any

from core import journal, sources
from core.aws import services as aws
from core.errors import StoreError
from core.settings import settings
from core.warehouse import ready
from core.warehouse.snapshot import current

ERROR_KEYS = ("action", "user", "message", "run_id")
Row = tuple[str, str, object, str]


def status_rows() -> list[Row]:
    """(item, name, value, detail) rows; a store without a snapshot that can be read says why."""
    try:
        number = current().number
    except StoreError as error:
        return [("snapshot", "number", None, str(error)), *capabilities()]
    return [("snapshot", "number", number, str(current().path)), *age(), *counts(), *last_runs(), *waiting(), *capabilities()]


def age() -> list[Row]:
    about = sources.about().iloc[0]
    season = "the made-up sample season" if about["season"] == "sample" else "real data"
    as_of = about["data_as_of"]
    return [("data", "as of", None if as_of is None or as_of != as_of else as_of.isoformat(), "UTC"),
            ("data", "season", "sample" if about["season"] == "sample" else "real", season)]


def counts() -> list[Row]:
    found = sources.row_counts()
    rows: list[Row] = [("rows", str(kind), int(count), "") for kind, count in zip(found["kind"], found["rows"],
                                                                                 strict=True)]
    refused = sources.reject_reasons()
    rejected = int(refused["rows"].sum()) if len(refused) else 0
    return [*rows, ("rejected", "rows", rejected, "each with file, line and reason in ingest_rejected")]


def last_runs(most: int = 5) -> list[Row]:
    found = sources.runs().head(most)
    return [("run", str(run.run_id), str(run.outcome), ": ".join(filter(None, map(str, (run.source, run.detail)))))
            for run in found.itertuples(index=False)]


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
