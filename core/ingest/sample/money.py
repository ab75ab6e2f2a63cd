"""What a show costs and earns besides tickets: the deal with the artist, expenses, people let in, bar and merch."""

import numpy as np
import pandas as pd

from core.ingest.sample.tickets import VAT, House

EXPECTED = 0.72  # share of the house both sides expect to sell when they agree the deal
DONE = ("played", "in_settlement", "settled")


def net_potential(house: House) -> np.ndarray:
    """Net gross of a sold-out house in pennies: fees and VAT off."""
    fees = house.sellable.sum(1) * (house.facility_fee + house.pre_settlement_fee)
    return (house.potential - fees) / (1 + VAT)


def deals(rng: np.random.Generator, shows: pd.DataFrame, house: House, expenses: pd.DataFrame) -> pd.DataFrame:
    """deals.csv. The artist is to have 45 to 75 % of what is expected to be left after expenses; small rooms
    take door and versus deals, large ones flat and plus. Money in pennies."""
    offered = (house.sellable.sum(1) > 0) & (shows.status != "hold").to_numpy()
    seats = house.sellable.sum(1)[offered]
    count = len(seats)
    expected = EXPECTED * net_potential(house)[offered]
    cost = _budget(shows, house, expenses)[offered]
    left = np.maximum(expected - cost, 0.12 * expected)
    size = np.digitize(seats, [500, 1500])
    odds = np.array([[0.12, 0.40, 0.08, 0.40], [0.15, 0.10, 0.30, 0.45], [0.28, 0.02, 0.38, 0.32]])
    kind = (rng.random(count)[:, None] > np.cumsum(odds[size], axis=1)[:, :-1]).sum(1)
    flat, door, plus, versus = (kind == k for k in range(4))
    on_gross = (door & (rng.random(count) < 0.25)) | (versus & (rng.random(count) < 0.2))
    share = np.select([flat, door, plus], [rng.uniform(0.5, 0.75, count), np.zeros(count),
                                           rng.uniform(0.4, 0.62, count)], rng.uniform(0.35, 0.6, count))  # fmt: skip
    guarantee = (left * share / 5000).round() * 5000
    pct = np.where(on_gross, rng.choice([0.35, 0.4], count), rng.choice([0.7, 0.75, 0.8, 0.85], count))
    radius = np.where(size == 0, 0, rng.choice([30, 50, 75, 100], count))
    deposit = np.where(guarantee > 100_000, guarantee * 0.5, 0)
    return pd.DataFrame({
        "concert_id": shows.concert_id.to_numpy()[offered],
        "deal_type": np.array(["flat", "door", "plus", "versus"], dtype=object)[kind],
        "guarantee": guarantee.astype(int),
        "pct": pd.array(np.where(flat, np.nan, pct), "Float64"),
        "basis": np.select([flat, on_gross], ["", "gross"], "net").astype(object),
        "promoter_profit_pct": pd.array(np.where(plus | (versus & ~on_gross), 0.15, np.nan), "Float64"),
        "deposit": deposit.astype(int),
        "radius_miles": _unless_zero(radius),
        "radius_days_before": _unless_zero(np.where(radius > 0, rng.choice([30, 60, 90], count), 0)),
        "radius_days_after": _unless_zero(np.where(radius > 0, rng.choice([14, 30, 60], count), 0)),
        "bonus_tiers": _bonus_tiers(rng, seats, guarantee, flat),
    })  # fmt: skip


def _unless_zero(values: np.ndarray) -> pd.api.extensions.ExtensionArray:
    return pd.Series(values, dtype="Int64").mask(values == 0).array


def _bonus_tiers(rng: np.random.Generator, seats: np.ndarray, guarantee: np.ndarray, flat: np.ndarray) -> list[str]:
    """Some flat deals pay more from 80 and 95 % of the house on, `tickets:pounds`."""
    has = flat & (rng.random(len(seats)) < 0.4)
    return [
        f"{int(s * 0.8)}:{int(g * 0.0005) * 10};{int(s * 0.95)}:{int(g * 0.001) * 10}" if yes else ""
        for s, g, yes in zip(seats, guarantee, has, strict=True)
    ]


# Category, kind, unit, then the amount: pounds at zero seats and pounds a seat, or the rate of a variable one.
EXPENSES = (
    ("venue hire", "fixed", "flat", 120, 1.10), ("production", "fixed", "flat", 80, 0.85),
    ("staffing", "fixed", "flat", 60, 0.45), ("security", "fixed", "flat", 60, 0.35),
    ("support acts", "fixed", "flat", 50, 0.25), ("hospitality", "fixed", "flat", 50, 0.12),
    ("marketing", "fixed", "flat", 0, 0), ("ticketing", "variable", "per_ticket", 0.35, 0),
    ("cleaning", "variable", "per_attendee", 0.30, 0), ("card fees", "variable", "pct_gross", 0.02, 0),
    ("music licence", "variable", "pct_net_gross", 0.04, 0),
)  # fmt: skip


def expenses(rng: np.random.Generator, shows: pd.DataFrame, house: House, planned: np.ndarray,
             spent: np.ndarray) -> pd.DataFrame:  # fmt: skip
    """expenses.csv: budget for every show that has an offer, actual for those played. In hundredths: pennies for
    money, per cent for shares of the gross. `planned`, `spent`: advertising, pounds a show."""
    offered = np.flatnonzero((house.sellable.sum(1) > 0) & (shows.status != "hold").to_numpy())
    seats, played = house.sellable.sum(1)[offered], shows.status.isin(DONE).to_numpy()[offered]
    rows = []
    for category, kind, unit, base, a_seat in EXPENSES:
        budgeted = np.full(len(offered), base * 100.0)
        actual = budgeted.copy()
        if kind == "fixed":
            budgeted = ((base + a_seat * seats) * rng.uniform(0.85, 1.15, len(seats))).round() * 100
            actual = (budgeted * np.exp(rng.normal(0.01, 0.07, len(seats)))).round()
        if category == "marketing":
            budgeted, actual = (planned[offered].round() * 100, (spent[offered] * 100).round())
        rows.append(pd.DataFrame({
            "concert_id": shows.concert_id.to_numpy()[offered], "category": category, "kind": kind, "unit": unit,
            "budgeted": budgeted.round().astype(int),
            "actual": pd.Series(actual.round().astype(int), dtype="Int64").mask(~played),
        }))  # fmt: skip
    return pd.concat(rows).sort_values("concert_id", kind="stable", ignore_index=True)


def _budget(shows: pd.DataFrame, house: House, table: pd.DataFrame) -> np.ndarray:
    """Budgeted expenses of each show at the expected sales, in pennies."""
    tickets, gross = EXPECTED * house.sellable.sum(1), EXPECTED * house.potential
    units = {"per_ticket": tickets, "per_attendee": tickets, "pct_gross": gross / 100,
             "pct_net_gross": EXPECTED * net_potential(house) / 100}  # fmt: skip
    row = pd.Index(shows.concert_id).get_indexer(table.concert_id)
    times = np.ones(len(table))
    for unit, size in units.items():
        times = np.where(table.unit == unit, size[row], times)
    return np.bincount(row, weights=table.budgeted * times, minlength=len(shows))


def admissions(rng: np.random.Generator, shows: pd.DataFrame, house: House, kept: np.ndarray) -> np.ndarray:
    """People let in, per show; 0 where none played. `kept`: tickets sold and not refunded."""
    played = shows.status.isin(DONE).to_numpy()
    came = rng.binomial(kept, 1 - rng.uniform(0.05, 0.12, len(shows)))
    return played * (came + rng.binomial(house.comps.sum(1), 0.8))


def scans(rng: np.random.Generator, shows: pd.DataFrame, admitted: np.ndarray) -> pd.DataFrame:
    """scans.csv: people through the doors every ten minutes from 18:30 on."""
    slots = 18
    flow = np.exp(-(((np.arange(slots) - 5) / 4.0) ** 2) / 2) + 0.03
    counts = rng.multinomial(admitted, flow / flow.sum())
    show, slot = np.nonzero(counts)
    night = shows.local_date.to_numpy().astype("datetime64[s]")[show]
    scanned_at = night + ((18 * 60 + 30 + slot * 10) * 60).astype("timedelta64[s]")
    return pd.DataFrame({"concert_id": shows.concert_id.to_numpy()[show], "scanned_at": scanned_at,
                         "admitted": counts[show, slot]})  # fmt: skip


def ancillary(rng: np.random.Generator, shows: pd.DataFrame, admitted: np.ndarray) -> pd.DataFrame:
    """ancillary.csv: merch and food and beverage of played shows, pennies."""
    show = np.repeat(np.flatnonzero(admitted), 2)
    kind = np.tile(np.array(["merch", "fnb"], dtype=object), len(show) // 2)
    a_head = np.where(kind == "merch", 4.2, 8.6) * np.exp(rng.normal(0, 0.25, len(show)))
    return pd.DataFrame({"concert_id": shows.concert_id.to_numpy()[show], "kind": kind,
                         "gross": (a_head * admitted[show] * 100).astype(int)})  # fmt: skip
