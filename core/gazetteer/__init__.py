"""Where a city is, without asking anybody: a gazetteer of 150,000 places that travels with the program.

Cut by `core/gazetteer/cut.py` from GeoNames (https://www.geonames.org, CC BY 4.0), as `data/README.md` says.
"""

from core.gazetteer.find import Found, Place, find

__all__ = ["Found", "Place", "find"]
