"""Refreshing a source from the Data page: a process of its own, its progress, a way to stop it; how sources stand."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from core.errors import MarqueeError, NothingPublished
from core.integrations import listenbrainz, musicbrainz, spotify, ticketmaster
from core.integrations.http import Source, Surroundings
from core.progress import JobFile
from core.settings import ROOT, Settings, settings
from core.warehouse.read import read

STATE_COLUMNS = ("source", "label", "state", "what_to_do", "not_before", "budget_left", "calls_today", "last_run_at",
                 "last_outcome", "last_success_at", "last_detail")


def sources() -> list[tuple[Source, bool, str]]:
    """Every source, whether what it needs is set, and how to get it."""
    now = settings()
    return [
        (ticketmaster.source(), bool(now.ticketmaster_api_key.get_secret_value()), ticketmaster.HOW_TO_GET_A_KEY),
        (spotify.source(), bool(now.spotify_client_id and now.spotify_client_secret.get_secret_value()),
         spotify.HOW_TO_GET_A_KEY),
        (listenbrainz.SOURCE, True, "" if now.listenbrainz_token.get_secret_value() else listenbrainz.HOW_TO_GET_A_KEY),
        (musicbrainz.SOURCE, True, "" if has_contact(now) else musicbrainz.HOW_TO_GET_A_KEY),
    ]


def has_contact(now: Settings) -> bool:
    return now.user_agent != Settings.model_fields["user_agent"].default


def source_states() -> pd.DataFrame:
    """How each source stands, one row each; calls no API.

    Columns: source, label, state (configured, missing key, not before), what_to_do (text, empty when nothing),
    not_before (UTC or NULL), budget_left (calls today, NULL without a budget), calls_today, last_run_at, last_outcome,
    last_success_at, last_detail (of the published snapshot).
    """
    last = last_runs()
    rows = [state_of(source, is_set, how) | last.get(source.name, {}) for source, is_set, how in sources()]
    return pd.DataFrame(rows, columns=list(STATE_COLUMNS))


def state_of(source: Source, is_set: bool, how: str) -> dict[str, Any]:
    standing = Surroundings().standing(source)
    until = standing.not_before()
    state = "missing key" if not is_set else "not before" if until else "configured"
    return {"source": source.name, "label": source.label, "state": state,
            "what_to_do": how if state != "not before" else f"Wait until {until:%Y-%m-%d %H:%M} UTC.",
            "not_before": until, "budget_left": standing.left(), "calls_today": standing.read()["used"]}


def last_runs() -> dict[str, dict[str, Any]]:
    """The last run of each source in the snapshot, by its name."""
    try:
        frame = read("sources/states")
    except NothingPublished:
        return {}
    wanted = [c for c in STATE_COLUMNS if c.startswith("last_") and c in frame.columns]
    return {str(row["source"]): {c: row[c] for c in wanted} for row in frame.to_dict("records")}


def job_path(source: str) -> Path:
    return settings().data_dir / "jobs" / f"ingest-{source}.json"


# Processes started here, so that the ended ones are reaped and not taken for running.
_started: dict[str, subprocess.Popen[bytes]] = {}


def start(source: str) -> Path:
    """Start `ingest SOURCE` as a process of its own; returns its job file. Raises MarqueeError when it runs already."""
    if source not in {known.name for known, _, _ in sources()}:
        raise MarqueeError(f"There is no source called {source}.")
    path = job_path(source)
    if progress(source).get("state") == "running":
        raise MarqueeError(f"A refresh of {source} is running already.", remedy="Wait for it, or stop it.")
    JobFile(path).step("Starting", 0)
    environment = os.environ | {"MARQUEE_DATA_DIR": str(settings().data_dir)}
    with path.with_suffix(".log").open("wb") as log:
        _started[source] = subprocess.Popen(
            [sys.executable, "-m", "core", "ingest", source, "--job", str(path), "--format", "json"],
            cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    return path


def progress(source: str) -> dict[str, Any]:
    """The job of a source: stage, done, total, updated_at (UTC), pid, state (running, complete, failed, cancelled),
    detail; empty when there was none. A process that is gone without a word is failed."""
    try:
        job: dict[str, Any] = json.loads(job_path(source).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    if job["state"] == "running" and not is_running(source, job["pid"]):
        return job | {"state": "failed", "detail": "The process ended without a word; start it again to go on."}
    return job


def is_running(source: str, pid: int) -> bool:
    ours = _started.get(source)
    if ours:
        return ours.poll() is None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def cancel(source: str) -> None:
    """Ask a running refresh to stop; it does at its next step, and what it fetched is gone on with next time."""
    job_path(source).with_suffix(".cancel").touch()

