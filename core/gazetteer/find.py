"""Find a city by its name, then its region, then by how many live there; say so where that leaves a doubt."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from core.gazetteer.countries import PARTS, REGION_CODES, TERRITORIES, country_in_any_language
from core.gazetteer.spelling import place_key

OTHER_SPELLING = 0.1  # what a match by another spelling weighs beside one by the name itself
RIVAL = 0.05  # of the weight of the first: from here on a namesake is noted
DOUBT = 0.1  # of the people of the first: from here on a namesake that is noted leaves a doubt
SAME_TOWN_KM = 30.0  # namesakes this near are parts of one town
EARTH_KM = 6371.0
TWO_TOWNS = re.compile(r"[/–-]")  # "Dallas/Fort Worth", "Minneapolis-St. Paul"


class Place(NamedTuple):
    """A city. `region` is the state's code in the United States, the region's name elsewhere, NULL where none is known;
    `country` ISO 3166-1 alpha-2; degrees (WGS 84) to a hundredth; people to one or two digits."""

    city: str
    region: str | None
    country: str
    latitude: float
    longitude: float
    population: int


class Found(NamedTuple):
    """`state` is found, ambiguous (`place` is the likeliest) or unknown (`place` None); `others` are the namesakes noted."""

    place: Place | None
    state: str
    others: tuple[Place, ...] = ()


UNKNOWN = Found(None, "unknown")


class Gazetteer:
    """The tables that `cut` wrote; a search by a key costs a dozen looks into a sorted column."""

    def __init__(self) -> None:
        places, spellings, regions = (read(name) for name in ("places", "spellings", "regions"))
        self.key, self.name, self.region = (column(places, name) for name in ("key", "name", "region"))
        self.latitude, self.longitude, self.people = (
            column(places, name) for name in ("latitude", "longitude", "population"))
        self.spelling, self.spelled = column(spellings, "key"), column(spellings, "place")
        self.region_name: dict[str, str] = dict(zip(*(regions[name].to_pylist() for name in ("region", "name")),
                                                    strict=True))

    def named(self, key: str) -> list[tuple[int, float]]:
        """(row, weight) of the places that are called so, or also so."""
        own = [(row, 1.0) for row in same(self.key, key)]
        return own + [(self.spelled[row].as_py(), OTHER_SPELLING) for row in same(self.spelling, key)]

    def people_of(self, row: int) -> int:
        return int(self.people[row].as_py())

    def place(self, row: int) -> Place:
        region: str = self.region[row].as_py()
        country, _, code = region.partition(".")
        name = self.name[row].as_py() or self.key[row].as_py().title()
        return Place(name, code if country == "US" else self.region_name.get(region), country,
                     self.latitude[row].as_py() / 100, self.longitude[row].as_py() / 100, self.people_of(row))

    def regions_called(self, text: str, country: str | None) -> set[str]:
        """The regions meant by a name or code ("NY", "N.Y.", "New York", "ON", "Bavaria")."""
        key = place_key(text)
        tight = key.replace(" ", "")
        return {region for region, name in self.region_name.items()
                if (country in (None, region[:2])) and (
                    place_key(name) == REGION_CODES.get(region[:2], {}).get(tight, key)
                    or (not region[3:].isdigit() and region[3:].casefold() == tight))}


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    return Gazetteer()


def read(name: str) -> pa.Table:
    """In one thread: more would keep 20 MB for the 10 MB of rows."""
    with (files("core.gazetteer") / f"{name}.parquet").open("rb") as kept:
        return pq.ParquetFile(kept).read(use_threads=False)


def column(rows: pa.Table, name: str) -> pa.Array:
    return rows[name].combine_chunks()


def same(keys: pa.Array, key: str) -> Iterable[int]:
    row = bisect_left(keys, key, key=lambda value: value.as_py())
    while row < len(keys) and keys[row].as_py() == key:
        yield row
        row += 1


@lru_cache(maxsize=50_000)
def find(city: str, region: str | None = None, country: str | None = None) -> Found:
    """Where a city is. `region` is a state, province or the like by name or code, `country` a name or alpha-2 code.

    The exact name decides (case, accents, punctuation and "Saint" for "St." aside; other spellings count), then the
    region, then the number of people. "Washington, DC" and "Paris, France" are taken apart. Namesakes elsewhere with
    a twentieth of the weight of the first are noted; one with a tenth of its people makes the answer ambiguous. A name
    that is not in the region or country given is unknown.
    """
    known = gazetteer()
    for name, region_text, code in readings(city, region, country):
        named = [(row, weight * known.people_of(row)) for row, weight in spelled(known, place_key(name))]
        inside = within(known, named, region_text, (code,)) or (
            within(known, named, None, PARTS[code]) if code in PARTS else [])
        if inside:
            return judged(known, inside, several=name != city and bool(TWO_TOWNS.search(city)))
    return UNKNOWN


def readings(city: str, region: str | None, country: str | None) -> Iterable[tuple[str, str | None, str | None]]:
    """(city, region, country code) as the text may be meant: as it stands, then without what follows a comma or a
    parenthesis, then the first of two towns; a country that nobody knows by that name has no places."""
    code = country_in_any_language(country) if country else None
    if country and not code:
        return
    if code == "US" and region and place_key(region) in TERRITORIES:
        code, region = TERRITORIES[place_key(region)], None
    if code == "GB" and country and place_key(country) not in ("gb", "uk", "united kingdom") and not region:
        region = country
    yield city, region, code
    name, *rest = [part.strip() for part in city.replace("(", ",").replace(")", "").split(",")]
    for part in rest:
        if code is None and not is_region_of_us(part) and country_in_any_language(part):
            code = country_in_any_language(part)
        elif region is None and part and country_in_any_language(part) != code:
            region = part
    if rest and name:
        yield name, region, code
    first = TWO_TOWNS.split(name)[0].strip()
    if first != name and first:
        yield first, region, code


def is_region_of_us(text: str) -> bool:
    """"CA", "GA" or "DE" behind a city is a state before it is a country."""
    return len(text) == 2 and text.isupper() and f"US.{text}" in gazetteer().region_name


def spelled(known: Gazetteer, key: str) -> list[tuple[int, float]]:
    """The places of a name; else of the name with or without "city"."""
    tries = (key, f"{key} city", key.removesuffix(" city"), key.removeprefix("city of "))
    return next((found for one in tries if one and (found := known.named(one))), [])


def within(known: Gazetteer, named: Sequence[tuple[int, float]], region: str | None,
           countries: tuple[str | None, ...]) -> list[tuple[int, float]]:
    """Those in the countries (None: anywhere) and, where the region given is one we know, in that region; the heaviest
    first, each once."""
    regions = known.regions_called(region, countries[0]) if region else set()
    kept: dict[int, float] = {}
    for row, weight in named:
        at = known.region[row].as_py()
        if (countries[0] is None or at[:2] in countries) and (not regions or at in regions):
            kept[row] = max(weight, kept.get(row, 0.0))
    return sorted(kept.items(), key=lambda item: -item[1])


def judged(known: Gazetteer, inside: list[tuple[int, float]], several: bool) -> Found:
    (first, most), *rest = inside
    place = known.place(first)
    others = [known.place(row) for row, weight in rest if weight >= RIVAL * most]
    others = [other for other in others if kilometres(place, other) > SAME_TOWN_KM]
    doubt = several or any(other.population >= DOUBT * place.population for other in others)
    return Found(place, "ambiguous" if doubt else "found", tuple(others))


def kilometres(one: Any, other: Any) -> float:
    """Great-circle distance (haversine) of two places."""
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    part = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(part))
