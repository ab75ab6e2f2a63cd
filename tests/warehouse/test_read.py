"""What a question's rows are in pandas, whatever is missing in them."""

from datetime import time

import duckdb
import numpy as np
import pandas as pd
import pytest

from core.warehouse.read import framed

ROWS = """
    SELECT * FROM (VALUES (1, 7, DATE '2026-12-04', TIMESTAMP '2026-12-04 20:00:00', TIME '20:00', true, 1.5::DECIMAL(18, 2),
                           'a', NULL::VARCHAR, [1, 2], NULL::DECIMAL(18, 2)),
                          (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL))
    AS rows(whole, gaps, day, instant, clock, truth, money, word, unsaid, listed, unpaid) ORDER BY whole"""


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    with duckdb.connect() as connection:
        return framed(connection.sql(ROWS).to_arrow_table())


def test_each_column_has_the_kind_that_questions_document(frame):
    assert frame.dtypes.astype(str).to_dict() == {
        "whole": "int32", "gaps": "Int32", "day": "datetime64[us]", "instant": "datetime64[us]", "clock": "object",
        "truth": "boolean", "money": "float64", "word": "str", "unsaid": "object", "listed": "object", "unpaid": "float64"}


def test_values_are_what_duckdb_gives_itself(frame):
    with duckdb.connect() as connection:
        theirs = connection.execute(ROWS).df()
    for name in frame:
        ours_missing, theirs_missing = frame[name].isna(), theirs[name].isna()
        assert ours_missing.tolist() == theirs_missing.tolist()
        pairs = zip(frame[name][~ours_missing], theirs[name][~theirs_missing], strict=True)
        assert all(np.array_equal(one, other) for one, other in pairs)
    assert frame["clock"][0] == time(20, 0)


def test_a_missing_word_of_a_single_row_is_none(frame):
    assert frame["unsaid"].to_list() == [None, None]
