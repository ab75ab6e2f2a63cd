"""How a page asks: a question of `core`, answered once for each snapshot and then kept for every reader."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from core.warehouse.snapshot import current


def ask(question: Callable[..., pd.DataFrame], **params: Any) -> pd.DataFrame:
    """The frame that answers `question(**params)` on the newest snapshot; a copy, free to change.

    Raises NothingPublished before the first publish, QueryError and QueryTooSlow as the question does.
    """
    return answered(str(current().path), f"{question.__module__}.{question.__name__}", params, question)


@st.cache_data(max_entries=500, show_spinner=False)
def answered(snapshot: str, name: str, params: dict[str, Any], _question: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    return _question(**params)
