"""How a page asks: a question of `core`, answered once for each snapshot and then kept for every reader."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from core import concerts, marketing, promotions, responses, show_sums
from core.access import MONEY_QUESTIONS, RESULT_COLUMNS, Action, Grant
from core.desk.errors import NotThere
from core.filters import Filters
from core.warehouse.show_rows import RowsByShow
from core.warehouse.snapshot import current
from pages.parts.signing import reader

Answer = TypeVar("Answer")
# Rows of shows, asked once for all of them and then cut, at a fifth of the price of asking again: by place, genre and day
# of the show, or by the column that names it.
A_ROW_A_SHOW = (concerts.shows, concerts.on_sale, concerts.at_risk)
ROWS_OF_SHOWS = {marketing.shows: "concert_id", marketing.of_each_show: "key", promotions.calendar: "concert_id",
                 responses.by_show: "concert_id"}
# Rows of one show, likewise, by the column that names it.
ROWS_OF_ONE = {concerts.pacing: "concert_id", concerts.pacing_band: "concert_id", concerts.comparables: "compared_with",
               concerts.ticket_count: "concert_id", concerts.settlement_lines: "concert_id",
               concerts.deal_outcomes: "concert_id", concerts.budget: "concert_id"}


def ask(question: Callable[..., Answer], /, **params: Hashable) -> Answer:
    """What `question(**params)` answers on the newest snapshot. A frame is a copy, free to change (copy on write).

    Kept by plain `lru_cache`: hashing and unpickling in Streamlit's cache cost as much as the smaller questions.
    Raises NothingPublished before the first publish, QueryError and QueryTooSlow as the question does, and NotThere for
    a show out of the reader's sight.
    """
    grant = reader()
    if isinstance(filters := params.get("filters"), Filters):
        params["filters"] = grant.narrowed(filters)
    if grant.limited and "concert_id" in params and params["concert_id"] not in set(in_sight(grant)["concert_id"]):
        raise NotThere(f"There is no show {params['concert_id']!r}.", remedy="Choose one of the list.")
    kept: Any = answered(current().path, Question(question), tuple(params.items()), grant.sight)
    return seen(kept.copy(deep=False), question, grant) if isinstance(kept, pd.DataFrame) else kept


def told(says_of: Callable[..., Any], *questions: Callable[..., Any], **asked: Hashable) -> Any:
    """What is said of the answers to these questions, all with the same parameters: made once, and kept like an answer."""
    return ask(told_of, says_of=says_of, questions=questions, **asked)


def told_of(*, says_of: Callable[..., Any], questions: tuple[Callable[..., Any], ...], **asked: Hashable) -> Any:
    return says_of(*(ask(question, **asked) for question in questions))


def in_sight(grant: Grant) -> pd.DataFrame:
    """The shows in the reader's markets and venues: columns as `concerts.shows`."""
    return answered(current().path, Question(concerts.shows), (("filters", grant.narrowed(Filters())),), grant.sight)


def seen(frame: pd.DataFrame, question: Callable[..., Any], grant: Grant) -> pd.DataFrame:
    """The frame as its reader may see it: what they have no right to is missing, as is what is out of their sight."""
    if not grant.covers(question) or (question.__name__ in MONEY_QUESTIONS and not grant.may(Action.see_money)):
        return frame.iloc[:0]
    if withheld := grant.withheld(question):
        frame = frame.assign(**dict.fromkeys(withheld.intersection(frame.columns), float("nan")))
    return within(frame, in_sight(grant)) if grant.limited else frame


def within(frame: pd.DataFrame, shows: pd.DataFrame) -> pd.DataFrame:
    """Without the rows, options and results of other shows than these."""
    if "concert_id" in frame:
        return frame[frame["concert_id"].isna() | frame["concert_id"].isin(shows["concert_id"])].reset_index(drop=True)
    if {"dimension", "value"} <= set(frame):
        places = {*shows["market"], *shows["venue"]}
        return frame[(frame["dimension"] == "genre") | frame["value"].isin(places)].reset_index(drop=True)
    if {"is_ours", "venue", *RESULT_COLUMNS} <= set(frame):
        ours = frame["venue"].isin(shows["venue"])
        return frame.assign(**{name: frame[name].where(ours) for name in RESULT_COLUMNS})
    return frame


class Question:
    """What is asked, as a key: a page's own function is a new object in every rerun, but its code is the same."""

    def __init__(self, asked: Callable[..., Any]) -> None:
        self.asked = asked
        self.key = getattr(asked, "__code__", asked) if getattr(asked, "__closure__", None) is None else asked

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Question) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


Params = tuple[tuple[str, Hashable], ...]


def answered(snapshot: Path, question: Question, params: Params, sight: tuple[Hashable, ...]) -> Any:
    """`snapshot` is the name under which an answer is kept."""
    about_all, about_some = kept(snapshot)
    return (about_some if of_some(params) else about_all)(snapshot, question, params, sight)


@lru_cache(maxsize=2)
def kept(snapshot: Path) -> tuple[Any, Any]:
    """The answers of a snapshot: those about all, and those about some. Of two snapshots, as a rerun may have begun on the one
    before; with an older one all goes that it gave (a show's rows are a slice of those of all shows, and hold them)."""
    return lru_cache(maxsize=800)(worked_out), lru_cache(maxsize=1000)(worked_out)


def of_some(params: Params) -> bool:
    """Whether some shows are meant, or one thing by its id: there are so many of these that kept together they would push out
    the answers about all, which every page begins with."""
    asked: dict[str, Any] = dict(params)
    one = any(name == "asked" or name.endswith("_id") for name, value in asked.items() if value is not None)
    return one or getattr(asked.get("filters"), "chosen", False) or ("params" in asked and of_some(asked["params"]))


def worked_out(snapshot: Path, question: Question, params: Params, sight: tuple[Hashable, ...]) -> Any:
    """What the question answers, cut from what it answers of all shows where that is so much cheaper."""
    asked: dict[str, Any] = dict(params)
    if question.asked in ROWS_OF_ONE and asked["concert_id"] is not None:
        return answered(snapshot, Question(by_show), (("question", question.asked),), ()
                        ).of(asked["concert_id"]).reset_index(drop=True)
    if not getattr(asked.get("filters"), "chosen", False):
        return question.asked(**asked)
    everything = tuple((asked | {"filters": Filters()}).items())
    if question.asked in A_ROW_A_SHOW:
        return asked["filters"].kept(answered(snapshot, question, everything, sight))
    if question.asked in ROWS_OF_SHOWS:
        rows = answered(snapshot, question, everything, sight)
        return rows[show_sums.of_chosen(rows[ROWS_OF_SHOWS[question.asked]], asked["filters"])].reset_index(drop=True)
    return question.asked(**asked)


def by_show(*, question: Callable[..., Any]) -> RowsByShow[pd.DataFrame]:
    """What the question answers of every show."""
    return RowsByShow(question(concert_id=None), ROWS_OF_ONE[question])
