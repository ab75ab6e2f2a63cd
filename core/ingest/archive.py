"""Performance archives in JSON: programs, each with its concerts (date, time, venue) and the works played."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from core.errors import ImportRefused
from core.ingest import values
from core.ingest.clean import Cleaned, Reject, Unusable
from core.ingest.columns import DAY, name, text
from core.ingest.kinds import Kind, Target
from core.ingest.names import DERIVED, derived_id, tidy
from core.ingest.places import place
from core.integrations.files import opened

ARCHIVE = Kind(
    "archive",
    (text("program", required=True), name("artist", required=True), name("venue"), text("date", required=True)),
    (Target("event", ("event_id",)), Target("event_artist", ("event_id", "artist_id")),
     Target("performed_work", ("event_id", "position"))))

WORK = pa.struct([("composer", pa.string()), ("work", pa.string()), ("conductor", pa.string()),
                  ("soloists", pa.list_(pa.string()))])
PERFORMANCE = pa.schema([
    ("row", pa.int64()), ("event_id", pa.string()), ("program", pa.string()), ("artist", pa.string()),
    ("venue", pa.string()), ("city", pa.string()), ("region", pa.string()), ("country", pa.string()),
    ("local_date", DAY), ("local_time", pa.time64("us")), ("works", pa.list_(WORK))])
REMEDY = 'An archive is an object with "programs", each with "concerts" and "works".'


class ArchiveSource:
    """One archive file as a source of performances (PERFORMANCE), one row a concert."""

    kind = ARCHIVE
    absent: set[str] = set()

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[str] = []
        self.read = 0
        with opened(path) as stream:
            self.text = decoded(stream.read(), path)
        self.programs = programs_of(self.text, path)

    def batches(self) -> Iterator[Cleaned]:
        good, rejects = [], []
        for program in self.programs:
            for concert in items(program, "concerts"):
                self.read += 1
                try:
                    good.append({"row": self.read} | performance(program, concert))
                except Unusable as fault:
                    rejects.append(Reject(self.read, fault.column, fault.value, fault.reason))
        yield Cleaned(pa.Table.from_pylist(good, schema=PERFORMANCE), rejects)

    def lines(self, wanted: set[int]) -> Mapping[int, int]:
        """The line on which the program of each wanted concert is named."""
        found, row = {}, 0
        for program in self.programs:
            for _ in items(program, "concerts"):
                row += 1
                if row in wanted:
                    place_ = self.text.find(json.dumps(program.get("id"), ensure_ascii=False))
                    found[row] = self.text.count("\n", 0, max(place_, 0)) + 1
        return found


def decoded(raw: bytes, path: Path) -> str:
    try:
        return raw.decode(json.detect_encoding(raw)).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{path} is not UTF-8 or UTF-16 text.", remedy="Save it as UTF-8.") from error


def programs_of(text: str, path: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ImportRefused(f"{path} is not whole JSON ({error}).", remedy="Fetch it again.") from error
    programs = found.get("programs") if isinstance(found, dict) else None
    if not isinstance(programs, list) or not all(isinstance(p, dict) for p in programs):
        raise ImportRefused(f"{path} is JSON, but not a performance archive.", remedy=REMEDY)
    return programs


def items(holder: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list that may be missing."""
    found = holder.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def performance(program: Mapping[str, Any], concert: Mapping[str, Any]) -> dict[str, Any]:
    """One concert of a program. The date is the local date, whatever the offset written behind it."""
    artist, venue = said(program, "orchestra"), wording(concert.get("Venue"))
    date_text, time_text = said(concert, "Date"), wording(concert.get("Time"))
    try:
        day = values.written_day(date_text)
    except ValueError as error:
        raise Unusable("Date", date_text, str(error)) from error
    try:
        at = values.clock_time(time_text) if time_text else None
    except ValueError as error:
        raise Unusable("Time", time_text, str(error)) from error
    city, region, country = place(wording(concert.get("Location")) or "") if concert.get("Location") else (None,) * 3
    key = derived_id("archive", str(program.get("id")), day.isoformat(), time_text, venue)
    return {"event_id": "p-" + key.removeprefix(DERIVED), "program": str(program.get("programID") or ""),
            "artist": artist, "venue": venue, "city": city, "region": region, "country": country,
            "local_date": day, "local_time": at, "works": list(works(program))}


def said(holder: Mapping[str, Any], name: str) -> str:
    """A text that must be there."""
    found = wording(holder.get(name))
    if not found:
        raise Unusable(name, holder.get(name), "is missing")
    return found


def wording(value: object) -> str | None:
    """Text of a field; emphasised words that stand apart in the file are put behind it."""
    if isinstance(value, dict):
        return tidy(" ".join(filter(None, (wording(part) for part in value.values())))) or None
    if isinstance(value, list):
        return tidy(", ".join(filter(None, map(wording, value)))) or None
    found = tidy(str(value)) if value is not None else ""
    return found if found not in values.MISSING else None


def works(program: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The works of a program in their order; intermissions are none."""
    for work in items(program, "works"):
        title = wording(work.get("workTitle"))
        if title:
            movement = wording(work.get("movement"))
            yield {"composer": wording(work.get("composerName")), "conductor": wording(work.get("conductorName")),
                   "work": f"{title}: {movement}" if movement else title,
                   "soloists": [s for s in (wording(item.get("soloistName")) for item in items(work, "soloists")) if s]}
