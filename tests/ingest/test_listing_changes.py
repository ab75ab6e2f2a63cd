"""What a second file of listings changed is kept as dated facts, as the changes of outside sources are."""

import pytest

from core.errors import ImportRefused

HEADER = ["event_id", "name", "venue", "city", "country", "local_date", "status"]


def listing(name, day="2027-05-01", status="onsale"):
    return [name, f"Show {name}", "Club", "Denver", "US", day, status]


@pytest.fixture
def put(store, write):
    def imported(*rows, **options):
        report = store.put(write("events.csv", [HEADER, *rows]), **options)
        return dict(store.ask(f"SELECT event_id, change FROM event_change WHERE run_id = '{report.run_id}'"))

    return imported


def test_each_kind_of_change_is_a_dated_fact_of_its_run(put, store):
    assert put(*map(listing, "abcd")) == dict.fromkeys("abcd", "new")
    assert put(listing("a", status="cancelled"), listing("b", day="2027-06-01"), listing("c", status="postponed"),
               listing("d"), listing("e")) == {"a": "cancelled", "b": "rescheduled", "c": "postponed", "e": "new"}
    assert store.ask("SELECT count(*) FROM event_change WHERE seen_at IS NULL") == [(0,)]


def test_the_same_file_again_changes_nothing(put):
    put(*map(listing, "abcd"))
    assert put(*map(listing, "abcd")) == {}


def test_what_a_file_does_not_name_is_gone_only_when_the_file_is_complete(put, store):
    put(listing("a"), listing("b", "2027-05-02"), listing("c", "2027-05-03"), listing("later", "2027-09-01"))
    assert put(listing("a"), listing("c", "2027-05-03")) == {}
    assert put(listing("a"), listing("c", "2027-05-03"), complete=True) == {"b": "gone"}
    assert store.ask("SELECT event_id FROM event WHERE gone_at IS NOT NULL") == [("b",)]
    assert put(listing("b", "2027-05-02")) == {"b": "new"}
    assert store.ask("SELECT event_id FROM event WHERE gone_at IS NOT NULL") == []


def test_a_complete_file_with_a_row_that_cannot_be_read_marks_nothing_as_gone(put):
    put(*map(listing, "abc"))
    assert put(listing("a"), listing("b", "some day"), complete=True) == {}


def test_only_one_file_of_listings_can_be_complete(put, store, write):
    folder = write("more.csv", [HEADER, listing("z")]).parent
    write("events.csv", [HEADER, listing("a")])
    with pytest.raises(ImportRefused, match="one file"):
        store.put(folder, complete=True)


def test_a_show_of_ours_that_is_cancelled_or_moved_is_a_change_too(store, write):
    header = ["concert_id", "artist", "venue", "city", "country", "local_date", "status"]
    shows = [["c1", "Low", "Hall", "Denver", "US", "2027-05-01", "confirmed"],
             ["c2", "Low", "Hall", "Denver", "US", "2027-05-03", "confirmed"]]
    store.put(write("concerts.csv", [header, *shows]))
    shows[0][-1], shows[1][5] = "cancelled", "2027-06-03"
    report = store.put(write("concerts.csv", [header, *shows]))
    assert store.ask(f"SELECT event_id, change FROM event_change WHERE run_id = '{report.run_id}' ORDER BY ALL") == [
        ("c1", "cancelled"), ("c2", "rescheduled")]
