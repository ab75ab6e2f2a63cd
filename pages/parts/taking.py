"""Files that a reader takes home: with the rights of the moment of the click, and a line in the audit log."""

from collections.abc import Callable, Hashable
from functools import partial

from core.access import Action, Forbidden
from core.desk import audit
from pages.parts.signing import Visitor, reader, visitor


def taken_home(written: Callable[[], bytes], what: str, **detail: str | int) -> Callable[[], bytes]:
    """What a download button calls when it is pressed: `written()`, if the reader may still have it."""
    return partial(handed_out, visitor(), reader().sight, written, what, detail)


def handed_out(who: Visitor, sight: tuple[Hashable, ...], written: Callable[[], bytes], what: str,
               detail: dict[str, str | int]) -> bytes:
    """Raises Forbidden when the rights are others than when the page was drawn: the rows are those of then."""
    grant = who.require(Action.export)
    if grant.sight != sight:
        raise Forbidden("What you may see has changed since this page was drawn.", remedy="Reload the page.")
    audit.record(grant.actor, "export", what, **detail)
    return written()
