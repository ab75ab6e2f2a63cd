"""Every kind of file that can be imported, in the order in which kinds are loaded."""

from core.ingest.archive import ARCHIVE
from core.ingest.engagements import BOX_OFFICE, clean_box_office
from core.ingest.history import SHOW_HISTORY, clean_show_history
from core.ingest.kinds import CANONICAL, Kind
from core.ingest.sources import WholeCleaner
from core.ingest.tours import TOUR_TOTALS, clean_tour_totals

TABLES: dict[str, Kind] = {kind.name: kind for kind in (*CANONICAL, SHOW_HISTORY, BOX_OFFICE, TOUR_TOTALS)}
KINDS: dict[str, Kind] = TABLES | {"archive": ARCHIVE}
# Shapes that are cleaned a whole file at a time, because something is decided once for the file.
WHOLE: dict[str, WholeCleaner] = {"show_history": clean_show_history, "box_office": clean_box_office,
                                  "tour_totals": clean_tour_totals}
