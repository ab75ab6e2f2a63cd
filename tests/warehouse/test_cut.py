"""A table is cut into parts by its dates: every row is in one part, and growth does not cut the past anew."""

from collections import Counter
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.warehouse import cut, parquet

DAYS = st.lists(st.tuples(st.dates(date(2024, 1, 25), date(2024, 3, 5)) | st.none(), st.integers(1, 900)), max_size=30)


def each_day(rows: int, first: date, days: int) -> list[tuple[date, int, int]]:
    return [(first + timedelta(day), rows, 1) for day in range(days)]


@pytest.mark.parametrize(("rows", "names"), [
    (1000, ["date=2026-02-26", "date=2026-02-27", "date=2026-02-28"]),
    (500, ["date=2026-02-25--26", "date=2026-02-27--28"]),
    (250, ["date=2026-02-25--28"]),
    (63, ["date=2026-02-17--28"]),
    (62, ["date=2026-02"]),
])
def test_a_part_has_enough_rows_in_as_few_days_as_that_takes(rows, names):
    assert [share.partition for share in cut.shares(each_day(rows, date(2026, 2, 26), 3), "date", 1000)] == names


@pytest.mark.parametrize(("largest", "least"), [(0, 750), (599_999, 750), (600_000, 1500), (16_000_000, 24_000)])
def test_parts_grow_with_the_largest_table_in_doublings(largest, least):
    assert cut.least_rows(largest) == least


def test_a_month_that_grows_and_sells_better_is_cut_as_the_month_before():
    quiet = each_day(500, date(2026, 4, 1), 30)
    before = {share.partition for share in cut.shares([*quiet, *each_day(500, date(2026, 5, 1), 3)], "date", 1000)}
    after = {share.partition for share in cut.shares([*quiet, *each_day(4000, date(2026, 5, 1), 20)], "date", 1000)}
    assert before <= after
    assert "date=2026-05-03--04" in before


@settings(max_examples=40, deadline=None)
@given(counted=DAYS, kind=st.sampled_from(["DATE", "TIMESTAMP"]), least=st.sampled_from([500, 1000, 8000]))
def test_each_row_is_in_one_part_and_the_rows_of_a_part_are_found_again(counted, kind, least):
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE sale (date {kind}, qty INTEGER)")
        if counted:
            connection.executemany("INSERT INTO sale VALUES (?, ?)", counted)
        keyed = connection.execute(f"SELECT {cut.key('date')}, sum(qty)::INTEGER, 1 FROM sale GROUP BY 1").fetchall()
        shares = cut.shares(keyed, "date", least)
        assert sum(share.total for share in shares) == len(keyed)
        found = Counter({share.partition: connection.execute(
            f"SELECT coalesce(sum(qty), 0)::INTEGER FROM sale WHERE {cut.condition('date', share.partition)}").fetchall()[0][0]
            for share in shares})
    assert found == Counter({share.partition: share.rows for share in shares})
    assert found.total() == sum(rows for _, rows in counted)


def test_a_table_without_a_date_is_cut_into_stretches():
    assert cut.shares([(1, 5, 7), (0, 250_000, 3), (1, 1, 2)], None, 500) == [("part=00000", 250_000, 3), ("part=00001", 6, 9)]


def test_a_store_with_a_large_table_has_longer_parts_in_each_table(tmp_path):
    connection = duckdb.connect()
    connection.execute("""ATTACH ':memory:' AS warehouse; CREATE TABLE warehouse.large AS FROM range(1_200_000);
        CREATE TABLE warehouse.daily AS SELECT DATE '2026-05-01' + (i % 4)::INTEGER AS date FROM range(8000) x(i)""")
    parts = parquet.Writer(tmp_path / "parts", tmp_path / "kept", (), {}).parts_of(connection, "warehouse")
    assert [part.partition for part in parts if part.table == "daily"] == ["date=2026-05-01--02", "date=2026-05-03--04"]
