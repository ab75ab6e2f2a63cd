"""What the dashboards that name the same DynamoDB table share of outside sources: pace, standing and answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.aws.answers import Answers
from core.aws.items import Table
from core.aws.objects import bucket
from core.aws.shared_state import SharedState, SharedTurns
from core.aws.tables import table
from core.integrations.http import Surroundings
from core.integrations.standing import Kept, KeptInFile, State
from core.settings import settings

# Longer than a call with all its tries and the longest wait a source may ask for.
LEASE_SECONDS = 900.0


@dataclass
class Mirrored:
    """The shared state, with a copy in the store for the Data page, which asks nobody."""

    shared: Kept
    copy: Kept

    def read(self) -> State:
        return self.shared.read()

    def change(self, edit: Callable[[State], State]) -> None:
        made: list[State] = []
        self.shared.change(lambda known: made.append(edit(known)) or made[-1])  # type: ignore[func-returns-value]
        self.copy.change(lambda _: made[-1])


@dataclass
class SharedByTable:
    table: Table
    answers: Answers
    around: Surroundings

    def kept(self, source: str) -> Kept:
        return Mirrored(SharedState(self.table, "standing", source),
                        KeptInFile(self.around.folder / f"{source}.json"))

    def turns(self, source: str, per_second: int) -> SharedTurns:
        clock = self.around.clock
        return SharedTurns(SharedState(self.table, "turns", source), per_second, lambda: clock.now().timestamp(),
                           clock.sleep)

    def answer(self, source: str, request: str, fetch: Callable[[], bytes]) -> bytes:
        """Of the same service only: a trial server has answers of its own."""
        query = {"url": getattr(settings(), f"{source}_url"), "request": request}
        seconds = settings().shared_answer_hours * 3600
        if not seconds:
            return fetch()
        return self.answers.answer(source, query, fetch, ttl_seconds=seconds, lease_seconds=LEASE_SECONDS)


def surroundings(**given: Any) -> Surroundings:
    """Those of this store, shared with others where the settings name a DynamoDB table."""
    around = Surroundings(**given)
    if settings().dynamodb_table:
        shared = table(around.data_dir)
        overflow = bucket() if settings().s3_bucket else None
        answers = Answers(shared, overflow, lambda: around.clock.now().timestamp(), around.clock.sleep)
        around.shared = SharedByTable(shared, answers, around)
    return around
