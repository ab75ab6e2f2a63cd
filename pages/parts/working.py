"""Long work on the Data page: refresh a source, import files, watch and stop what runs. Each is its own process."""

from typing import Any

import pandas as pd
import streamlit as st

from core import jobs, sources, words
from core.access import Action, Grant
from core.answers import data as says
from core.errors import NothingPublished
from core.ingest.source_states import source_states
from pages.parts.ask import ask
from pages.parts.card import card
from pages.parts.signing import deed, reader, visitor
from pages.parts.text import badge_label, label, prose

COLOURS = {"configured": "green", "missing key": "gray", "not before": "orange"}
WATCH_SECONDS = 1


def ways_in(*, is_sample: bool) -> None:
    """Where data comes from: outside sources and files."""
    source_controls()
    import_files(is_sample)


def source_controls() -> None:
    """Every outside source: whether it can be asked, its last run, and a button that asks it now."""
    with card("Outside sources", "Asked only when somebody says so, here or on the command line; pages never ask"):
        known = jobs.jobs()
        for state in source_states(last_published()):
            mine = [job for job in known if job["what"] == state["source"]]
            left, right = st.columns([3, 1], vertical_alignment="center")
            with left.container(gap=None):
                st.markdown(f"**{label(state['label'])}** :{COLOURS[state['state']]}-badge[{badge_label(state['state'])}]")
                st.caption(prose(says.standing(state)))
            right.button("Refresh", key=f"refresh {state['source']}", on_click=deed,
                         args=(Action.run_ingest, ask_source, state["source"]),
                         disabled=state["state"] != "configured" or not reader().may(Action.run_ingest)
                         or any(map(is_running, mine)))
            show(mine, Action.run_ingest)


def last_published() -> pd.DataFrame | None:
    """The last run of each source; None before the first publish."""
    try:
        return ask(sources.states)
    except NothingPublished:
        return None


def import_files(is_sample: bool) -> None:
    """Take files from the reader's computer; rows that are refused are listed below."""
    if not reader().may(Action.import_files):
        return
    with card("Import files", "Canonical CSVs, box-office reports, show histories; recognised by their headers"):
        with st.form("import", border=False, clear_on_submit=True):
            files = st.file_uploader("Files", accept_multiple_files=True)
            replace = st.checkbox("Remove the sample season first") if is_sample else False
            if st.form_submit_button("Import") and files:
                grant = visitor().require(Action.import_files)
                for file in files:
                    job_id = jobs.new_job("import")
                    path = jobs.upload_path(job_id, file.name)
                    path.write_bytes(file.getbuffer())
                    jobs.start_import(job_id, path, actor=grant.actor, replace_sample=replace)
        show([job for job in jobs.jobs() if job["what"] == "import"], Action.import_files)


def ask_source(grant: Grant, source: str) -> None:
    jobs.start_ingest(source, actor=grant.actor)


def stop(grant: Grant, job_id: str) -> None:
    jobs.cancel(job_id, actor=grant.actor)


def show(known: list[dict[str, Any]], needed: Action) -> None:
    """The progress of jobs that run, with a way to stop them; otherwise how the last one ended (newest first)."""
    running = [job for job in known if is_running(job)]
    for job in running:
        watch(job["job_id"], needed)
    if known and not running:
        st.caption(prose(says.ended(known[0])))


def is_running(job: dict[str, Any]) -> bool:
    return job["state"] == "running"


@st.fragment(run_every=WATCH_SECONDS)
def watch(job_id: str, needed: Action) -> None:
    """Looks at one job until it ends; then the whole page is drawn anew, for its figures have changed."""
    job = jobs.job(job_id)
    if not is_running(job):
        st.rerun()
    left, right = st.columns([3, 1], vertical_alignment="center")
    share = min(job["done"] / job["total"], 1.0) if job["total"] else 0.0
    left.progress(share, text=prose(f"{job['stage']}: {words.count(job['done'])}"))
    right.button("Stop", key=f"stop {job_id}", on_click=deed, args=(needed, stop, job_id),
                 disabled=not reader().may(needed))
