"""Amazon Location is asked for points that may be kept, once for each question; otherwise the gazetteer answers."""

from contextlib import contextmanager

import boto3
import pytest
from botocore.stub import ANY, Stubber

from core.aws.answers import Answers
from core.aws.local_table import LocalTable
from core.aws.places import Place, Places
from core.errors import SourceUnavailable
from core.ingest import shared
from core.ingest.locate import locate
from core.warehouse.store import writing

KOMEDIA = {"PlaceId": "x", "PlaceType": "PointAddress", "Title": "Komedia, Bath", "Position": [-2.36, 51.38],
           "Address": {"Locality": "Bath", "Region": {"Code": "ENG", "Name": "England"},
                       "Country": {"Code2": "GB", "Code3": "GBR"}},
           "MatchScores": {"Overall": 0.97}}
EMBEDDED = Place("Bath", 51.0, -2.0, "Bath", "ENG", "GB", "gazetteer", None)


def gazetteer(text: str, country: str | None) -> Place | None:
    return EMBEDDED if "Bath" in text else None


@pytest.fixture
def location():
    client = boto3.client("geo-places", region_name="eu-central-1", aws_access_key_id="x", aws_secret_access_key="y")
    with Stubber(client) as stub:
        yield client, stub


def expect(stub, results: list, operation: str = "geocode", **query) -> None:
    asked = {"MaxResults": 1, "IntendedUse": "Storage", "QueryText": ANY} | query
    stub.add_response(operation, {"PricingBucket": "Stored", "ResultItems": results}, asked)


def test_a_place_comes_with_its_source_and_score(location):
    client, stub = location
    expect(stub, [KOMEDIA], QueryText="Komedia, Bath", Filter={"IncludeCountries": ["GB"]})
    found = Places(gazetteer, client).geocode(" Komedia, Bath ", "GB")
    assert found == Place("Komedia, Bath", 51.38, -2.36, "Bath", "ENG", "GB", "location", 0.97)


def test_a_point_is_asked_for_what_is_there(location):
    client, stub = location
    there = {name: value for name, value in KOMEDIA.items() if name != "MatchScores"}
    stub.add_response("reverse_geocode", {"PricingBucket": "Stored", "ResultItems": [there]},
                      {"QueryPosition": [-2.36, 51.38], "MaxResults": 1, "IntendedUse": "Storage"})
    found = Places(gazetteer, client).reverse(51.38, -2.36)
    assert (found.city, found.country, found.score) == ("Bath", "GB", None)


def test_what_was_asked_once_is_kept_and_calls_are_counted_by_what_amazon_bills(location, tmp_path):
    client, stub = location
    expect(stub, [KOMEDIA])
    places = Places(gazetteer, client, Answers(LocalTable(tmp_path / "t.sqlite")))
    assert places.geocode("Komedia, Bath") == places.geocode("Komedia, Bath")
    assert places.calls == {"Stored": 1}
    assert places.cost({"Stored": 4.0}) == pytest.approx(0.004)
    with pytest.raises(KeyError):
        places.cost({"Core": 0.5})


def test_a_batch_keeps_its_order_and_asks_the_same_place_once(location):
    client, stub = location
    expect(stub, [KOMEDIA], Filter={"IncludeCountries": ["GB"]})
    found = Places(gazetteer, client).batch([("Komedia, Bath", "GB")] * 3)
    assert [place.label for place in found] == ["Komedia, Bath"] * 3
    stub.assert_no_pending_responses()
    assert Places(gazetteer).batch([("Bath", None), ("Nowhere", None)]) == [EMBEDDED, None]


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException", "InternalServerException"])
def test_when_amazon_refuses_the_gazetteer_answers_and_the_reason_is_logged(location, caplog, code):
    client, stub = location
    stub.add_client_error("geocode", code, http_status_code=500 if "Internal" in code else 400)
    assert Places(gazetteer, client).geocode("Bath") == EMBEDDED
    assert code in caplog.text or "geo-places:Geocode" in caplog.text


def test_what_amazon_does_not_know_the_gazetteer_may(location):
    client, stub = location
    expect(stub, [])
    assert Places(gazetteer, client).geocode("Bath") == EMBEDDED


def test_when_no_call_may_be_made_the_gazetteer_goes_on(location, caplog):
    client, stub = location
    expect(stub, [KOMEDIA])
    left = [1]

    @contextmanager
    def turn():
        if not left:
            raise SourceUnavailable("The calls of the day are used up.")
        yield left.pop()

    places = Places(gazetteer, client, turn=turn)
    assert places.geocode("Komedia, Bath").source == "location"
    assert places.geocode("Bath").source == "gazetteer"
    assert "used up" in caplog.text


def test_an_import_locates_cities_with_amazon_where_it_is_on_and_the_rest_with_the_gazetteer(location, tmp_path):
    client, stub = location
    expect(stub, [KOMEDIA | {"Title": "Bath", "MatchScores": {"Overall": 0.6}}], QueryText="Bath, GB",
           Filter={"IncludeCountries": ["GB"]})
    stub.add_client_error("geocode", "ThrottlingException")
    with writing(tmp_path) as connection:
        connection.execute("""INSERT INTO venue (venue_id, name, city, country)
            VALUES ('v1', 'Komedia', 'Bath', 'GB'), ('v2', 'Brudenell', 'Leeds', 'GB')""")
        places = Places(shared.embedded, client)
        # One after the other, so that the stub answers in order.
        places.batch = lambda texts: [places.geocode(*one) for one in texts]
        locate(connection, places)
        found = connection.execute("""SELECT city, round(latitude), located_by, state, place FROM city_place
            ORDER BY city""").fetchall()
    assert found == [("Bath", 51, "location", "ambiguous", "Bath"), ("Leeds", 54, "gazetteer", "found", ANY)]
    assert places.client is None


def test_the_gazetteer_answers_in_the_same_shape():
    found = shared.embedded("Bath, GB", None)
    assert (found.city, found.country, found.source, found.score) == ("Bath", "GB", "gazetteer", None)
    assert shared.embedded("Nowhere at all", "GB") is None


def test_switched_off_nobody_is_asked(location):
    assert Places(gazetteer).geocode("Bath") == EMBEDDED
    assert Places(gazetteer).reverse(51.38, -2.36) is None
