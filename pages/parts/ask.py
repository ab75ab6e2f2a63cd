"""How a page asks: a question of `core`, answered once for each snapshot and then kept for every reader."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from core.warehouse.snapshot import current

Answer = TypeVar("Answer")


def ask(question: Callable[..., Answer], **params: Hashable) -> Answer:
    """What `question(**params)` answers on the newest snapshot. A frame is a copy, free to change (copy on write).

    Kept by plain `lru_cache`: hashing and unpickling in Streamlit's cache cost as much as the smaller questions.
    Raises NothingPublished before the first publish, QueryError and QueryTooSlow as the question does.
    """
    kept: Any = answered(current().path, Question(question), tuple(params.items()))
    return kept.copy(deep=False) if isinstance(kept, pd.DataFrame) else kept


class Question:
    """What is asked, as a key: a page's own function is a new object in every rerun, but its code is the same."""

    def __init__(self, asked: Callable[..., Any]) -> None:
        self.asked = asked
        self.key = getattr(asked, "__code__", asked) if getattr(asked, "__closure__", None) is None else asked

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Question) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=500)
def answered(snapshot: Path, question: Question, params: tuple[tuple[str, Hashable], ...]) -> Any:
    """`snapshot` is the name under which an answer is kept; a new one makes the old answers fall out in time."""
    return question.asked(**dict(params))
