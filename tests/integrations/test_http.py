"""The one HTTP policy: what is tried again, what is not, how long we wait, and that no secret gets out."""

import logging
import traceback
from datetime import timedelta

import pytest

from core.errors import SourceUnavailable
from core.integrations.http import PoliteSession, Refused, Source
from core.integrations.secrecy import keep_secret
from core.integrations.standing import SourceResting
from core.integrations.ticketmaster import with_key, with_page
from tests.integrations import pretend_server as wrong
from tests.integrations.pretend_server import Reply, Seen, asking_to_wait, json_reply, times
from tests.integrations.pretend_ticketmaster import spike_arrest, without_page

SECRET = "s3cr3t/key+with=signs-0123456789"
PLAIN = Source("plain", "Plain Service", per_second=5, accept=with_page)


def one_page(request: Seen) -> Reply:
    return json_reply({"page": {"totalElements": 0, "totalPages": 0}})


@pytest.fixture
def session(around):
    keep_secret(SECRET)
    polite = PoliteSession(PLAIN, around)
    polite.auth = with_key(SECRET)
    with polite:
        yield polite


FAULTS = {"5xx": wrong.broken, "reset": wrong.reset, "timeout": wrong.silent, "truncated": wrong.truncated,
          "empty": wrong.empty, "HTML": wrong.html, "half a JSON": wrong.half_json, "no page": without_page,
          "spike arrest": spike_arrest}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_passing_fault_is_survived(fault, session, serve):
    pretend = serve(one_page, times(2, FAULTS[fault]))
    assert session.get(pretend.url).json()["page"]["totalElements"] == 0
    assert len(pretend.seen) == 3
    assert session.counts.retries == 2


def test_a_lasting_fault_is_given_up_after_five_retries_with_growing_waits(session, serve, clock):
    pretend = serve(one_page, times(99, wrong.broken))
    with pytest.raises(SourceUnavailable, match="Plain Service gave no usable answer in 6 tries.*503"):
        session.get(pretend.url)
    assert len(pretend.seen) == 6
    waits = [s for s in clock.slept if s not in (1.01,)]
    assert sum(waits) < 15
    assert waits[-1] > waits[0]


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_refusal_is_not_tried_again(status, session, serve):
    pretend = serve(lambda r: json_reply({"error": "no"}, status))
    with pytest.raises(Refused) as caught:
        session.get(pretend.url)
    assert caught.value.status == status
    assert len(pretend.seen) == 1


def test_redirects_are_not_followed_so_that_the_key_stays_where_it_belongs(session, serve):
    elsewhere = serve(one_page)
    pretend = serve(lambda r: Reply(302, headers={"Location": f"{elsewhere.url}/?apikey={r.query['apikey']}"}))
    with pytest.raises(Refused):
        session.get(pretend.url)
    assert elsewhere.seen == []


def test_a_short_retry_after_is_waited_for(session, serve, clock):
    pretend = serve(one_page, times(1, asking_to_wait(7)))
    session.get(pretend.url)
    assert 7 in clock.slept


def test_a_retry_after_of_eleven_hours_costs_one_call_and_no_wait(session, serve, clock, around):
    pretend = serve(one_page, times(1, asking_to_wait(11 * 3600)))
    for _ in range(2):
        with pytest.raises(SourceResting, match="2026-12-01 23:00 UTC"):
            session.get(pretend.url)
    assert len(pretend.seen) == 1
    assert sum(clock.slept) < 3
    with PoliteSession(PLAIN, around) as later, pytest.raises(SourceResting):
        later.get(pretend.url)
    clock.time += timedelta(hours=11)
    assert session.get(pretend.url).ok


def test_a_source_at_rest_keeps_no_other_source_waiting(session, serve, around):
    with pytest.raises(SourceResting):
        session.get(serve(one_page, times(1, asking_to_wait(40_000))).url)
    with PoliteSession(Source("other", "Other", 5), around) as other:
        assert other.get(serve(one_page).url).ok


def test_an_answer_that_never_ends_is_cut_off(session, serve, configure):
    configure(MARQUEE_HTTP_MEGABYTES=1)
    pretend = serve(lambda r: Reply(200, b" " * (3 << 20)))
    with pytest.raises(SourceUnavailable, match="above 1 MB"):
        session.get(pretend.url)


def test_the_days_budget_leaves_a_reserve_and_is_shared_by_all_sessions(serve, around, clock):
    source = Source("budgeted", "Budgeted", 5, daily_calls=10, reserve=0.2)
    pretend = serve(one_page)
    with PoliteSession(source, around) as one, PoliteSession(source, around) as other:
        for _ in range(4):
            one.get(pretend.url)
            other.get(pretend.url)
        with pytest.raises(SourceResting, match="8 calls"):
            one.get(pretend.url)
        assert len(pretend.seen) == 8
        assert other.standing.left() == 0
        clock.time += timedelta(days=1)
        assert one.get(pretend.url).ok


def failures(serve):
    """Every way a call can end badly, against a service that echoes the key wherever it can."""
    echo = {"fault": {"faultstring": f"Rate limit quota violation. Identifier : {SECRET}"}}
    yield serve(lambda r: json_reply(echo, 401)).url
    yield serve(lambda r: json_reply(echo, 429)).url
    yield serve(lambda r: Reply(200, f"<html>{SECRET}".encode(), {"Content-Type": f"text/{SECRET}"})).url
    yield serve(wrong.reset).url
    yield "http://127.0.0.1:9"


def test_the_key_is_in_no_log_and_no_exception_at_any_level(session, serve, caplog):
    caplog.set_level(logging.DEBUG)
    for url in failures(serve):
        with pytest.raises((Refused, SourceUnavailable)) as caught:
            session.get(url)
        told = "".join(traceback.format_exception(caught.value))
        error: BaseException | None = caught.value
        while error:
            told += f"{error!r} {error} {error.args}"
            error = error.__cause__ or error.__context__
        assert_hidden(told)
    assert "urllib3" in {r.name.split(".")[0] for r in caplog.records}
    assert_hidden(caplog.text)
    assert_hidden("".join(f"{r.msg} {r.args}" for r in caplog.records))


def test_a_secret_in_a_logged_traceback_is_hidden(session, caplog):
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("anybody").exception("failed with %s", SECRET)
    assert_hidden(caplog.text)
    assert "ValueError: [hidden]" in caplog.text


def assert_hidden(text: str) -> None:
    for form in (SECRET, "s3cr3t%2Fkey%2Bwith%3Dsigns-0123456789"):
        assert form not in text
