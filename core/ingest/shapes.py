"""Every kind of file that can be imported, in the order in which kinds are loaded."""

from core.ingest.kinds import CANONICAL, Kind
from core.ingest.sources import WholeCleaner

KINDS: dict[str, Kind] = {kind.name: kind for kind in CANONICAL}
# Shapes that are cleaned a whole file at a time.
WHOLE: dict[str, WholeCleaner] = {}
