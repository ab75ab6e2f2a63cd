"""A table is cut into parts by its dates: every row is in one part, and growth does not cut the past anew."""

from collections import Counter
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.warehouse import cut, making
from core.warehouse.ready import Ready

DAYS = st.lists(st.tuples(st.dates(date(2023, 11, 25), date(2024, 3, 5)) | st.none(), st.integers(1, 900)), max_size=30)


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
    counted = [*each_day(rows, date(2026, 2, 26), 3), *each_day(5000, date(2026, 3, 1), 1)]
    assert [share.partition for share in cut.shares(counted, "date", 1000)][:-1] == names


@pytest.mark.parametrize(("rows", "names"), [
    ([(2024, 2000), (2025, 4000), (2026, 1)], ["date=2024", "date=2025", "date=2026-01"]),
    ([(2024, 2000), (2025, 4001), (2026, 1)], ["date=2024", "date=2025-01", "date=2026-01"]),
    ([(2024, 2001), (2025, 1), (2026, 1)], ["date=2024-01", "date=2025-01", "date=2026"]),
])
def test_a_year_with_few_rows_is_one_part_judged_by_the_year_before(rows, names):
    counted = [(date(year, 1, day), count // 10 if day > 1 else count - 9 * (count // 10), 1)
               for year, count in rows for day in range(1, 11)]
    assert sorted({share.partition[:12] for share in cut.shares(counted, "date", 1000)}) == names


def test_parts_of_a_large_table_are_a_share_of_it_and_those_of_a_small_one_a_share_of_the_store():
    large, small = cut.Size(16_000_000, 2**30), cut.Size(100_000, 2**21)
    store = large.bytes + small.bytes
    assert 16_000_000 / 512 < cut.least_rows(large, store) <= 16_000_000 / 256
    assert store / 4096 < cut.least_rows(small, store) * 2**21 / 100_000 <= store / 2048
    assert cut.least_rows(small, small.bytes) < cut.least_rows(small, store)


@settings(max_examples=50, deadline=None)
@given(rows=st.integers(1, 10**7), changes=st.lists(st.integers(-5, 5), max_size=10))
def test_a_few_rows_more_or_less_cut_no_table_anew(rows, changes):
    least = cut.least_rows(cut.size(rows, 10, rows // 50_000), 10**9)
    for change in changes:
        rows = max(rows + change, 1)
        again = cut.least_rows(cut.size(rows, 10, rows // 50_000), 10**9, least)
        assert again == least or rows < 100


def test_a_table_that_grows_tenfold_is_cut_anew_once_or_twice():
    cuts, least = [], None
    for rows in range(1_000_000, 10_000_000, 1000):
        least = cut.least_rows(cut.Size(rows, rows * 50), rows * 60, least)
        cuts.append(least)
    assert cuts == sorted(cuts)
    assert len(set(cuts)) <= 3
    assert all(rows / 1024 <= least <= rows / 200 for rows, least in zip(range(1_000_000, 10_000_000, 1000), cuts, strict=True))


def test_a_month_that_grows_and_sells_better_is_cut_as_the_month_before():
    quiet = [*each_day(500, date(2025, 4, 1), 30), *each_day(500, date(2026, 4, 1), 30)]
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


def test_each_table_is_cut_by_its_own_bytes(tmp_path):
    connection = duckdb.connect()
    connection.execute(f"""ATTACH '{tmp_path / "large.duckdb"}' AS warehouse;
        CREATE TABLE warehouse.large AS SELECT DATE '2026-05-01' + (i // 40_000)::INTEGER AS date, hash(i) AS code
            FROM range(800_000) x(i);
        CREATE TABLE warehouse.small AS SELECT DATE '2026-05-01' + (i // 1000)::INTEGER AS date FROM range(20_000) x(i);
        CHECKPOINT warehouse""")
    writer = making.Writer(Ready(tmp_path), (), {}, {"warehouse": connection}, {"warehouse": (1,)})
    names = [(part.table, part.partition) for part in writer.parts_of("warehouse")]
    assert names == [*(("large", f"date=2026-05-{day:02d}") for day in range(1, 21)),
                     *(("small", f"date=2026-05-{day:02d}--{day + 3:02d}") for day in range(1, 21, 4))]
