"""Venues that came without coordinates get those of their city, from the gazetteer that travels with the program."""

from core.gazetteer import Place, find
from core.warehouse.load import Connection
from core.warehouse.load.identity import add, cities_without_place

SOURCE = "gazetteer"


def locate(connection: Connection) -> None:
    """Fill `city_place` for every city of a venue without coordinates; what another provider located stays."""
    add(connection, "city_place", [row(*city) for city in cities_without_place(connection, SOURCE)])


def row(city: str, region: str | None, country: str | None) -> dict[str, object]:
    found = find(city, region, country)
    place = found.place
    return {"city": city, "region": region, "country": country, "latitude": place and place.latitude,
            "longitude": place and place.longitude, "located_by": SOURCE, "state": found.state,
            "place": place and words(place), "others": "; ".join(words(other) for other in found.others) or None}


def words(place: Place) -> str:
    return ", ".join(part for part in (place.city, place.region, place.country) if part)
