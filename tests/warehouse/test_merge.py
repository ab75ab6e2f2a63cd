"""Merging rows: the same rows twice change nothing, and the counts are the truth."""

import duckdb
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from core.warehouse.merge import merge

keys = st.one_of(st.none(), st.sampled_from("abcdef"))
rows = st.dictionaries(keys, st.one_of(st.none(), st.integers(0, 3)), max_size=6)


def as_table(values: dict) -> pa.Table:
    return pa.table({"k": pa.array(list(values), pa.string()), "v": pa.array(list(values.values()), pa.int64())})


@given(before=rows, after=rows)
def test_merge_is_idempotent_and_counts_new_changed_and_unchanged(before, after):
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (k VARCHAR, v BIGINT, kept VARCHAR)")
        merge(connection, "t", as_table(before), ("k",))
        merged = merge(connection, "t", as_table(after), ("k",))
        stored = dict(connection.execute("SELECT k, v FROM t").fetchall())
        again = merge(connection, "t", as_table(after), ("k",))
    assert stored == before | after
    assert merged.new == len(after.keys() - before.keys())
    assert merged.changed == sum(1 for k in after.keys() & before.keys() if after[k] != before[k])
    assert merged.unchanged == len(after) - merged.new - merged.changed
    assert again == (0, 0, len(after))


def test_columns_that_the_rows_lack_keep_their_stored_value():
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (k VARCHAR, v BIGINT, kept VARCHAR)")
        connection.execute("INSERT INTO t VALUES ('a', 1, 'as it was')")
        merge(connection, "t", as_table({"a": 2, "b": 3}), ("k",))
        assert connection.execute("FROM t ORDER BY k").fetchall() == [("a", 2, "as it was"), ("b", 3, None)]
