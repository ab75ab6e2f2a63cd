"""The clean step is pure and column-wise; its vectorised passes agree with the scalar functions."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ingest.clean import clean
from core.ingest.columns import CODED, Column, clean_column
from core.ingest.kinds import CANONICAL, LISTENS, SALES
from core.ingest.values import MISSING

MESSY = st.one_of(
    st.sampled_from(sorted(MISSING)),
    st.text(max_size=12),
    st.sampled_from(["2026-01-02", " 2026-01-02 ", "2026-01-02T10:11:12Z", "2026-13-01", "12.5", "7"]),
)


def table(**columns: Sequence[str]) -> pa.Table:
    return pa.table({name: pa.array(list(texts), pa.string()).cast(CODED) for name, texts in columns.items()})


def column_of(name: str) -> Column:
    return next(c for c in SALES.columns if c.name == name)


def slowly(column: Column, texts: Sequence[str]) -> tuple[list, list]:
    array, faults, _ = clean_column(column._replace(quick=None), pa.array(texts, pa.string()), {})
    return array.to_pylist(), faults


INSTANTS = st.datetimes(datetime(1750, 1, 1), datetime(2250, 1, 1)).map(lambda d: d.replace(microsecond=0))


@given(
    st.lists(INSTANTS, min_size=1, max_size=20),
    st.sampled_from(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S"]),
)
def test_the_fast_pass_over_instants_gives_what_one_by_one_gives(moments, style):
    texts = [moment.strftime(style) for moment in moments]
    for name in ("sold_on", "sold_at"):
        quick, faults, _ = clean_column(column_of(name), pa.array(texts), {})
        assert (quick.to_pylist(), faults) == slowly(column_of(name), texts)


@given(st.lists(MESSY, min_size=1, max_size=20))
def test_any_column_of_text_is_cleaned_the_same_fast_and_slow(texts):
    for name in ("sold_on", "sold_at", "order_id"):
        quick, faults, _ = clean_column(column_of(name), pa.array(texts, pa.string()), {})
        assert (quick.to_pylist(), faults) == slowly(column_of(name), texts)


def test_an_order_line_refunds_no_more_than_was_bought():
    """A day's line may (it refunds other days' sales), as may a line of nothing but refunds."""
    rows = [("2", "100", "2", "100", "o1"), ("2", "100", "3", "100", "o2"), ("2", "100", "1", "$100.01", "o3"),
            ("2", "100", "3", "150", ""), ("0", "0", "2", "100", "o1")]
    names = ("qty", "gross", "refunded_qty", "refunded_amount", "order_id")
    given_too = dict.fromkeys(("concert_id", "ticket_type"), ["x"] * len(rows)) | {"sold_on": ["2026-01-02"] * len(rows)}
    raw = table(**dict(zip(names, zip(*rows, strict=True), strict=True)), **given_too)
    cleaned = clean(SALES, raw, np.arange(1, len(rows) + 1))
    assert cleaned.rows["row"].to_pylist() == [1, 4, 5]
    assert [(r.record, r.column, r.value, r.reason) for r in cleaned.rejects] == [
        (2, "refunded_qty", "3", "is above the qty of the same order line"),
        (3, "refunded_amount", "$100.01", "is above the gross of the same order line")]


@given(st.data())
def test_every_row_of_any_kind_is_kept_or_refused_with_a_reason(data):
    kind = data.draw(st.sampled_from(CANONICAL))
    rows = data.draw(st.integers(0, 8))
    raw = table(**{name: data.draw(st.lists(MESSY, min_size=rows, max_size=rows)) for name in kind.sources()})
    cleaned = clean(kind, raw, np.arange(1, rows + 1))
    kept = cleaned.rows["row"].to_pylist()
    assert sorted(kept + [r.record for r in cleaned.rejects]) == list(range(1, rows + 1))
    assert all(r.reason and r.column in kind.sources() for r in cleaned.rejects)
    assert all(cleaned.rows[c.name].null_count == 0 for c in kind.columns if c.required)


@given(st.lists(MESSY, min_size=1, max_size=10))
def test_a_batch_more_or_less_makes_no_difference(texts):
    raw = table(listener_id=texts, artist=texts, plays=["1"] * len(texts))
    memory: dict = {}
    parts = [clean(LISTENS, raw.slice(i, 1), np.array([i + 1]), memory) for i in range(len(texts))]
    whole = clean(LISTENS, raw, np.arange(1, len(texts) + 1))
    assert [row for part in parts for row in part.rows.to_pylist()] == whole.rows.to_pylist()
    assert [reject for part in parts for reject in part.rejects] == whole.rejects


@pytest.mark.parametrize("text", sorted(MISSING))
def test_every_spelling_of_missing_is_null(text):
    raw = table(
        concert_id=["c1"],
        ticket_type=["GA"],
        sold_on=["2026-01-01"],
        qty=["1"],
        gross=["5"],
        order_id=[text],
        refunded_amount=[text],
        channel=[f" {text} "],
    )
    [row] = clean(SALES, raw, np.array([1])).rows.to_pylist()
    assert (row["order_id"], row["refunded_amount"], row["channel"]) == (None, None, None)


def test_the_first_column_at_fault_is_told_with_the_value_as_it_stood():
    raw = table(concert_id=["c1"], ticket_type=["GA"], sold_on=["2026-99-01"], qty=[" x" * 300], gross=["5"])
    [reject] = clean(SALES, raw, np.array([7])).rejects
    assert reject == (7, "sold_on", "2026-99-01", "is not a day of the calendar", None)


def test_a_value_is_shown_to_two_hundred_characters():
    raw = table(concert_id=["c1"], ticket_type=["GA"], sold_on=["2026-01-01"], qty=["9" * 600], gross=["5"])
    [reject] = clean(SALES, raw, np.array([1])).rejects
    assert reject.value == "9" * 200


def test_a_listen_needs_an_artist_or_its_id():
    raw = table(listener_id=["l1", "l2", "l3"], artist=["", "Zed", ""], artist_id=["", "", "a1"], plays=["1", "2", "3"])
    cleaned = clean(LISTENS, raw, np.array([1, 2, 3]))
    assert cleaned.rows["row"].to_pylist() == [2, 3]
    assert [(r.column, r.reason) for r in cleaned.rejects] == [("artist", "is missing")]
