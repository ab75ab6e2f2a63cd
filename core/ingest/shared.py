"""What the dashboards that name the same DynamoDB table share of outside sources: pace, standing and answers.

Amazon Location is asked with all three too, in the store's own files where no table is set.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from core.aws.answers import Answers
from core.aws.items import Table
from core.aws.objects import bucket
from core.aws.places import Place, Places
from core.aws.shared_state import SharedState, SharedTurns
from core.aws.tables import table
from core.gazetteer import find
from core.ingest.places import place
from core.integrations.http import Source, Surroundings
from core.integrations.standing import Kept, KeptInFile, State
from core.settings import settings

# Longer than a call with all its tries and the longest wait a source may ask for.
LEASE_SECONDS = 900.0
LOCATION_PER_SECOND = 50


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
        around.shared = SharedByTable(table(around.data_dir), answers_of(around), around)
    return around


def places(client: Any = None) -> Places:
    """Amazon Location where the settings switch it on (or with `client`), else the gazetteer alone."""
    if not (client or settings().location):
        return Places(embedded)
    from core.aws.clients import client as aws_client

    around = surroundings()
    source = Source("location", "Amazon Location", LOCATION_PER_SECOND, settings().location_daily_calls)
    standing, turns = around.standing(source), around.turns(source)

    @contextmanager
    def turn() -> Iterator[None]:
        with turns.turn():
            standing.count_call()
            yield

    return Places(embedded, client or aws_client("geo-places"), answers_of(around), turn)


def embedded(text: str, country: str | None) -> Place | None:
    """The gazetteer's answer to "Bath, Somerset, GB"."""
    said = place(text)
    found = find(said.city or text, said.region, country or said.country).place
    if found is None:
        return None
    label = ", ".join(part for part in (found.city, found.region, found.country) if part)
    return Place(label, found.latitude, found.longitude, found.city, found.region, found.country, "gazetteer", None)


def answers_of(around: Surroundings) -> Answers:
    """Kept in the shared table of the settings, else in a file of the store."""
    overflow = bucket() if settings().s3_bucket else None
    return Answers(table(around.data_dir), overflow, lambda: around.clock.now().timestamp(), around.clock.sleep)
