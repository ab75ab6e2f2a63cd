"""The one guard against texts that a spreadsheet would run as formulas."""

import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# What a spreadsheet takes for a formula (OWASP, CSV Injection), also behind blanks and quotes, also in full width.
# The characters stand as themselves because Python's and Arrow's regular expressions escape differently.
BEFORE = "\"'` \u00a0\u2007\u202f\u3000\u200b\ufeff\v\f"
FORMULA = f"^[{BEFORE}]*[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n]"


def neutralise(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before one that could be.

    `restore` is its exact inverse. Only for text: a number such as -5 stays a number.
    """
    return f"'{text}" if re.match(FORMULA, text) else text


def restore(text: str) -> str:
    """The text that `neutralise` was given."""
    return text[1:] if text[:1] == "'" and re.match(FORMULA, text[1:]) else text


def guard(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every text and every column name neutralised: for tables whose own toolbar offers a CSV.

    The exports guard by themselves: give them the frame as it is, or texts get two apostrophes.
    """
    guarded = frame.rename(columns=lambda name: neutralise(str(name)))
    for place, kind in enumerate(frame.dtypes):
        if pd.api.types.is_object_dtype(kind) or isinstance(kind, pd.StringDtype | pd.CategoricalDtype):
            cells = [neutralise(cell) if isinstance(cell, str) else cell for cell in frame.iloc[:, place]]
            guarded.isetitem(place, pd.array(cells, dtype="object"))
    return guarded


def neutralised(texts: pa.Array, before: str = "'") -> pa.Array:
    """`neutralise` for a whole column, with `before` put before a formula."""
    return pc.if_else(pc.match_substring_regex(texts, FORMULA), pc.binary_join_element_wise(before, texts, ""), texts)
