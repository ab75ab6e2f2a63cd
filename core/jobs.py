"""Long work as a process of its own: imports and ingests, with progress in a file that anyone may look at.

    jobs/<job id>.json      JobFile: stage, done, total, state, detail
    jobs/<job id>.cancel    asks it to stop
    uploads/<job id>/       what was uploaded, removed when the job ends
"""

import json
import logging
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from core.desk import audit
from core.desk.errors import NotThere
from core.errors import MarqueeError
from core.progress import JobFile
from core.reporting import reported
from core.settings import ROOT, settings
from core.words import things

SOURCES = ("ticketmaster", "spotify", "listenbrainz", "musicbrainz")
JOB_ID = re.compile(r"\d{8}T\d{12}-[a-z]+-[0-9a-f]{8}")
KEPT = 200

class RunsAlready(MarqueeError):
    """The same work is being done by another process."""


RUNNING: dict[str, subprocess.Popen] = {}  # started by this process; polling one that ended frees its entry


def new_job(what: str) -> str:
    """An id that sorts by time; its file says "waiting" until the process begins.

    `what` is import, or the source that is asked.
    """
    job_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{what}-{secrets.token_hex(4)}"
    JobFile(path_of(job_id)).write(stage="Waiting", done=0, total=None, state="running", detail="")
    return job_id


def path_of(job_id: str) -> Path:
    """The file of a job. Raises NotThere for what is not the name of one: no other file is ever looked at."""
    if not JOB_ID.fullmatch(job_id):
        raise NotThere(f"There is no job {job_id!r}.", remedy="See /api/v1/jobs.")
    return settings().data_dir / "jobs" / f"{job_id}.json"


def upload_path(job_id: str, name: str) -> Path:
    """Where an uploaded file goes: its own name without whatever is no plain letter, in a folder of its own."""
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]).lstrip(".-")[-100:]
    folder = settings().data_dir / "uploads" / path_of(job_id).stem
    folder.mkdir(parents=True, exist_ok=True)
    return folder / (safe or "upload.csv")


def discard(job_id: str) -> None:
    """Forget a job that never began, with what was uploaded for it."""
    shutil.rmtree(settings().data_dir / "uploads" / job_id, ignore_errors=True)
    path_of(job_id).unlink(missing_ok=True)


def start_import(job_id: str, file: Path, kind: str | None = None, *, actor: str, replace_sample: bool) -> None:
    """Import an uploaded file and publish, in a process of its own."""
    audit.record(actor, "import started", job_id, name=file.name, bytes=file.stat().st_size)
    options = [*(["--as", kind] if kind else []), *(["--yes"] if replace_sample else [])]
    begin(job_id, ["-m", "core.jobs", str(path_of(job_id)), str(file), *options])


def start_ingest(source: str, first: date | None = None, last: date | None = None, countries: Sequence[str] = (),
                 *, actor: str) -> str:
    """Fetch from a source and publish, in a process of its own; returns its job.

    Raises NotThere for no source of ours, RunsAlready while it is asked by another job.
    """
    if source not in SOURCES:
        raise NotThere(f"There is no source called {source!r}.", remedy=f"Choose one of {', '.join(SOURCES)}.")
    if any(job["what"] == source and job["state"] == "running" for job in jobs()):
        raise RunsAlready(f"A refresh of {source} is running already.", remedy="Wait for it, or stop it.")
    job_id = new_job(source)
    audit.record(actor, "ingest started", job_id, source=source)
    options = [*(["--from", str(first)] if first else []), *(["--to", str(last)] if last else []),
               *(part for country in countries for part in ("--country", country))]
    begin(job_id, ["-m", "core", "ingest", source, "--job", str(path_of(job_id)), *options])
    return job_id


def begin(job_id: str, command: list[str]) -> None:
    """Start Python on its own, told of the store; its messages go to a log beside the job's file."""
    environment = os.environ | {"MARQUEE_DATA_DIR": str(settings().data_dir)}
    with path_of(job_id).with_suffix(".log").open("wb") as log:
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log, start_new_session=True)
    path_of(job_id).with_suffix(".pid").write_text(str(process.pid))
    RUNNING[job_id] = process


def job(job_id: str) -> dict[str, Any]:
    """Columns: job_id, what, stage, done, total, state (running, complete, partial, failed, cancelled), detail,
    updated_at.

    A process that ended without a word has failed. Raises NotThere for a job that is unknown or swept away.
    """
    try:
        said = json.loads(path_of(job_id).read_text())
    except FileNotFoundError as error:
        raise NotThere(f"There is no job {job_id!r}.", remedy="See /api/v1/jobs.") from error
    if said["state"] == "running" and not alive(job_id):
        said = json.loads(path_of(job_id).read_text())  # it may have finished between the two looks
        if said["state"] == "running":
            said |= {"state": "failed", "detail": last_words(job_id)}
    for folder in (settings().data_dir / "uploads" / job_id, settings().data_dir, ROOT):  # where we live is nobody's business
        said["detail"] = said["detail"].replace(f"{folder}/", "")
    return {"job_id": job_id, "what": job_id.split("-")[1]} | said


def alive(job_id: str) -> bool:
    """Whether the job's process runs; before it has one, the job is just being made."""
    if job_id in RUNNING:
        return RUNNING[job_id].poll() is None
    try:
        os.kill(int(path_of(job_id).with_suffix(".pid").read_text()), 0)
    except (ProcessLookupError, ValueError):
        return False
    except (FileNotFoundError, PermissionError):
        return True
    return True


def last_words(job_id: str) -> str:
    """What a process that failed said last; its messages hold no secrets."""
    try:
        return path_of(job_id).with_suffix(".log").read_text("utf-8", errors="replace").strip()[-1000:]
    except FileNotFoundError:
        return "The process ended without a word."


def jobs() -> list[dict[str, Any]]:
    """The newest KEPT jobs, newest first."""
    files = sorted((settings().data_dir / "jobs").glob("*.json"), reverse=True)
    return [job(file.stem) for file in files[:KEPT] if JOB_ID.fullmatch(file.stem)]


def cancel(job_id: str, *, actor: str) -> dict[str, Any]:
    """Ask a running job to stop at its next step; one that has ended stays as it is."""
    state = job(job_id)
    audit.record(actor, "job cancelled", job_id)
    if state["state"] == "running":
        path_of(job_id).with_suffix(".cancel").touch()
    return state


def work(job_path: Path, file: Path, kind: str | None, *, replace_sample: bool) -> None:
    """The job itself: import, publish, say how it went, remove what was uploaded."""
    from core.ingest.imports import import_paths
    from core.publish import publish

    try:
        with reported("import", path=job_path) as progress:
            report = import_paths([file], kind=kind, may_remove_sample=lambda: replace_sample, progress=progress)
            if report.kinds and report.run_id:
                try:
                    publish(progress)
                except MarqueeError as error:
                    loaded = f"Loaded, but not published yet: {things(report.stored, 'row')}. " if report.stored else ""
                    raise type(error)(error.message, remedy=loaded + error.remedy) from error
            refused = "; ".join(str(error) for _, error in report.refused)
            progress.ended = ("complete" if report.stored else "failed", json.dumps(
                {"outcome": report.outcome, "kinds": report.kinds, "refused": refused}))
    except MarqueeError as error:
        # The job's file says so already.
        logging.getLogger(__name__).error("%s", error)
    finally:
        shutil.rmtree(file.parent, ignore_errors=True)


if __name__ == "__main__":
    from core import journal
    from core.aws.services import log_sinks

    job_file, uploaded, *options = sys.argv[1:]
    journal.start(settings().data_dir, log_sinks())
    with journal.deed(run_id=Path(job_file).stem, action="import"):
        work(Path(job_file), Path(uploaded), options[options.index("--as") + 1] if "--as" in options else None,
             replace_sample="--yes" in options)
