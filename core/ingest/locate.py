"""Venues that came without coordinates get those of their city: Amazon Location's where it is switched on, else those of
the gazetteer that travels with the program."""

from core.aws.places import SOURCE as LOCATION
from core.aws.places import Place as Point
from core.aws.places import Places
from core.gazetteer import Place, find
from core.ingest.shared import places
from core.warehouse.load import Connection
from core.warehouse.load.identity import add, cities_without_place

SOURCE = "gazetteer"
SURE = 0.8  # of Amazon's score: below it the match leaves a doubt


def locate(connection: Connection, asked: Places | None = None) -> None:
    """Fill `city_place` for every city of a venue without coordinates; what another provider located stays."""
    cities = cities_without_place(connection, SOURCE)
    amazon = asked or places()
    points = amazon.batch((words_of(*city), city[2]) for city in cities) if amazon.client else [None] * len(cities)
    add(connection, "city_place", [located(city, point) for city, point in zip(cities, points, strict=True)])


def located(city: tuple[str, str | None, str | None], point: Point | None) -> dict[str, object]:
    """A row of city_place: Amazon's point, else the gazetteer's with its namesakes."""
    if point is None or point.source != LOCATION:
        return row(*city)
    name, region, country = city
    sure = point.score is None or point.score >= SURE
    return {"city": name, "region": region, "country": country, "latitude": point.latitude,
            "longitude": point.longitude, "located_by": LOCATION, "state": "found" if sure else "ambiguous",
            "place": point.label, "others": None}


def row(city: str, region: str | None, country: str | None) -> dict[str, object]:
    found = find(city, region, country)
    place = found.place
    return {"city": city, "region": region, "country": country, "latitude": place and place.latitude,
            "longitude": place and place.longitude, "located_by": SOURCE, "state": found.state,
            "place": place and words(place), "others": "; ".join(words(other) for other in found.others) or None}


def words(place: Place) -> str:
    return words_of(place.city, place.region, place.country)


def words_of(city: str, region: str | None, country: str | None) -> str:
    return ", ".join(part for part in (city, region, country) if part)
