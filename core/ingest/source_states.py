"""How each outside source stands: whether it can be asked, what it lacks, what is left of the day, how it went last."""

from typing import Any

import pandas as pd

from core.errors import NothingPublished
from core.integrations import listenbrainz, musicbrainz, spotify, ticketmaster
from core.integrations.http import Source, Surroundings
from core.settings import Settings, settings
from core.warehouse.read import read

STATE_COLUMNS = ("source", "label", "state", "what_to_do", "not_before", "budget_left", "calls_today", "last_run_at",
                 "last_outcome", "last_success_at", "last_detail")


def sources() -> list[tuple[Source, bool, str]]:
    """Every source, whether it can be asked as things are set, and what to set (empty: nothing)."""
    now = settings()
    tm, sp = bool(now.ticketmaster_api_key.get_secret_value()), bool(
        now.spotify_client_id and now.spotify_client_secret.get_secret_value())
    return [
        (ticketmaster.source(), tm, "" if tm else ticketmaster.HOW_TO_GET_A_KEY),
        (spotify.source(), sp, "" if sp else spotify.HOW_TO_GET_A_KEY),
        (listenbrainz.SOURCE, True, "" if now.listenbrainz_token.get_secret_value() else listenbrainz.HOW_TO_GET_A_KEY),
        (musicbrainz.SOURCE, True, "" if has_contact(now) else musicbrainz.HOW_TO_GET_A_KEY),
    ]


def has_contact(now: Settings) -> bool:
    return now.user_agent != Settings.model_fields["user_agent"].default


def source_states(published: pd.DataFrame | None = None) -> list[dict[str, Any]]:
    """How each source stands, a row each; calls no API. `published`: the answer to sources/states, where it is known.

    Keys: source, label, state (configured, missing key, not before), what_to_do (text, empty when nothing),
    not_before (UTC or NULL), budget_left (calls today, NULL without a budget), calls_today, last_run_at, last_outcome,
    last_success_at, last_detail (of the published snapshot).
    """
    last = last_runs(published)
    return [dict.fromkeys(STATE_COLUMNS) | state_of(source, is_set, how) | last.get(source.name, {})
            for source, is_set, how in sources()]


def state_of(source: Source, is_set: bool, how: str) -> dict[str, Any]:
    standing = Surroundings().standing(source)
    until = standing.not_before()
    state = "missing key" if not is_set else "not before" if until else "configured"
    return {"source": source.name, "label": source.label, "state": state,
            "what_to_do": f"Wait until {until:%Y-%m-%d %H:%M} UTC." if state == "not before" else how,
            "not_before": until, "budget_left": standing.left(), "calls_today": standing.read()["used"]}


def last_runs(published: pd.DataFrame | None) -> dict[str, dict[str, Any]]:
    """The last run of each source in the snapshot, by its name."""
    try:
        frame = read("sources/states") if published is None else published
    except NothingPublished:
        return {}
    wanted = [c for c in STATE_COLUMNS if c.startswith("last_") and c in frame.columns]
    values = zip(*(frame[name].to_list() for name in wanted), strict=True)  # a fifth of the price of `to_dict`
    return {source: dict(zip(wanted, row, strict=True)) for source, row in zip(frame["source"].to_list(), values, strict=True)}
