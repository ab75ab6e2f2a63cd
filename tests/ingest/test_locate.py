"""Venues without coordinates are on the map where their city is, and say from where that is known."""

from collections.abc import Callable
from pathlib import Path

from core.publish import publish
from tests.ingest.conftest import CONCERTS, Store

HEADER = [*CONCERTS[:4], "region", *CONCERTS[4:]]


def test_a_venue_gets_the_coordinates_of_its_city_with_the_source_said(
        store: Store, write: Callable[..., Path]) -> None:
    store.put(write("concerts.csv", [
        HEADER, ["c1", "Low", "Hall", "Saint Louis", "MO", "US", "2026-05-01"],
        ["c2", "Low", "Club", "Portland", "", "US", "2026-05-02"],
        ["c3", "Low", "Barn", "Nowhereville", "", "US", "2026-05-03"]]))
    publish(data_dir=store.folder)
    assert store.ask("SELECT city, round(latitude), state, others FROM city_place ORDER BY city") == [
        ("Nowhereville", None, "unknown", None), ("Portland", 46, "ambiguous", "Portland, ME, US"),
        ("Saint Louis", 39, "found", None)]


def test_coordinates_of_the_venue_itself_come_first(store: Store, write: Callable[..., Path]) -> None:
    file = write("concerts.csv", [HEADER, ["c1", "Low", "Hall", "Leeds", "", "GB", "2026-05-01"]])
    store.put(file)
    store.ask("UPDATE venue SET latitude = 53.5, longitude = -1.5")
    store.put(file)
    assert store.ask("SELECT count(*) FROM city_place") == [(0,)], "what a source knows needs no gazetteer"


def test_the_same_file_twice_locates_the_same(store: Store, write: Callable[..., Path]) -> None:
    file = write("concerts.csv", [HEADER, ["c1", "Low", "Hall", "Leeds", "", "GB", "2026-05-01"]])
    store.put(file)
    once = store.ask("FROM city_place")
    store.put(file)
    assert store.ask("FROM city_place") == once


def test_what_another_provider_located_stays(store: Store, write: Callable[..., Path]) -> None:
    file = write("concerts.csv", [HEADER, ["c1", "Low", "Hall", "Leeds", "", "GB", "2026-05-01"]])
    store.put(file)
    store.ask("UPDATE city_place SET located_by = 'location', latitude = 1")
    store.put(file)
    assert store.ask("SELECT latitude, located_by FROM city_place") == [(1, "location")]
