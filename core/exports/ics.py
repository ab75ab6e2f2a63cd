"""Entries as an iCalendar file (RFC 5545), for calendar programs."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar; charset=utf-8"


class Entry(NamedTuple):
    """One entry: all of a local `day`, or from `at` (UTC, naive) to `until` (an hour unless given)."""

    uid: str
    summary: str
    day: date
    at: datetime | None = None
    until: datetime | None = None
    place: str = ""
    note: str = ""
    url: str | None = None
    is_certain: bool = True


def to_ics(entries: list[Entry], *, name: str, stamp: datetime) -> bytes:
    """The file; `stamp` (UTC) is when its content was made, so that the same content is the same bytes."""
    calendar = Calendar()
    for key, value in (("prodid", "-//Marquee//Events//EN"), ("version", "2.0"), ("calscale", "GREGORIAN"),
                       ("method", "PUBLISH"), ("x-wr-calname", name)):
        calendar.add(key, value)
    for entry in entries:
        calendar.add_component(component(entry, stamp))
    return calendar.to_ical()


def component(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    start = entry.at.replace(tzinfo=UTC) if entry.at else entry.day
    lasts = timedelta(hours=1) if entry.at else timedelta(days=1)
    end = entry.until.replace(tzinfo=UTC) if entry.until else start + lasts
    for key, value in (("uid", entry.uid), ("dtstamp", stamp.replace(tzinfo=UTC)), ("dtstart", start), ("dtend", end),
                       ("summary", entry.summary), ("location", entry.place), ("description", entry.note), ("url", entry.url),
                       ("status", "CONFIRMED" if entry.is_certain else "TENTATIVE"), ("transp", "TRANSPARENT")):
        if value:
            event.add(key, value)
    return event
