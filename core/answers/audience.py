"""What Marketing says about buyers: made from the frames of `core.audiences`. Pure."""

from typing import Any

import pandas as pd

from core import words

ORDER = ("New", "Once Before", "Convertee", "Active", "Super Active", "Stale", "Lapsed")
CHOICES = ("Super Active", "Active", "Convertee", "Once Before", "New", "Stale", "Lapsed")
SHORT = {"r": "recency", "f": "frequency", "m": "money"}


def answer(cells: pd.DataFrame) -> str:
    """The view's sentence."""
    if cells.empty:
        return "No buyers are on file: import sales with buyer_id."
    people, reach = int(cells["buyers"].sum()), int(cells["reachable"].sum())
    ahead = float(cells["expected_year"].sum(min_count=1))
    coming = "" if words.missing(ahead) else f" {words.count(ahead)} more purchases are expected from them in a year."
    return f"{words.things(people, 'buyer')}; {words.percent(reach / people)} may be addressed.{coming}"


def segment_rows(cells: pd.DataFrame) -> pd.DataFrame:
    """One row a lifecycle segment in order: label, buyers, share, reachable, spend a head, expected purchases a head."""
    by = cells.groupby("segment")[["buyers", "reachable", "gross", "expected_year"]].sum(min_count=1)
    by = by.reindex([name for name in ORDER if name in by.index]).reset_index().rename(columns={"segment": "label"})
    return by.assign(share=by["buyers"] / by["buyers"].sum(), a_head=by["gross"] / by["buyers"],
                     expected=by["expected_year"] / by["buyers"])


def move_table(moves: pd.DataFrame) -> pd.DataFrame:
    """Who is where now (columns) of those who were where before (rows), in people."""
    table = moves.assign(before=moves["before"].fillna("not yet a buyer")).pivot_table(
        index="before", columns="after", values="buyers", aggfunc="sum", fill_value=0)
    rows = [name for name in ("not yet a buyer", *ORDER) if name in table.index]
    return table.reindex(index=rows, columns=[name for name in ORDER if name in table.columns]).reset_index()


def move_words(moves: pd.DataFrame, months: int) -> str:
    """The finding: who slipped away and who came back."""
    known = moves.dropna(subset="before")
    gone = ("Stale", "Lapsed")
    slipped = int(known.loc[~known["before"].isin(gone) & known["after"].isin(gone), "buyers"].sum())
    back = int(known.loc[known["before"].isin(gone) & ~known["after"].isin(gone), "buyers"].sum())
    fresh = int(moves.loc[moves["before"].isna(), "buyers"].sum())
    return (f"In {months} months {words.count(slipped)} slipped away, {words.count(back)} came back, "
            f"{words.count(fresh)} are new")


def rule_words(rule: dict[str, Any]) -> str:
    """A rule as a person reads it: "recency 4–5, money 5; Active; Leeds"."""
    scores = [f"{SHORT[name]} {low}" if low == high else f"{SHORT[name]} {low}–{high}"
              for name in SHORT if name in rule for low, high in [rule[name]]]
    return "; ".join(filter(None, [", ".join(scores), ", ".join(rule.get("segments", [])),
                                   ", ".join(rule.get("markets", []))]))


def rules_finding(rows: pd.DataFrame) -> str:
    if rows.empty or not rows["buyers"].sum():
        return "No rule fits anybody"
    top = rows.sort_values("buyers", ascending=False).iloc[0]
    return f"{top['name']}: {words.things(int(top['buyers']), 'buyer')}, {words.count(top['reachable'])} may be addressed"


def index_words(rows: pd.DataFrame, segment: str) -> str:
    """The finding: where a segment is thicker on the ground than elsewhere, by more than chance."""
    sure = rows[rows["lo"] > 1]
    if sure.empty:
        return f"{segment} buyers are spread evenly over markets"
    best = sure.sort_values("value", ascending=False).iloc[0]
    return f"{segment} buyers are {words.ratio(best['value'])} as common in {best['label']} as elsewhere"
