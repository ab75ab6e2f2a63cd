"""Venues and shows that deeds name: they exist, and the caller may see them."""

from core import concerts, results
from core.access import Grant
from core.api.asking import exact
from core.api.narrowing import require_concert
from core.desk.errors import NotThere
from core.filters import Filters


def venue_ids(grant: Grant) -> list[str] | None:
    """The venues in the caller's sight; None for all of them."""
    if not grant.limited:
        return None
    return exact(results.venues)(filters=grant.narrowed(Filters()))["venue_id"].to_pylist()


def require_show(concert_id: str, grant: Grant) -> dict:
    """One show as it is published. Raises NotThere for one that is unknown or out of sight."""
    require_concert(concert_id, grant)
    found = exact(concerts.one)(concert_id=concert_id).to_pylist()
    if not found:
        raise NotThere(f"There is no concert {concert_id!r}.", remedy="See /api/v1/concerts.")
    return dict(found[0])


def require_in_sight(venue_id: str, grant: Grant) -> None:
    """Raises NotThere for a row of the desk at a venue out of sight; the venue itself may be gone by now."""
    sight = venue_ids(grant)
    if sight is not None and venue_id not in sight:
        raise NotThere("There is no such row.", remedy="See the list.")
