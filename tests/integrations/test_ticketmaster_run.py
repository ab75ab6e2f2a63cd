"""A Ticketmaster run against a pretend service: every listing, every field, whatever goes wrong on the way."""

import copy
import gzip
import json
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core import matching
from core.desk.choices import identity_decisions
from core.errors import SourceUnconfigured
from core.ingest.ticketmaster import Range
from tests.integrations import pretend_server as wrong
from tests.integrations.conftest import YEAR
from tests.integrations.pretend_server import Reply, asking_to_wait, json_reply, times
from tests.integrations.pretend_ticketmaster import (
    START,
    Event,
    Ticketmaster,
    attraction,
    changed,
    classification,
    event,
    season,
    spike_arrest,
    undated,
    venue,
    without_page,
)

ROOT = Path(__file__).resolve().parents[2]
FIELDS = ("source_event_id", "name", "local_date", "local_time", "starts_at", "date_tba", "timezone", "status", "genre",
          "venue_source_id", "attraction_source_ids", "price_min", "price_max", "currency", "onsale_at", "url")
ALL_FIELDS = f"SELECT {', '.join(FIELDS)} FROM event WHERE source = 'ticketmaster' ORDER BY source_event_id"


def truth(listed: Event) -> tuple[Any, ...]:
    """What must be stored of a made-up listing, written down apart from the code that reads it."""
    start, dates = listed["dates"]["start"], listed["dates"]
    is_undated = start["dateTBA"] or start["dateTBD"]
    place = listed["_embedded"]["venues"][0]
    genre = listed["classifications"][0]["genre"]["name"]
    onsale = listed["sales"]["public"]["startDateTime"]
    prices = listed.get("priceRanges", [{}])[0]
    return (
        listed["id"], listed["name"], None if is_undated else date.fromisoformat(start["localDate"]),
        time.fromisoformat(start["localTime"]) if "localTime" in start else None,
        None if is_undated or start["timeTBA"] else datetime.fromisoformat(start["dateTime"]).replace(tzinfo=None),
        is_undated, dates.get("timezone", place["timezone"]),
        {"canceled": "cancelled"}.get(dates["status"]["code"], dates["status"]["code"]),
        None if genre == "Undefined" else genre, place["id"],
        [a["id"] for a in listed["_embedded"].get("attractions", [])],
        Decimal(str(prices["min"])).quantize(Decimal("0.01")) if prices else None,
        Decimal(str(prices["max"])).quantize(Decimal("0.01")) if prices else None, prices.get("currency"),
        None if onsale.startswith("1900") else datetime.fromisoformat(onsale).replace(tzinfo=None), listed["url"])


def truths(listed: list[Event]) -> list[tuple[Any, ...]]:
    return sorted(map(truth, listed))


SEASON = season(1100)
EVERYTHING = ("event", "listing", "presale", "event_artist", "event_change", "artist", "artist_alias", "attraction",
              "venue", "venue_alias", "source_venue", "market")


def everything(rows) -> dict[str, list[tuple]]:
    return {name: rows(f"FROM {name} ORDER BY ALL") for name in EVERYTHING}


def test_every_listing_and_every_field_equals_its_truth(ticketmaster, run, rows):
    pretend = ticketmaster(Ticketmaster(SEASON))
    record = run()
    assert record.outcome == "complete"
    assert (record.reported, record.received, record.stored, record.new) == (1100,) * 4
    assert rows(ALL_FIELDS) == truths(SEASON)
    assert record.calls == len(pretend.seen) <= 30


def test_a_second_run_changes_no_row_of_any_table(ticketmaster, run, rows):
    ticketmaster(Ticketmaster(SEASON))
    run()
    before = everything(rows)
    record = run()
    assert (record.new, record.changed, record.unchanged) == (0, 0, 1100)
    assert everything(rows) == before


def test_no_call_is_made_twice_with_success(ticketmaster, run):
    pretend = ticketmaster(Ticketmaster(SEASON), times(4, wrong.broken, lambda s: s.at % 2 < 1))
    run()
    assert len(set(pretend.succeeded())) == len(pretend.succeeded())


def test_every_fault_at_every_call_is_survived(ticketmaster, run, rows):
    faults = [wrong.broken, wrong.reset, wrong.truncated, wrong.empty, wrong.html, wrong.half_json, without_page,
              spike_arrest]
    counted = iter(range(10**6))

    def every_other(request: wrong.Seen) -> Reply | None:
        n = next(counted)
        return faults[n // 2 % len(faults)](request) if n % 2 else None

    ticketmaster(Ticketmaster(SEASON), every_other)
    record = run()
    assert record.outcome == "complete"
    assert record.retries >= len(faults)
    assert rows(ALL_FIELDS) == truths(SEASON)


def test_a_day_with_more_than_a_thousand_shows_is_split_below_the_day(ticketmaster, run, rows):
    listed = [event(n, START + timedelta(seconds=7 * n)) for n in range(1100)]
    ticketmaster(Ticketmaster(listed))
    assert run().outcome == "complete"
    assert rows(ALL_FIELDS) == truths(listed)


def test_a_second_with_more_than_a_thousand_shows_is_split_by_country(ticketmaster, run, rows):
    listed = [event(n, START, acts=[]) for n in range(1500)]
    ticketmaster(Ticketmaster(listed))
    assert run(Range(START.date(), START.date())).outcome == "complete"
    assert rows(ALL_FIELDS) == truths(listed)


def test_shows_that_cannot_be_reached_are_said_not_dropped_in_silence(ticketmaster, run, rows):
    listed = [event(n, START, place=venue(0), acts=[]) for n in range(1200)]
    ticketmaster(Ticketmaster(listed))
    record = run(Range(START.date(), START.date(), ("US",)))
    assert record.outcome == "partial"
    assert "200 of 1,200 listings of 2027-01-04T00:00:00Z" in record.detail
    assert len(rows(ALL_FIELDS)) == 1000


def test_only_the_countries_asked_for_come(ticketmaster, run, rows):
    ticketmaster(Ticketmaster(SEASON))
    run(Range(date(2027, 1, 1), date(2027, 12, 31), ("CA", "GB")))
    wanted = [e for e in SEASON if e["_embedded"]["venues"][0]["country"]["countryCode"] in ("CA", "GB")]
    assert rows(ALL_FIELDS) == truths(wanted)


def test_a_show_belongs_to_a_day_by_its_venues_calendar_and_by_utc(ticketmaster, run, rows):
    """New Year's Eve in Denver is next year in UTC; the evening before New Year's Day there is this year in UTC."""
    denver, day = venue(0), timedelta(days=1)
    eve, new_year = datetime(2027, 1, 1, 4, tzinfo=UTC), datetime(2026, 1, 1, 4, tzinfo=UTC)
    listed = [event(n, at, place=denver) for n, at in enumerate((eve, new_year, eve + day, new_year - day))]
    ticketmaster(Ticketmaster(listed))
    record = run(Range(date(2026, 1, 1), date(2026, 12, 31)))
    assert rows(ALL_FIELDS) == truths(listed[:2])
    assert (record.reported, record.received, record.stored) == (2, 2, 2)


def test_an_answer_that_counts_listings_and_holds_none_is_asked_for_again(ticketmaster, run, rows):
    ticketmaster(Ticketmaster(SEASON[:300]), times(1, counting_only, lambda s: s.query.get("page") == "1"))
    record = run()
    assert record.outcome == "complete"
    assert record.retries >= 1
    assert rows(ALL_FIELDS) == truths(SEASON[:300])


def test_a_window_that_came_short_is_asked_for_anew_the_next_time(ticketmaster, run, rows):
    service = Ticketmaster(SEASON[:300])
    pretend = ticketmaster(service, lambda s: one_short(service(s)) if "startDateTime" in s.query else None)
    assert run().outcome == "partial"
    assert len(rows(ALL_FIELDS)) < 300
    pretend.faults.clear()
    assert run().outcome == "complete"
    assert rows(ALL_FIELDS) == truths(SEASON[:300])


def counting_only(request: wrong.Seen) -> Reply:
    return json_reply({"page": {"size": 200, "totalElements": 300, "totalPages": 2, "number": 1}})


def one_short(reply: Reply) -> Reply:
    answer = json.loads(reply.body)
    answer["_embedded"]["events"].pop()
    return json_reply(answer)


def test_without_a_key_the_remedy_is_said_and_nothing_is_asked(serve, configure, run):
    pretend = serve(Ticketmaster(SEASON))
    configure(TICKETMASTER_URL=pretend.url)
    with pytest.raises(SourceUnconfigured, match="TICKETMASTER_API_KEY"):
        run()
    assert pretend.seen == []


def test_a_wrong_key_is_tried_once_and_the_run_fails(ticketmaster, run, rows):
    pretend = ticketmaster(Ticketmaster(SEASON, key="another"))
    assert run().outcome == "failed"
    assert len(pretend.seen) == 1
    assert rows(ALL_FIELDS) == []


def test_when_the_quota_is_gone_the_run_stops_cleanly_keeps_what_came_and_goes_on_later(ticketmaster, run, rows):
    service = Ticketmaster(SEASON, quota=6)
    pretend = ticketmaster(service)
    first = run()
    assert first.outcome == "partial"
    assert first.detail.count("used up") == 1
    assert 500 < len(rows(ALL_FIELDS)) < 1100
    assert not rows("FROM event_change WHERE change = 'gone'")
    service.quota = 5000
    assert run().outcome == "complete"
    assert rows(ALL_FIELDS) == truths(SEASON)
    assert len(set(pretend.succeeded())) == len(pretend.succeeded())


def test_a_quota_violation_out_of_the_blue_is_not_retried(ticketmaster, run):
    service = Ticketmaster(SEASON, quota=0)
    pretend = ticketmaster(service)
    assert run().outcome == "partial"
    assert len(pretend.seen) == 1


def test_a_long_retry_after_ends_the_run_and_the_next_one_makes_no_call(ticketmaster, run, clock):
    pretend = ticketmaster(Ticketmaster(SEASON), times(1, asking_to_wait(11 * 3600), lambda s: "page" in s.query))
    assert run().outcome == "partial"
    assert run().calls == 0
    assert len(pretend.seen) == 1
    assert sum(clock.slept) < 5
    clock.time += timedelta(hours=12)
    assert run().outcome == "complete"


def test_a_window_that_fails_keeps_none_of_the_others_from_coming(ticketmaster, run, rows):
    listed = [event(n, START + timedelta(days=n % 300)) for n in range(1200)]
    pretend = ticketmaster(Ticketmaster(listed))
    pretend.faults.append(lambda s: wrong.broken(s) if s.query["page"] == "1" and s.query.get(
        "startDateTime", "").startswith("2026-12-31") else None)
    record = run()
    assert record.outcome == "partial"
    assert 500 < len(rows(ALL_FIELDS)) < 1200
    pretend.faults.clear()
    assert run().outcome == "complete"
    assert rows(ALL_FIELDS) == truths(listed)


def test_two_processes_at_once_and_a_killed_one_end_with_the_same_rows(ticketmaster, run, rows, around, configure):
    pretend = ticketmaster(Ticketmaster(SEASON))
    command = [sys.executable, "-m", "core", "ingest", "ticketmaster", "--from", "2027-01-01", "--to", "2027-12-31",
               "--no-publish", "--format", "json"]
    killed = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    other = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    pretend.wait_for(8)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    out, err = other.communicate(timeout=60)
    assert other.returncode == 0, err
    assert '"outcome": "complete"' in out
    assert pretend.most_in_a_second() <= 5
    before = len(pretend.seen)
    record = run()
    assert record.outcome == "complete"
    assert 0 < len(pretend.seen) - before < 14
    assert rows(ALL_FIELDS) == truths(SEASON)
    assert rows("SELECT outcome, count(*) FROM ingest_run GROUP BY ALL ORDER BY ALL") == [
        ("complete", 2), ("failed", 1)]


# Changes, and what is no longer listed.

def changes(rows, run_id: str) -> set[tuple[str, str]]:
    return set(rows(f"SELECT event_id, change FROM event_change WHERE run_id = '{run_id}'"))


def test_changes_are_dated_facts_of_the_run_that_saw_them(ticketmaster, run, rows, clock):
    listed = [event(n, START + timedelta(days=n)) for n in range(8)]
    service = Ticketmaster(listed)
    ticketmaster(service)
    first = run()
    assert changes(rows, first.run_id) == {(e["id"], "new") for e in listed}
    clock.time += timedelta(days=1)
    set_status = lambda code: lambda e: e["dates"]["status"].update(code=code)  # noqa: E731
    changed(listed, 0, set_status("canceled"))
    changed(listed, 1, set_status("postponed"))
    changed(listed, 2, set_status("rescheduled"))
    changed(listed, 3, lambda e: e["dates"]["start"].update(
        localDate="2027-06-01", dateTime="2027-06-01T19:00:00Z"))
    going_undated = undated(4, "TBA")
    gone = listed[5]
    service.listed = [*listed[:4], going_undated, *listed[6:], event(99, START)]
    second = run()
    assert changes(rows, second.run_id) == {
        (listed[0]["id"], "cancelled"), (listed[1]["id"], "postponed"), (listed[2]["id"], "rescheduled"),
        (listed[3]["id"], "rescheduled"), (going_undated["id"], "postponed"), (gone["id"], "gone"),
        (event(99, START)["id"], "new")}
    assert rows(f"SELECT gone_at IS NOT NULL FROM event WHERE event_id = '{gone['id']}'") == [(True,)]
    assert rows(f"SELECT date_tba, gone_at FROM event WHERE event_id = '{going_undated['id']}'") == [(True, None)]
    third = run()
    assert changes(rows, third.run_id) == set()


def test_a_listing_that_comes_back_is_listed_again(ticketmaster, run, rows):
    listed = [event(n, START + timedelta(days=n)) for n in range(4)]
    service = Ticketmaster(listed)
    ticketmaster(service)
    run()
    service.listed = listed[:3]
    run()
    service.listed = listed
    back = run()
    assert changes(rows, back.run_id) == {(listed[3]["id"], "new")}
    assert rows("SELECT count(*) FROM event WHERE gone_at IS NOT NULL") == [(0,)]


def test_only_what_was_looked_for_can_be_found_gone(ticketmaster, run, rows):
    inside, before_it, abroad = (event(0, datetime(2027, 3, 5, 20, tzinfo=UTC)),
                                 event(1, datetime(2027, 2, 5, 20, tzinfo=UTC)),
                                 event(2, datetime(2027, 3, 6, 20, tzinfo=UTC)))
    undated_show = undated(6, "TBD")
    service = Ticketmaster([inside, before_it, abroad, undated_show])
    ticketmaster(service)
    run()
    service.listed = []
    looked = run(Range(date(2027, 3, 1), date(2027, 3, 31), ("US",)))
    assert changes(rows, looked.run_id) == {(inside["id"], "gone"), (undated_show["id"], "gone")}


def test_a_show_that_moved_beyond_the_range_is_rescheduled_and_not_gone(ticketmaster, run, rows):
    listed = [event(n, START + timedelta(days=n)) for n in range(3)]
    ticketmaster(Ticketmaster(listed))
    run()
    changed(listed, 1, lambda e: e["dates"]["start"].update(localDate="2029-06-01", dateTime="2029-06-01T19:00:00Z"))
    record = run()
    assert (record.reported, record.received, record.stored) == (3, 3, 3)
    assert changes(rows, record.run_id) == {(listed[1]["id"], "rescheduled")}
    assert rows(ALL_FIELDS) == truths(listed)
    assert run().calls == 3


def test_a_show_that_is_over_has_not_vanished(ticketmaster, run, rows, clock):
    over, ahead = event(0, START), event(1, START + timedelta(days=90))
    service = Ticketmaster([over, ahead])
    ticketmaster(service)
    run()
    clock.time = START + timedelta(days=30)
    service.listed = [ahead]
    assert changes(rows, run().run_id) == set()


# What is a show, and what is an extra listing of one.

def test_extra_listings_are_told_by_structure_and_stay_reachable(ticketmaster, run, rows):
    at, band = START, attraction(1)
    show = event(0, at, place=venue(0), acts=[band], products=[{"id": event(2, at)["id"], "type": "VIP"}])
    parking = event(1, at, place=venue(0), acts=[], classifications=[classification("Other", "Parking")])
    vip = event(2, at, place=venue(0), acts=[attraction(9)])
    resale = event(3, at, place=venue(0), acts=[band], source={"name": "tmr"})
    matinee = event(4, at - timedelta(hours=5), place=venue(0), acts=[band], source={"name": "tmr"})
    lone_resale = event(5, at, place=venue(6), acts=[band], source={"name": "tmr"})
    named_so = event(6, at, place=venue(12), acts=[attraction(2, "Parking Lot Symphony")], name="Parking VIP Resale")
    without_acts = event(7, at, place=venue(0), acts=[], source={"name": "tmr"})
    ticketmaster(Ticketmaster([show, parking, vip, resale, matinee, lone_resale, named_so, without_acts]))
    run()
    shows = {i for [i] in rows("SELECT event_id FROM event WHERE is_show")}
    assert shows == {e["id"] for e in (show, matinee, lone_resale, named_so, without_acts)}
    assert rows("SELECT count(*) FROM event") == [(8,)]


def test_a_resale_listing_becomes_the_show_when_the_original_is_gone(ticketmaster, run, rows):
    show = event(0, START, place=venue(0), acts=[attraction(1)])
    resale = event(1, START, place=venue(0), acts=[attraction(1)], source={"name": "tmr"})
    service = Ticketmaster([show, resale, event(2, START - timedelta(hours=1))])
    ticketmaster(service)
    run()
    service.listed = service.listed[1:]
    run()
    assert rows(f"SELECT is_show FROM event WHERE event_id = '{resale['id']}'") == [(True,)]


# What surrounds a listing.

def test_venues_artists_billing_and_presales_come_with_the_listings(ticketmaster, run, rows):
    listed = [event(n, START, place=venue(1), acts=[attraction(1), attraction(2)]) for n in range(2)]
    ticketmaster(Ticketmaster(listed))
    run()
    assert rows("SELECT name, city, region, country, latitude, timezone FROM venue") == [
        ("Hall 1", "Chicago", "IL", "US", 30.3, "America/Chicago")]
    assert rows("SELECT a.name, billing, position FROM event_artist JOIN artist a USING (artist_id) "
                f"WHERE event_id = '{listed[0]['id']}' ORDER BY position") == [
        ("Act 1", "headliner", 1), ("Act 2", "support", 2)]
    assert rows("SELECT image_url FROM artist WHERE name = 'Act 1'") == [("https://images.example/1/1024.jpg",)]
    assert rows("SELECT DISTINCT name, starts_at FROM presale") == [("Fan club", datetime(2026, 11, 18, 15))]
    assert rows("SELECT count(DISTINCT venue_id) FROM event") == [(1,)]


def artists_of(rows, listed: Event) -> list[str]:
    billed = rows(f"SELECT artist_id FROM event_artist WHERE event_id = '{listed['id']}' ORDER BY position")
    return [artist_id for [artist_id] in billed]


def test_imported_artists_are_met_again_and_tribute_bands_are_kept_apart(ticketmaster, run, rows, put_artists):
    put_artists(("ours", "Nirvana", "5b11f4ce-a62d-471e-81fc-a69a8278c7da", None))
    tribute = attraction(2, "Nirvana")
    tribute["classifications"][0]["subType"]["name"] = "Tribute Band"
    listed = [event(0, START, acts=[attraction(1, "NIRVANA (US)", mbid=" 5B11F4CE-A62D-471E-81FC-A69A8278C7DA ")]),
              event(1, START, acts=[tribute]), event(2, START, acts=[attraction(3, "nirvana")])]
    ticketmaster(Ticketmaster(listed))
    for _ in range(2):
        run()
        assert [artists_of(rows, e) for e in listed] == [["ours"], [f"tm-{tribute['id']}"], ["ours"]]
    assert rows("SELECT name, mbid FROM artist ORDER BY artist_id") == [
        ("Nirvana", "5b11f4ce-a62d-471e-81fc-a69a8278c7da"), ("Nirvana", None)]


def test_a_tribute_band_listed_first_with_the_ids_of_the_artist_does_not_take_them(ticketmaster, run, rows):
    mbid = "5b11f4ce-a62d-471e-81fc-a69a8278c7da"
    listed = [event(0, START, acts=[attraction(1, "Nirvana Tribute Band", mbid=mbid)]),
              event(1, START, acts=[attraction(2, "Nirvana", mbid=mbid)])]
    ticketmaster(Ticketmaster(listed))
    run()
    assert rows("SELECT name, mbid FROM artist ORDER BY name") == [("Nirvana", mbid), ("Nirvana Tribute Band", None)]


def said(act: Event, artist_id: str | None) -> dict[str, str | None]:
    """A person says who an act is; what the next ingest is told."""
    matching.decide(actor="dee", source="ticketmaster", decisions={act["id"]: artist_id})
    return identity_decisions("ticketmaster")


def test_a_persons_decision_is_kept_over_later_runs_and_applies_at_once(ticketmaster, run, rows, put_artists):
    put_artists(("one", "Phoenix", None, None), ("two", "Phoenix", None, None))
    act = attraction(1, "Phoenix")
    listed = event(0, START, acts=[act])
    ticketmaster(Ticketmaster([listed]))
    run()
    assert rows("SELECT matched_by, candidate_ids FROM attraction") == [("ambiguous", ["one", "two"])]
    decisions = said(act, "two")
    for _ in range(2):
        assert artists_of(rows, listed) == ["two"]
        assert rows("SELECT count(*) FROM artist") == [(2,)]
        run(decisions=decisions)
    said(act, None)
    assert artists_of(rows, listed) == [f"tm-{act['id']}"]
    assert rows("SELECT candidate_ids FROM attraction") == [(["one", "two"],)], "a person may change their mind"


def test_an_act_that_is_split_off_takes_its_ids_with_it(ticketmaster, run, rows, put_artists):
    put_artists(("ours", "Phoenix", None, None))
    act = attraction(1, "Phoenix", mbid="5b11f4ce-a62d-471e-81fc-a69a8278c7da")
    listed = event(0, START, acts=[act])
    ticketmaster(Ticketmaster([listed]))
    run()
    assert rows("SELECT artist_id, mbid IS NOT NULL FROM artist") == [("ours", True)]
    decisions = said(act, None)
    for _ in range(2):
        assert rows("SELECT artist_id, mbid IS NOT NULL, tm_attraction_id FROM artist ORDER BY ALL") == [
            ("ours", False, None), (f"tm-{act['id']}", True, act["id"])]
        assert artists_of(rows, listed) == [f"tm-{act['id']}"]
        run(decisions=decisions)


def test_a_listing_that_cannot_be_read_is_refused_with_its_reason_and_the_rest_comes(ticketmaster, run, rows):
    odd_date = event(1, START)
    odd_date["dates"]["start"]["localDate"] = "2027-13-45"
    listed = [event(0, START), odd_date, event(2, START)]
    service = Ticketmaster(listed)
    pretend = ticketmaster(service)

    def without_an_id(request: wrong.Seen) -> Reply | None:
        reply = service(request)
        spoiled = reply.body.replace(f'"id": "{listed[2]["id"]}"'.encode(), b'"ident": "x"')
        return Reply(reply.status, spoiled, reply.headers)

    pretend.answer = without_an_id
    record = run(Range(START.date(), START.date()))
    assert record.stored == 2
    assert rows("SELECT column_name, value, reason FROM ingest_rejected ORDER BY ALL")[0][:2] == (
        "local_date", "2027-13-45")
    assert rows("SELECT count(*) FROM ingest_rejected WHERE reason = 'is a listing without an id'") == [(1,)]
    assert rows(f"SELECT local_date FROM event WHERE event_id = '{odd_date['id']}'") == [(None,)]


def test_names_are_stored_as_they_are_even_half_a_surrogate_pair_harms_nothing(ticketmaster, run, rows):
    names = ["Motörhead", "Motörhead", "<script>alert(1)</script>", "=1+1", "x" * 600, " padded ", "\ud83d half"]
    ticketmaster(Ticketmaster([event(n, START, name=name) for n, name in enumerate(names)]))
    run()
    assert [n for [n] in rows("SELECT name FROM event ORDER BY event_id")] == [*names[:-1], "? half"]


def test_the_key_is_nowhere_in_the_store(ticketmaster, run, around):
    pretend = ticketmaster(Ticketmaster(SEASON[:50]), times(1, spike_arrest), times(1, wrong.html))
    run()
    keys = [pretend.answer.key.encode(), b"pretend-key-7f3a9c51e2b84d60"]
    for path in around.data_dir.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            content += gzip.decompress(content) if path.suffix == ".gz" else b""
            assert not any(key in content for key in keys), path


def test_raw_answers_are_kept_for_the_retention_time_only(ticketmaster, run, around, configure):
    ticketmaster(Ticketmaster(SEASON[:50]))
    run()
    assert len(list(around.data_dir.glob("raw/ticketmaster/done-*/*.gz"))) == 3
    configure(MARQUEE_RAW_RETENTION_DAYS=0)
    run()
    assert not list(around.data_dir.rglob("*.gz"))


def test_the_local_date_is_the_venues_own(ticketmaster, run, rows):
    late = event(0, datetime(2027, 5, 2, 3, tzinfo=UTC), place=venue(0))
    assert ZoneInfo("America/Denver").utcoffset(datetime(2027, 5, 2)) == timedelta(hours=-6)
    ticketmaster(Ticketmaster([copy.deepcopy(late)]))
    run(YEAR)
    assert rows("SELECT local_date, starts_at FROM event") == [(date(2027, 5, 1), datetime(2027, 5, 2, 3))]
