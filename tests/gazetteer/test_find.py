"""Cities are found by exact name in any spelling, then region, then people; a doubt is said, never guessed away."""

import csv
from pathlib import Path

import pytest

from core import gazetteer
from core.gazetteer import find
from core.gazetteer.spelling import place_key
from core.ingest.places import place
from tests.ingest.conftest import real


@pytest.mark.parametrize(("asked", "city", "region", "country"), [
    (("New York", "NY", "US"), "New York City", "NY", "US"),
    (("New York, NY",), "New York City", "NY", "US"),
    (("Washington, DC", None, "US"), "Washington", "DC", "US"),
    (("Washington", "D.C.", "United States"), "Washington", "DC", "US"),
    (("St. Louis", "MO", "US"), "St. Louis", "MO", "US"),
    (("Saint Louis", "Missouri", "USA"), "St. Louis", "MO", "US"),
    (("Saint Paul", "MN", "US"), "Saint Paul", "MN", "US"),
    (("N. Little Rock", "AR", "US"), "North Little Rock", "AR", "US"),
    (("Kansas City", "KS", "US"), "Kansas City", "KS", "US"),
    (("San Juan", "PR", "US"), "San Juan", "San Juan", "PR"),
    (("Morrison", "CO", "US"), "Morrison", "CO", "US"),
    (("München", None, "Germany"), "Munich", "Bavaria", "DE"),
    (("Munich", None, "DE"), "Munich", "Bavaria", "DE"),
    (("Muenchen", None, "DE"), "Munich", "Bavaria", "DE"),
    (("Frankfurt", None, "DE"), "Frankfurt am Main", "Hesse", "DE"),
    (("Mexico City", None, "Mexico"), "Mexico City", "Mexico City", "MX"),
    (("Ciudad de Mexico", None, "MX"), "Mexico City", "Mexico City", "MX"),
    (("Québec", "QC", "Canada"), "Québec", "Quebec", "CA"),
    (("Quebec City", "Quebec", "CA"), "Québec", "Quebec", "CA"),
    (("Sao Paulo", "SP", "Brazil"), "São Paulo", "São Paulo", "BR"),
    (("Perth", "WA", "Australia"), "Perth", "Western Australia", "AU"),
    (("Perth", "Scotland", "UK"), "Perth", "Scotland", "GB"),
    (("  GLASGOW ", None, "Scotland"), "Glasgow", "Scotland", "GB"),
    (("Paris, France",), "Paris", "Île-de-France", "FR"),
    (("東京", None, "Japan"), "Tokyo", "Tokyo", "JP"),
    (("Hong Kong", None, "China"), "Hong Kong", "Wan Chai", "HK"),
    (("Busan", None, "Korea, South"), "Busan", "Busan", "KR"),
    (("Köln", None, "Deutschland"), "Köln", "North Rhine-Westphalia", "DE"),
    (("Xyzzy", None, "Norway"), None, None, None),
    (("Atlantis", "NY", "US"), None, None, None),
    (("Munich", None, "Neverland"), None, None, None),
    (("New York", "TX", "US"), None, None, None),
])
def test_a_city_is_found_as_people_write_it(asked: tuple, city: str | None, region: str, country: str) -> None:
    found = find(*asked).place
    assert (found and found.city) == city
    if found:
        assert (found.region, found.country) == (region, country)


@pytest.mark.parametrize("asked", [
    ("Springfield", None, "US"), ("Portland", None, "US"), ("Richmond", None, "US"),
    ("Dallas/Ft. Worth", "TX", "US"), ("Minneapolis-St. Paul", "MN", "US")])
def test_a_name_that_leaves_a_doubt_is_flagged_with_the_likeliest_first(asked: tuple) -> None:
    found = find(*asked)
    assert found.state == "ambiguous"
    assert found.place
    assert all(other.population <= found.place.population for other in found.others)


@pytest.mark.parametrize(("asked", "city", "region", "noted"), [
    (("Frankfurt", None, "Germany"), "Frankfurt am Main", "Hesse", "Frankfurt (Oder)"),
    (("Frankfurt",), "Frankfurt am Main", "Hesse", "Frankfurt (Oder)"),
    (("Halle", None, "DE"), "Halle (Saale)", "Saxony-Anhalt", "Halle"),
    (("Newcastle", None, "UK"), "Newcastle upon Tyne", "England", "Newcastle"),
    (("Buffalo", None, "US"), "Buffalo", "NY", "Buffalo"), (("Dublin",), "Dublin", "Leinster", "Dublin")])
def test_a_city_ten_times_its_namesakes_wins_and_they_are_noted(asked: tuple, city: str, region: str, noted: str) -> None:
    found = find(*asked)
    assert found.state == "found"
    assert found.place
    assert (found.place.city, found.place.region) == (city, region)
    assert noted in [other.city for other in found.others]


def test_a_region_settles_what_the_name_leaves_open() -> None:
    assert find("Frankfurt", "Brandenburg", "DE") == find("Frankfurt (Oder)", "Brandenburg", "DE")
    assert find("Portland", "ME", "US").state == "found"


def test_a_village_of_the_same_name_does_not_make_a_capital_doubtful() -> None:
    assert find("London", None, "UK").state == find("Paris", None, "France").state == "found"


@pytest.mark.parametrize(("one", "other"), [
    ("Saint-Étienne", "ST. ETIENNE"), ("Łódź", "lodz"), ("Coeur d'Alene", "Coeur d’Alene"), ("Ft. Worth", "fort worth"),
    ("W. Hollywood", "West Hollywood"), ("København", "KOBENHAVN")])
def test_case_accents_punctuation_and_short_forms_do_not_count(one: str, other: str) -> None:
    assert place_key(one) == place_key(other)


def test_the_gazetteer_is_small_enough_to_travel() -> None:
    folder = Path(gazetteer.__file__).parent
    assert sum(path.stat().st_size for path in folder.glob("*.parquet")) < 3_000_000


def test_cities_of_real_shows_are_found_and_in_the_right_state() -> None:
    with (real("nyc_shows") / "songkick_history_made.csv").open(encoding="utf-8") as lines:
        cities = [place(row["City"]) for row in csv.DictReader(lines)]
    found = [(asked, find(asked.city, asked.region, asked.country).place) for asked in cities if asked.city]
    assert sum(place is not None for _, place in found) >= 0.99 * len(found)
    american = [(asked, place) for asked, place in found if place and asked.country == "US" and asked.region]
    assert sum(asked.region == place.region for asked, place in american) >= 0.98 * len(american)
