"""How far to trust the forecasts, said from the frame of `core.concerts.report_card`. Pure."""

from typing import Any

import pandas as pd

from core import words

OURS = "forecast"
NOT_SCORED = "No past forecast has been scored yet: python -m core evaluate forecast makes the report card."
NOTE = "Range held: how often the 80% range held the final. Error: misses over tickets (WAPE)."
NAIVE = {"last comparable": "last_comparable", "linear pace": "linear_pace", "tickets = capacity": "capacity"}


def bands(report: pd.DataFrame) -> list[str]:
    """The capacity bands scored, "all" first."""
    order = ["all", "up to 500", "501 to 1,500", "1,501 to 5,000", "over 5,000"]
    return sorted(report["capacity_band"].unique(), key=lambda band: order.index(band) if band in order else len(order))


def finding(report: pd.DataFrame) -> str:
    """Whether ours beats each naive way at each days out, over all capacities."""
    lost = losses(report[report["capacity_band"] == "all"])
    return "A naive way did better somewhere: see below" if lost else "Closer than every naive way, at every distance"


def caption(report: pd.DataFrame) -> str:
    ours = report[report["method"] == OURS]
    return f"Forecasts made without later data, scored on up to {words.things(int(ours['n'].max()), 'finished show')}."


def table(report: pd.DataFrame, band: str) -> pd.DataFrame:
    """One row a days out: coverage, wape of ours and of each naive way (fractions), n shows; furthest out first."""
    shown = report[report["capacity_band"] == band]
    wapes = shown.pivot(index="days_out", columns="method", values="wape").rename(columns={**NAIVE, OURS: "wape"})
    ours = shown[shown["method"] == OURS].set_index("days_out")[["coverage", "n"]]
    return ours.join(wapes[["wape", *NAIVE.values()]]).sort_index(ascending=False).reset_index()


def losses(report: pd.DataFrame) -> list[str]:
    """Where a naive way was closer than ours: "last comparable at 7 days out (3.1% against 3.4%), up to 500"."""
    ours = report[report["method"] == OURS].set_index(["capacity_band", "days_out"])["wape"]
    said = []
    row: Any
    for row in report[report["method"].isin(NAIVE)].itertuples():
        mine = ours.get((row.capacity_band, row.days_out))
        if mine is not None and row.wape < mine:
            room = "" if row.capacity_band == "all" else f", {row.capacity_band} seats"
            errors = f"{words.percent(row.wape, 1)} against {words.percent(mine, 1)}, {words.things(row.n, 'show')}"
            said.append(f"{row.method} at {words.days_out(row.days_out)} ({errors}{room})")
    return said


def wins(report: pd.DataFrame, band: str) -> str:
    """Where a naive way wins in a band, in a sentence; or that none does."""
    lost = losses(report[report["capacity_band"] == band])
    if not lost:
        return "No naive way was closer here."
    return f"A naive way was closer: {'; '.join(lost[:4])}{' and more' if len(lost) > 4 else ''}."


def track_words(record: dict) -> str:
    """What the decision log adds: how the forecasts behind our own offers did."""
    if not record["n"]:
        return "No offer of the decision log has been scored yet."
    held = f", the range held in {record['held']} of {record['with_range']}" if record["with_range"] else ""
    return f"Behind {words.things(record['n'], 'scored offer')}: error {words.percent(record['wape'], 1)}{held}."
