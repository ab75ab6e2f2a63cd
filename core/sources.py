"""Data: can I trust today's numbers? Every function reads the published snapshot."""

import pandas as pd

from core.warehouse.read import read


def about() -> pd.DataFrame:
    """One row. Columns: published_at (UTC), today, season ('sample' or NULL), data_as_of (UTC), concerts, events."""
    return read("sources/about")


def states() -> pd.DataFrame:
    """Each source that ever ran.

    Columns: source, last_run_at, last_outcome, last_success_at (UTC), stored, age_hours, budget_left, last_detail.
    """
    return read("sources/states")


def checks() -> pd.DataFrame:
    """Quality checks, failures first. Columns: check_name, broken (rows), affected (pages)."""
    return read("sources/checks")


def row_counts() -> pd.DataFrame:
    """Columns: kind, rows."""
    return read("sources/row_counts")


def runs() -> pd.DataFrame:
    """The last 100 runs, newest first.

    Columns: run_id, source, started_at, ended_at (UTC), outcome, calls, retries, received, stored, rejected, seconds,
    detail.
    """
    return read("sources/runs")


def changes() -> pd.DataFrame:
    """What each of the last 100 runs changed in the listings, newest first.

    Columns: seen_at (UTC), source, new, cancelled, rescheduled, postponed, gone (listings), run_id.
    """
    return read("sources/changes")


def rejects() -> pd.DataFrame:
    """The newest 1,000 refused rows. Columns: run_id, kind, file, line, column_name, value, reason."""
    return read("sources/rejects")


def reject_reasons() -> pd.DataFrame:
    """Columns: file, kind, column_name, reason, rows, first_line."""
    return read("sources/reject_reasons")


def matches() -> pd.DataFrame:
    """Acts and whom they are taken for, those to look at first, at most 1,000.

    Columns: source, source_artist_id, name, how (ambiguous, tribute, unmatched; name, decision), artist_id (whom it
    stands for now), candidate_ids, url, is_open (a person should look).
    """
    return read("sources/matches")


def near_misses() -> pd.DataFrame:
    """Names that may be one. Columns: kind (artist, venue), left, right, reason."""
    return read("sources/near_misses")


def artist_names(*, artist_ids: tuple[str, ...]) -> pd.DataFrame:
    """Columns: artist_id, name."""
    return read("sources/artist_names", artist_ids=list(artist_ids))
