"""Windows: a range comes apart into parts that leave no second out and count none twice."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.integrations.windows import Window, iso, split_by_country, split_by_time, whole_range

starts = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(lambda t: t.replace(microsecond=0, tzinfo=UTC))
lengths = st.integers(0, 400 * 86_400)


@given(starts, lengths, st.integers(1000, 200_000))
def test_parts_cover_the_window_second_by_second_without_overlap(start, length, reported):
    window = Window(start, start + timedelta(seconds=length))
    parts = split_by_time(window, reported)
    if length == 0:
        assert parts == []
        return
    assert parts[0].start == window.start
    assert parts[-1].end == window.end
    assert all(p.start <= p.end for p in parts)
    assert all(b.start - a.end == timedelta(seconds=1) for a, b in pairwise(parts))
    assert len(parts) >= 2


@given(starts, st.integers(1000, 100_000), st.integers(1, 10 * 86_400))
def test_splitting_again_and_again_ends_at_single_seconds(start, reported, length):
    window = Window(start, start + timedelta(seconds=length))
    depth = 0
    while parts := split_by_time(window, reported):
        window, depth = parts[0], depth + 1
    assert window.start == window.end
    assert depth <= 21


def test_the_range_is_that_of_every_time_zone_written_in_whole_seconds_without_milliseconds():
    first, *_ = whole_range(date(2027, 1, 1), date(2027, 1, 31), [])
    assert first.params() == {"startDateTime": "2026-12-31T10:00:00Z", "endDateTime": "2027-02-01T11:59:59Z"}
    assert iso(None) == ""


def test_undated_shows_have_passes_of_their_own_without_dates():
    *_, tba, tbd = whole_range(date(2027, 1, 1), date(2027, 1, 31), ["US"])
    assert tba.params() == {"countryCode": "US", "includeTBA": "only"}
    assert tbd.params() == {"countryCode": "US", "includeTBD": "only"}


def test_undated_windows_are_split_by_country_and_only_once():
    undated = Window(None, None, undated="TBA")
    assert split_by_time(undated, 5000) == []
    parts = split_by_country(undated, ["JP", "US"])
    assert [p.country for p in parts[:2]] == ["JP", "US"]
    assert len({p.country for p in parts}) == len(parts)
    assert split_by_country(parts[0], []) == []
