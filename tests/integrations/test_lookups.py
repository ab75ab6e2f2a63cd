"""Spotify, ListenBrainz and MusicBrainz runs: what is asked, what is kept, and what must never be."""

import ast
import base64
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from core import matching
from core.desk.choices import identity_decisions
from core.errors import SourceUnconfigured
from core.ingest.listenbrainz import ListenBrainzRun
from core.ingest.musicbrainz import MusicBrainzRun
from core.ingest.run import ingest
from core.ingest.spotify import SpotifyRun
from core.warehouse.store import writing
from tests.integrations import pretend_server as wrong
from tests.integrations.pretend_server import asking_to_wait, times
from tests.integrations.pretend_sources import CLIENT_ID, CLIENT_SECRET, ListenBrainz, MusicBrainz, Spotify, mbid, sid

CORE = Path(__file__).resolve().parents[2] / "core"


@pytest.fixture
def spotify(serve, configure):
    def start(answer, *faults):
        pretend = serve(answer, *faults)
        configure(SPOTIFY_URL=pretend.url, SPOTIFY_TOKEN_URL=f"{pretend.url}/api/token", SPOTIPY_CLIENT_ID=CLIENT_ID,
                  SPOTIPY_CLIENT_SECRET=CLIENT_SECRET)
        return pretend

    return start


def artist_calls(pretend):
    return [s for s in pretend.seen if s.path.startswith("/v1/")]


LOOKUPS = "SELECT artist_id, source_artist_id, matched_by FROM artist_lookup WHERE source = 'spotify' ORDER BY ALL"


def test_artists_are_found_by_link_then_by_exactly_their_name(put_artists, spotify, rows, around):
    put_artists(("a", "Linked", None, sid(1)), ("b", "mOTÖRHEAD", None, None), ("c", "Nirvana", None, None),
          ("d", "Nobody", None, None))
    pretend = spotify(Spotify({sid(1): "Linked on Spotify", sid(2): "Motörhead", sid(3): "Nirvana Tribute Band",
                               sid(4): "Nirvana UK"}))
    record = ingest(SpotifyRun(), around=around)
    assert record.outcome == "complete"
    assert rows(LOOKUPS) == [("a", sid(1), "link"), ("b", sid(2), "name"), ("c", None, "unmatched"),
                             ("d", None, "unmatched")]
    assert rows("SELECT spotify_artist_id, image_url FROM artist WHERE artist_id = 'b'") == [
        (sid(2), f"https://images.example/{sid(2)}/640")]
    assert all(int(s.query["limit"]) <= 10 for s in pretend.seen if s.path == "/v1/search")


def test_an_artist_is_not_looked_up_again_before_its_time(put_artists, spotify, rows, around, clock):
    put_artists(("a", "Linked", None, sid(1)))
    pretend = spotify(Spotify({sid(1): "Linked"}))
    ingest(SpotifyRun(), around=around)
    before = rows("FROM artist_lookup"), rows("FROM artist")
    assert ingest(SpotifyRun(), around=around).calls == 0
    assert (rows("FROM artist_lookup"), rows("FROM artist")) == before
    clock.time += timedelta(days=31)
    assert ingest(SpotifyRun(), around=around).calls == 2
    assert len(artist_calls(pretend)) == 2


def test_two_of_one_name_on_either_side_are_left_to_a_person(put_artists, spotify, rows, around):
    put_artists(("a", "Twice There", None, None), ("b", "Twice Here", None, None), ("c", "twice here", None, None))
    spotify(Spotify({sid(1): "Twice There", sid(2): "Twice there", sid(3): "Twice Here"}))
    ingest(SpotifyRun(), around=around)
    assert rows("SELECT artist_id, matched_by, candidate_ids FROM artist_lookup ORDER BY ALL") == [
        ("a", "ambiguous", [sid(1), sid(2)]), ("b", "ambiguous", None), ("c", "ambiguous", None)]


def test_a_persons_choice_among_spotifys_artists_is_kept_and_can_be_taken_back(put_artists, spotify, rows, around):
    put_artists(("one", "Phoenix", None, None))
    spotify(Spotify({sid(1): "Phoenix", sid(2): "Phoenix"}))
    ingest(SpotifyRun(), around=around)
    assert rows(LOOKUPS) == [("one", None, "ambiguous")]
    matching.decide(actor="dee", source="spotify", decisions={sid(2): "one"})
    for _ in range(2):
        ingest(SpotifyRun(decided=identity_decisions("spotify")), around=around)
        assert rows(LOOKUPS) == [("one", sid(2), "link")]
        assert rows("SELECT spotify_artist_id FROM artist") == [(sid(2),)]
    matching.decide(actor="dee", source="spotify", decisions={sid(1): None, sid(2): None})
    for _ in range(2):
        assert rows("SELECT spotify_artist_id FROM artist") == [(None,)]
        ingest(SpotifyRun(decided=identity_decisions("spotify")), around=around)
        assert rows("SELECT source_artist_id FROM artist_lookup") == [(None,)]


def test_what_development_mode_leaves_out_is_missing_and_not_zero(put_artists, spotify, rows, around):
    put_artists(("a", "Linked", None, sid(1)))
    spotify(Spotify({sid(1): "Linked"}))
    ingest(SpotifyRun(), around=around)
    assert rows("FROM spotify_figure") == []


def test_what_an_extended_account_sees_is_kept_apart_with_its_date(put_artists, spotify, rows, around, clock):
    put_artists(("a", "Linked", None, sid(1)))
    spotify(Spotify({sid(1): "Linked"}, extended=True))
    ingest(SpotifyRun(), around=around)
    assert rows("FROM spotify_figure") == [(sid(1), clock.now().date(), 61, 123456)]
    assert rows("FROM artist_metric_daily") == []
    assert rows("FROM artist_tag") == []


def test_spotifys_figures_reach_no_model_no_mart_and_no_question():
    readers = {p.relative_to(CORE).as_posix() for p in CORE.rglob("*")
               if p.suffix in (".py", ".sql") and "spotify_figure" in p.read_text("utf-8")}
    may = {"warehouse/migrations/0002_integrations.sql", "ingest/spotify.py", "warehouse/build.py"}
    assert {r for r in readers if not r.startswith("warehouse/queries/artists/spotify")} <= may
    for path in [*CORE.glob("recommend/**/*.py"), *CORE.glob("forecast/**/*.py"), *CORE.glob("response/**/*.py")]:
        names = {n.id for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Name)}
        assert not {n for n in names if "spotify" in n.lower()}, path


def test_a_token_that_was_revoked_is_fetched_once_more(put_artists, spotify, around):
    put_artists(("a", "One", None, sid(1)), ("b", "Two", None, sid(2)))
    service = Spotify({sid(1): "One", sid(2): "Two"}, revoke_after=1)
    pretend = spotify(service)
    assert ingest(SpotifyRun(), around=around).outcome == "complete"
    assert len([s for s in pretend.seen if s.path == "/api/token"]) == 2


def test_wrong_credentials_are_tried_once(put_artists, spotify, around, configure):
    put_artists(("a", "One", None, sid(1)))
    pretend = spotify(Spotify({}))
    configure(SPOTIPY_CLIENT_SECRET="wrong-secret-0123456789")
    record = ingest(SpotifyRun(), around=around)
    assert record.outcome == "failed"
    assert len(pretend.seen) == 1


@pytest.mark.parametrize("fault", [wrong.html, wrong.half_json, wrong.broken, wrong.reset, wrong.empty])
def test_spotifys_bad_answers_are_survived(fault, put_artists, spotify, rows, around):
    put_artists(("a", "One", None, sid(1)))
    spotify(Spotify({sid(1): "One"}), times(2, fault, lambda s: s.path.startswith("/v1/")))
    assert ingest(SpotifyRun(), around=around).outcome == "complete"
    assert rows(LOOKUPS) == [("a", sid(1), "link")]


def test_eleven_hours_of_retry_after_keep_what_came_and_stop_further_calls(put_artists, spotify, rows, around, clock):
    put_artists(("a", "One", None, sid(1)), ("b", "Two", None, sid(2)))
    pretend = spotify(Spotify({sid(1): "One", sid(2): "Two"}),
                      times(1, asking_to_wait(11 * 3600), lambda s: s.path.endswith(sid(2))))
    assert ingest(SpotifyRun(), around=around).outcome == "partial"
    assert rows(LOOKUPS) == [("a", sid(1), "link")]
    calls = len(pretend.seen)
    assert ingest(SpotifyRun(), around=around).outcome == "partial"
    assert len(pretend.seen) == calls
    clock.time += timedelta(hours=11)
    assert ingest(SpotifyRun(), around=around).outcome == "complete"


def test_spotipys_own_logs_hold_neither_secret_nor_token(put_artists, spotify, around, caplog):
    caplog.set_level(logging.DEBUG)
    put_artists(("a", "One", None, sid(1)), ("b", "Two", None, None))
    service = Spotify({sid(1): "One"})
    spotify(service)
    ingest(SpotifyRun(), around=around)
    assert "spotipy" in {r.name.split(".")[0] for r in caplog.records}
    basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
    for secret in (CLIENT_SECRET, basic, *service.tokens):
        assert secret not in caplog.text
        for path in around.data_dir.rglob("*"):
            assert not path.is_file() or secret.encode() not in path.read_bytes()


def test_without_spotifys_credentials_the_remedy_is_said(around):
    with pytest.raises(SourceUnconfigured, match="SPOTIPY_CLIENT_ID"):
        ingest(SpotifyRun(), around=around)


# ListenBrainz

METRICS = "SELECT artist_id, metric, value FROM artist_metric_daily ORDER BY ALL"


def test_listens_are_dated_and_unknown_ones_are_missing(put_artists, serve, configure, rows, around, clock):
    put_artists(("a", "One", mbid(1).upper(), None), ("b", "Two", mbid(2), None), ("c", "Three", None, None))
    pretend = serve(ListenBrainz({mbid(1): (1000, 50)}, {mbid(1): {mbid(2): 7.0, mbid(9): 3.0}}))
    configure(LISTENBRAINZ_URL=pretend.url)
    assert ingest(ListenBrainzRun(), around=around).outcome == "complete"
    assert rows(METRICS) == [("a", "listeners", 50.0), ("a", "listens", 1000.0)]
    assert rows("FROM similar_artist") == [("a", "b", "listenbrainz", 7.0, clock.now().date())]
    before = rows("FROM artist_metric_daily"), rows("FROM artist_lookup ORDER BY ALL")
    assert ingest(ListenBrainzRun(), around=around).calls == 0
    assert (rows("FROM artist_metric_daily"), rows("FROM artist_lookup ORDER BY ALL")) == before
    clock.time += timedelta(days=1)
    ingest(ListenBrainzRun(), around=around)
    assert rows("SELECT count(DISTINCT date) FROM artist_metric_daily") == [(2,)]


def test_a_call_asks_for_a_thousand_artists_at_most(put_artists, serve, configure, around):
    put_artists(*((str(n), f"Act {n}", mbid(n), None) for n in range(2100)))
    pretend = serve(ListenBrainz({}, None))
    configure(LISTENBRAINZ_URL=pretend.url)
    record = ingest(ListenBrainzRun(), around=around)
    assert len([s for s in pretend.seen if s.method == "POST"]) == 3
    assert record.outcome == "complete"
    assert "similar artists are not answered" in record.detail


def test_listenbrainzs_token_is_sent_and_stays_out_of_the_logs(put_artists, serve, configure, around, caplog):
    caplog.set_level(logging.DEBUG)
    put_artists(("a", "One", mbid(1), None))
    pretend = serve(ListenBrainz({}, None))
    configure(LISTENBRAINZ_URL=pretend.url, LISTENBRAINZ_TOKEN="listen-token-0123456789")
    ingest(ListenBrainzRun(), around=around)
    assert pretend.seen[0].headers["authorization"] == "Token listen-token-0123456789"
    assert "listen-token-0123456789" not in caplog.text


# MusicBrainz

def test_genres_links_and_area_come_once_a_second_with_our_name(put_artists, serve, configure, rows, around, clock):
    put_artists(*((str(n), f"Act {n}", mbid(n), None) for n in range(5)))
    pretend = serve(MusicBrainz({mbid(n): sid(n) for n in range(4)}), times(1, wrong.broken))
    configure(MUSICBRAINZ_URL=pretend.url, MARQUEE_USER_AGENT="Desk/1.0 ( desk@example.org )")
    began = clock.now()
    assert ingest(MusicBrainzRun(), around=around).outcome == "complete"
    assert clock.now() - began > timedelta(seconds=len(pretend.seen) - 1)
    assert {s.headers["user-agent"] for s in pretend.seen} == {"Desk/1.0 ( desk@example.org )"}
    assert pretend.seen[0].query["inc"] == "genres url-rels"
    assert rows("SELECT tag, weight FROM artist_tag WHERE artist_id = '0' ORDER BY ALL") == [
        ("grunge", 9.0), ("rock", 30.0)]
    assert rows("SELECT genre, spotify_artist_id FROM artist WHERE artist_id = '1'") == [("rock", sid(1))]
    assert rows("SELECT DISTINCT area, country FROM artist_lookup WHERE matched_by = 'mbid'") == [("Aberdeen", "US")]
    assert rows("SELECT matched_by FROM artist_lookup WHERE artist_id = '4'") == [("unmatched",)]
    assert rows("SELECT count(*) FROM artist_link WHERE artist_id = '0'") == [(2,)]


def test_a_persons_tags_are_not_overwritten(put_artists, serve, configure, rows, around):
    put_artists(("0", "Act", mbid(0), None))
    with writing(around.data_dir) as connection:
        connection.execute("INSERT INTO artist_tag (artist_id, tag, weight) VALUES ('0', 'rock', 2)")
    configure(MUSICBRAINZ_URL=serve(MusicBrainz({mbid(0): sid(0)})).url)
    ingest(MusicBrainzRun(), around=around)
    assert rows("SELECT tag, weight FROM artist_tag ORDER BY ALL") == [("grunge", 9.0), ("rock", 2.0)]
