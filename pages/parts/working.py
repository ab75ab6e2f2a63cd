"""Long work on the Data page: refresh a source, import files, watch and stop what runs. Each is its own process."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from core import jobs, words
from core.access import Action
from core.errors import MarqueeError
from core.ingest.refresh import source_states
from pages.parts.card import card
from pages.parts.signing import reader
from pages.parts.states import failed
from pages.parts.text import badge_label, label, prose

COLOURS = {"configured": "green", "missing key": "gray", "not before": "orange"}
LARGEST = 200  # MB a file, as Streamlit's own default


def source_controls() -> None:
    """Every outside source: whether it can be asked, its last run, and a button that asks it now."""
    with card("Outside sources", "Asked only when somebody says so, here or on the command line; pages never ask"):
        for state in source_states().to_dict("records"):
            left, right = st.columns([3, 1], vertical_alignment="center")
            with left:
                st.markdown(f"**{label(state['label'])}** :{COLOURS[state['state']]}-badge[{badge_label(state['state'])}]")
                st.caption(prose(standing(state)))
            right.button("Refresh", key=f"refresh {state['source']}", on_click=ask_source, args=(state["source"],),
                         disabled=state["state"] != "configured" or not reader().may(Action.run_ingest))
        running("ingest")


def standing(state: dict[str, Any]) -> str:
    """What a person needs to know of a source, in a line."""
    ran = "never asked" if words.missing(state["last_run_at"]) else \
        f"last asked {words.moment(state['last_run_at'])}, {state['last_outcome']}"
    left = "" if words.missing(state["budget_left"]) else f"; {words.count(state['budget_left'])} calls left today"
    return f"{ran[0].upper()}{ran[1:]}{left}. {state['what_to_do'] or ''}"


def ask_source(source: str) -> None:
    reader().require(Action.run_ingest)
    jobs.start_ingest(jobs.new_job("ingest"), source, None, None, [])


def import_files(is_sample: bool) -> None:
    """Take files from the reader's computer; rows that are refused are listed below."""
    if not reader().may(Action.import_files):
        return
    with card("Import files", "Canonical CSVs, box-office reports, show histories; recognised by their headers"):
        with st.form("import", border=False, clear_on_submit=True):
            files = st.file_uploader("Files", accept_multiple_files=True, max_upload_size=LARGEST)
            replace = st.checkbox("Remove the sample season first") if is_sample else False
            if st.form_submit_button("Import") and files:
                for file in files:
                    job_id = jobs.new_job("import")
                    path = jobs.upload_path(job_id, file.name)
                    path.write_bytes(file.getbuffer())
                    jobs.start_import(job_id, path, None, replace_sample=replace)
        running("import")


@st.fragment(run_every=2)
def running(what: str) -> None:
    """Progress of what runs, and how the last one ended."""
    try:
        known = [job for job in jobs.jobs() if job["what"] == what][:3]
    except MarqueeError as error:
        failed(error)
        return
    for job in known:
        if job["state"] == "running":
            draw_running(job)
    if known and known[0]["state"] != "running":
        st.caption(prose(ended(known[0])))


def draw_running(job: dict[str, Any]) -> None:
    left, right = st.columns([5, 1], vertical_alignment="center")
    share = min(job["done"] / job["total"], 1.0) if job["total"] else 0.0
    left.progress(share, text=prose(f"{job['stage']}: {words.count(job['done'])}"))
    right.button("Stop", key=f"stop {job['job_id']}", on_click=jobs.cancel, args=(job["job_id"],))


def ended(job: dict[str, Any]) -> str:
    """How a job ended: what came in by kind, or why nothing did."""
    try:
        said = json.loads(job["detail"])
        counts = pd.DataFrame(said["kinds"]).T
        told = ", ".join(f"{kind}: {words.count(row['new'])} new, {words.count(row['changed'])} changed, "
                         f"{words.count(row['rejected'])} refused" for kind, row in counts.iterrows())
        detail = told or said["refused"]
    except (ValueError, KeyError, TypeError):
        detail = job["detail"]
    return f"Last {job['what']}: {job['state']}. {detail or ''}"
