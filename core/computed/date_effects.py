"""What the day did to our past sales: weekday, public holiday, season and rivals, in one regression.

The share of sellable sold at the end is explained by the weekday, whether the day or the next one is a public holiday,
the month, pressure (1: a rival of our size and genre on our night, in our market), and, so that these do not pass for
the day's work, market, genre and size. Weekdays, months and the rest are shrunk (a normal prior of 15 points around
0, so that three shows on a Tuesday say little); pressure is not. Ranges are 80 %, from a variance that lets shows of
one market err alike (cluster-robust sandwich; Liang and Zeger 1986), with Student's t on markets less one. It is an
association over our own shows, not an experiment: sold-out shows hide part of it, and a promoter who avoids rivals
hides more.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from core.computed.public_holidays import on_public_holiday

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LEAST_SHOWS, LEAST_EACH, LEAST_CLUSTERS = 60, 15, 4
PRIOR = 0.15  # standard deviation of what is shrunk, share of sellable
LEVEL = 0.9  # upper end of the 80 % range
COLUMNS = ["kind", "term", "effect", "lo", "hi", "n", "shows", "clusters", "declined"]


class Design(NamedTuple):
    matrix: np.ndarray
    terms: list[tuple[str, str, int]]  # kind, term, shows it rests on; "" kinds are not told
    shrunk: np.ndarray


def date_effects(played: pd.DataFrame) -> pd.DataFrame:
    """What each weekday, month, holiday and rival did, in share of sellable against the average day.

    played: local_date, market_id, country, region, genre, sellable, sell_through, pressure, is_covered. Columns: kind
    (weekday, month, holiday, eve, rival), term, effect with lo and hi (80 %), n (shows of that term), shows and
    clusters (that all rests on), declined (why there is no effect; then the three are NULL).
    """
    known = played[played["is_covered"].astype(bool)] if len(played) else played
    pressed = int((known["pressure"] > 0).sum()) if len(known) else 0
    markets = known["market_id"].nunique()
    if len(known) < LEAST_SHOWS or markets < LEAST_CLUSTERS:
        return declined("rival", "pressure", f"not enough data: {len(known)} played shows with listings around them in "
                        f"{markets} markets; {LEAST_SHOWS} in {LEAST_CLUSTERS} needed", pressed, len(known), markets)
    from scipy.special import stdtrit  # a publish without such sales does without it

    design = designed(known)
    effect, deviation = fitted(design, known["sell_through"].to_numpy(float), pd.factorize(known["market_id"])[0])
    reach = stdtrit(markets - 1, LEVEL) * deviation
    told = pd.DataFrame({
        "kind": [kind for kind, _, _ in design.terms], "term": [term for _, term, _ in design.terms],
        "effect": effect, "lo": effect - reach, "hi": effect + reach, "n": [n for _, _, n in design.terms],
        "shows": len(known), "clusters": markets, "declined": None})
    told = told[(told["kind"] != "") & (told["n"] > 0)]
    if min(pressed, len(known) - pressed) < LEAST_EACH and (known["pressure"].std() or 0) < 0.1:
        rival = declined("rival", "pressure", f"not enough data: {pressed} of {len(known)} shows had a rival near, "
                         f"{LEAST_EACH} with and without needed", pressed, len(known), markets)
        told = pd.concat([told[told["kind"] != "rival"], rival], ignore_index=True)
    return told[COLUMNS].reset_index(drop=True)


def declined(kind: str, term: str, why: str, n: int, shows: int, clusters: int) -> pd.DataFrame:
    row = (kind, term, np.nan, np.nan, np.nan, n, shows, clusters, why)
    return pd.DataFrame([row], columns=COLUMNS)


def designed(known: pd.DataFrame) -> Design:
    """Columns of 0 and 1 (pressure as it is), each against its own mean; the first is the average show."""
    days = pd.to_datetime(known["local_date"])
    columns: list[tuple[str, str, np.ndarray]] = [
        *(("weekday", name, (days.dt.day_of_week == i).to_numpy()) for i, name in enumerate(WEEKDAYS)),
        *(("month", str(month), (days.dt.month == month).to_numpy()) for month in range(1, 13)),
        ("holiday", "holiday", on_public_holiday(known)),
        ("eve", "eve", on_public_holiday(known.assign(local_date=days + pd.Timedelta(days=1)))),
        *(("", str(value), (known[name] == value).to_numpy()) for name in ("market_id", "genre")
          for value in known[name].dropna().unique()),
        ("", "size", np.log(known["sellable"].to_numpy(float)) / 10),
    ]
    pressure = known["pressure"].to_numpy(float)
    told = [(kind, term, int(values.sum())) for kind, term, values in columns]
    matrix = np.column_stack([values.astype(float) for _, _, values in columns])
    matrix -= matrix.mean(axis=0)
    matrix = np.column_stack([np.ones(len(known)), pressure - pressure.mean(), matrix])
    terms = [("", "average", len(known)), ("rival", "pressure", int((pressure > 0).sum())), *told]
    return Design(matrix, terms, np.arange(matrix.shape[1]) > 1)


def fitted(design: Design, sold: np.ndarray, cluster: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Effects against the average day and their standard deviations, (columns,) each. The noise comes from a first fit.

    A shrunk effect is at least as unsure as its posterior says: few markets with few shows look surer than they are.
    """
    gram, noise = design.matrix.T @ design.matrix, float(np.var(sold))
    for _ in range(2):
        bread = np.linalg.inv(gram + np.diag(np.where(design.shrunk, noise / PRIOR**2, 1e-9)))
        effect = bread @ design.matrix.T @ sold
        left = sold - design.matrix @ effect
        freedom = max(len(sold) - float(np.trace(bread @ gram)), 1.0)
        noise = float(left @ left) / freedom
    scores = np.zeros((int(cluster.max()) + 1, design.matrix.shape[1]))
    np.add.at(scores, cluster, design.matrix * left[:, None])
    groups = len(scores)
    meat = scores.T @ scores * groups / (groups - 1) * (len(sold) - 1) / freedom
    told = against_average(design.terms)
    robust, plain = (np.sqrt(np.clip(np.diag(told @ spread @ told.T), 0, None)) for spread in (
        bread @ meat @ bread, noise * bread))
    return told @ effect, np.where(design.shrunk, np.maximum(robust, plain), robust)


def against_average(terms: list[tuple[str, str, int]]) -> np.ndarray:
    """What turns effects into effects against the average day: of weekdays and of months only differences can be
    known, so each is taken against the mean of its kind over all shows."""
    told = np.eye(len(terms))
    for kind in ("weekday", "month"):
        rows = [i for i, term in enumerate(terms) if term[0] == kind]
        share = np.array([terms[i][2] for i in rows], float)
        told[np.ix_(rows, rows)] -= share / share.sum()
    return told
