"""Audiences: who buys, who fits which rule, and the file for an ad platform. Counts are read from the published cells.

Rules stand at the desk and are applied anew at each question. A file of people holds SHA-256 digests of normalised e-mail
addresses only, of those who agreed, without the suppression list, and never of so few that one could be told from it.
"""

import hashlib
from typing import Any, NamedTuple

import pandas as pd
from scipy.special import gammaincinv

from core.desk import audiences, audit
from core.desk.errors import DeedRefused
from core.filters import Filters
from core.warehouse.read import read

SMALLEST = 50  # people a file must hold
LEVEL, STRENGTH = 0.8, 10.0  # of the range of an index, and of the prior that draws small markets to one
WIDEST = {"r": (1, 5), "f": (1, 5), "m": (1, 5)}


def cells(*, filters: Filters) -> pd.DataFrame:
    """Buyers by market, segment and scores.

    Columns: market, currency, segment, r, f, m, buyers, reachable (agreed, with an address), gross, expected_year, alive.
    """
    return read("marketing/cells", markets=filters.params()["markets"])


def moves(*, filters: Filters, months: int = 12) -> pd.DataFrame:
    """Who moved between lifecycle segments in so many months (3, 6, 12). Columns: before (NULL: no buyer yet), after, buyers."""
    return read("marketing/segment_moves", months=months, markets=filters.params()["markets"])


def model() -> pd.DataFrame:
    """The fit of BG/NBD, one row. Columns: r, alpha (weeks), a, b, log_likelihood, buyers, reason."""
    return read("marketing/buyer_model")


def rule_counts(*, filters: Filters, rules: list[dict[str, Any]] | None = None) -> pd.DataFrame:
    """Each named rule (those given, else those at the desk) in the order in which they are tried, with how many fit it,
    whether or not they fit another too.

    Columns: rule_id, name, rule, version, buyers, reachable, gross, expected_year, first (fit no rule before it).
    """
    people, rows, taken = cells(filters=filters), [], None
    for row in audiences.rules() if rules is None else rules:
        fits = fitting(people, row["rule"])
        first = fits if taken is None else fits & ~taken
        taken = fits if taken is None else taken | fits
        found = people[fits]
        rows.append({name: row[name] for name in ("rule_id", "name", "rule", "position", "version")} | {
            "buyers": int(found["buyers"].sum()), "reachable": int(found["reachable"].sum()),
            "gross": float(found["gross"].sum()), "expected_year": float(found["expected_year"].sum()),
            "first": int(people.loc[first, "buyers"].sum())})
    return pd.DataFrame(rows)


def fitting(people: pd.DataFrame, rule: dict[str, Any]) -> pd.Series:
    """Which cells meet a rule."""
    fits = pd.Series(True, people.index)
    for score in WIDEST:
        low, high = rule.get(score, WIDEST[score])
        fits &= people[score].between(low, high)
    for name, column in (("segments", "segment"), ("markets", "market")):
        if rule.get(name):
            fits &= people[column].isin(rule[name])
    return fits


def over_index(*, filters: Filters, segment: str = "Super Active") -> pd.DataFrame:
    """Where a lifecycle segment is more common than elsewhere: its share of a market's buyers over its share of all.

    Columns: label (market), value (index), lo, hi (80 % range), buyers, expected. A gamma prior of mean one draws small
    markets to one (as `core.computed.over_index`).
    """
    people = cells(filters=filters).dropna(subset="market")
    total = people.groupby("market")["buyers"].sum()
    mine = people[people["segment"] == segment].groupby("market")["buyers"].sum().reindex(total.index, fill_value=0)
    expected = total * (mine.sum() / max(total.sum(), 1))
    shape, rate = mine + STRENGTH, expected + STRENGTH
    tail = (1 - LEVEL) / 2
    return pd.DataFrame({"label": total.index, "value": (shape / rate).to_numpy(),
                         "lo": gammaincinv(shape, tail) / rate, "hi": gammaincinv(shape, 1 - tail) / rate,
                         "buyers": mine.to_numpy(), "expected": expected.to_numpy()}).sort_values(
                             "value", ascending=False, ignore_index=True)


def digest(email: str) -> str:
    """SHA-256 of an address as ad platforms want it: without blanks at its ends, in lower case."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()


class Audience(NamedTuple):
    """A file for an ad platform: digests in the order of their own letters, and how many were left out as suppressed."""

    name: str
    rows: pd.DataFrame
    suppressed: int


def export(*, actor: str, rule_id: str, markets: tuple[str, ...] = ()) -> Audience:
    """Whom a rule finds now, as digests (email_sha256), each once; a line in the audit log says who took how many.

    `markets`: those the caller may see (empty: all). Raises DeedRefused for fewer than `SMALLEST` people.
    """
    row = next((row for row in audiences.rules() if row["rule_id"] == rule_id), None)
    if row is None:
        raise DeedRefused(f"There is no audience rule {rule_id!r}.", remedy="The list of audiences names what there is.")
    rule = row["rule"]
    asked = rule.get("markets") or list(markets) or None
    if markets and asked is not None:
        asked = [name for name in asked if name in markets]
    bounds = {f"{score}_{end}": rule.get(score, WIDEST[score])[place] for score in WIDEST for place, end in
              enumerate(("low", "high"))}
    found = read("personal/buyers_to_address", segments=rule.get("segments") or None, markets=asked, **bounds)
    digests = found[["email_sha256"]].drop_duplicates()
    kept = digests[~digests["email_sha256"].isin(audiences.suppressed())]
    if len(kept) < SMALLEST:
        audit.record(actor, "audience export refused", row["name"], rule_id=rule_id, why="too few")
        raise DeedRefused(f"{row['name']} finds fewer than {SMALLEST} people who may be addressed.",
                          remedy="Choose a wider rule: a small file would tell who is in it.")
    left_out = len(digests) - len(kept)
    audit.record(actor, "audience export", row["name"], rule_id=rule_id, rule=rule, people=len(kept), suppressed=left_out)
    return Audience(row["name"], kept.reset_index(drop=True), left_out)
