"""The routes of the API with the action that each requires, read from the application itself."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from fastapi.routing import APIRoute

from core.access import Action
from core.api import api
from core.api.callers import Permit


class Described(NamedTuple):
    method: str
    path: str
    actions: frozenset[Action]


def permits(dependant: Any) -> Iterator[Action]:
    for inner in dependant.dependencies:
        if isinstance(inner.call, Permit):
            yield inner.call.action
        yield from permits(inner)


def routes(router: Any = api) -> Iterator[Described]:
    for route in router.routes:
        if isinstance(route, APIRoute):
            for method in sorted(route.methods):
                yield Described(method, route.path, frozenset(permits(route.dependant)))
        elif inner := getattr(route, "original_router", None):
            yield from routes(inner)
