"""Cleaned batches -> warehouse, inside one transaction a file: stage, check, identify, merge, count."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from core.errors import MarqueeError
from core.ingest.clean import Cleaned, Reject
from core.ingest.currencies import contradiction
from core.ingest.identify import identify_artists, identify_venues
from core.ingest.kinds import Kind, Target
from core.ingest.names import plainly_another
from core.ingest.sources import ReadAgain
from core.progress import Progress
from core.warehouse import listings, runs
from core.warehouse import load as sql
from core.warehouse.merge import Merged
from core.words import things

# Rejects beyond this many of one file are counted, not kept.
KEPT_REJECTS = 100_000
# Aliases named in one note.
TOLD = 5
STAGED_AT_ONCE = 300_000


class Source(Protocol):
    """Something to load: see `sources.TableSource`."""

    kind: Kind
    path: Path
    notes: list[str]
    read: int

    @property
    def absent(self) -> set[str]: ...
    def batches(self) -> Iterator[Cleaned]: ...
    def lines(self, wanted: set[int]) -> Mapping[int, int]: ...


class Loaded(NamedTuple):
    """What became of the rows of one file: read = new + changed + unchanged + rejected."""

    kind: str
    read: int
    new: int
    changed: int
    unchanged: int
    rejected: int


def load(connection: sql.Connection, run_id: str, source: Source, progress: Progress, *, complete: bool = False,
         dry_run: bool = False) -> Loaded:
    """Load one file in the caller's transaction, with its counts and rejects. `complete`: other listings of its days, if
    it is one of listings, are gone. `dry_run`: the caller undoes it, and the notes say so."""
    kind, run = source.kind, {"run_id": run_id, "now": datetime.now(UTC).replace(tzinfo=None)}
    try:
        rejects = stage_all(connection, source, progress)
    except ReadAgain:
        rejects = stage_all(connection, source, progress)
    progress.step(f"Loading {source.path.name}", source.read, source.read)
    merged = Merged(0, 0, 0)
    if len(rejects) < source.read:
        if kind.respelled:
            sql.respell(connection, kind.name, kind.respelled)
        for check in (unknown_concerts, foreign_money, taken_events, partial(ids_of_two, notes=source.notes), unknown_artists,
                      repeated, other_currencies):
            found = check(connection, kind)
            sql.unstage(connection, [r.record for r in found])
            rejects += found
        merged = merge_all(connection, kind, source.absent, run)
    if complete and kind.name == "events":
        source.notes.append(mark_unlisted(connection, rejects, merged, run, dry_run))
    loaded = Loaded(kind.name, source.read, *merged, len(rejects))
    if loaded.read != loaded.new + loaded.changed + loaded.unchanged + loaded.rejected:
        raise MarqueeError(f"{source.path}: {loaded} does not add up; nothing of the file was loaded.",
                           remedy="Please report this as a fault of Marquee.")
    runs.count_kind(connection, run_id, *loaded)
    keep(connection, run_id, source, rejects)
    return loaded


def stage_all(connection: sql.Connection, source: Source, progress: Progress) -> list[Reject]:
    """Clean and stage every batch; many at a time, because each insert has its price."""
    rejects: list[Reject] = []
    waiting: list[pa.Table] = []
    said: list[pa.Table] = []
    staged = rows = 0
    for cleaned in source.batches():
        rejects += cleaned.rejects
        said += [] if cleaned.said is None else [cleaned.said]
        if cleaned.rows.num_columns:
            waiting.append(cleaned.rows)
            rows += cleaned.rows.num_rows
            progress.step(f"Reading {source.path.name}", rows)
        if rows - staged >= STAGED_AT_ONCE:
            sql.stage(connection, pa.concat_tables(waiting), first=not staged, numbered=source.kind.numbered)
            staged, waiting = rows, []
    if waiting:
        sql.stage(connection, pa.concat_tables(waiting), first=not staged, numbered=source.kind.numbered)
    sql.stage_said(connection, said)
    return rejects


def unknown_concerts(connection: sql.Connection, kind: Kind) -> list[Reject]:
    if not kind.concert_needed:
        return []
    return [Reject(row, "concert_id", value, "is not a known concert")
            for row, value in sql.unknown_concerts(connection)]


def foreign_money(connection: sql.Connection, kind: Kind) -> list[Reject]:
    """Amounts with the sign of a currency that no ticket of their show is sold in."""
    if not kind.concert_needed:
        return []
    impossible = [(said, currency, f"{reason} as the tickets of its show") for said, currency in sql.said_of_shows(connection)
                  if (reason := contradiction(said, currency))]
    return [Reject(*found) for found in sql.rows_saying(connection, impossible)] if impossible else []


def taken_events(connection: sql.Connection, kind: Kind) -> list[Reject]:
    column = {"concerts": "concert_id", "events": "event_id"}.get(kind.name)
    if not column:
        return []
    return [Reject(row, column, value, f"is already the id of a listing from {source}")
            for row, value, source in sql.taken_events(connection, column, kind.name)]


def ids_of_two(connection: sql.Connection, kind: Kind, notes: list[str]) -> list[Reject]:
    """Rows that give a venue's id to another name than an earlier row of this import does, unless both names are known for
    it: its city would be the other's. An artist has aliases: theirs are told."""
    rejects, aliases = [], []
    for column, named in (("artist_id", "artist"), ("venue_id", "venue")):
        if not {column, named} <= {c.name for c in kind.columns}:
            continue
        first: dict[str, tuple[str, int | None]] = {}
        for given, name, row, is_known in sql.names_of_ids(connection, column, named):
            known_as, line = first.setdefault(given, (name, row))
            if not is_known and plainly_another(name, known_as):
                if named == "artist":
                    aliases.append(f"{name} for {known_as} ({given})")
                    continue
                other = f"{column} {given}, which is {known_as}"
                reason = f"is given {other} in an earlier file" if not line else f"is given {braced(other)} on line {{line}}"
                rejects += [Reject(other_row, named, name, reason, line)
                            for other_row in sql.rows_named(connection, column, given, named, name)]
        sql.remember_names(connection, column, [(given, name) for given, (name, _) in first.items()])
    if aliases:
        more = f" and {len(aliases) - TOLD:,} more" if len(aliases) > TOLD else ""
        notes.append(f"an artist's id with another name is an alias: {', '.join(aliases[:TOLD])}{more}")
    return list({r.record: r for r in reversed(rejects)}.values())


def braced(text: str) -> str:
    """Text of a file in a reason that is filled in later."""
    return text.replace("{", "{{").replace("}", "}}")


def unknown_artists(connection: sql.Connection, kind: Kind) -> list[Reject]:
    """Names get their ids here, which makes new artists and venues; ids nobody knows are refused."""
    identify_venues(connection, anywhere=kind.venue_anywhere)
    return [Reject(row, column, value, "is not a known artist, and no name is given")
            for column, value in identify_artists(connection) for row in sql.rows_with(connection, column, value)]


def repeated(connection: sql.Connection, kind: Kind) -> list[Reject]:
    """Rows that an earlier row of the file says already, or contradicts."""
    rejects = []
    for target in [kind.said_in] if kind.said_in else [t for t in kind.targets if t.table == kind.targets[0].table]:
        if not sql.open_entries(connection, kind.name, name_of(target)):
            continue
        numbered = bool(kind.numbered) and target is kind.targets[0]
        shown = kind.shown or target.key[0]
        found = sql.repeats(connection, target.key, shown, without=("row", kind.numbered))
        rejects += [Reject(row, shown, value, "the same row stands on line {line}" if same else
                           f"another row for the same {kind.said or ', '.join(target.key[:4])} stands on line "
                           "{line}", earlier)
                    for row, earlier, same, value in found if same or not numbered]
        if numbered and not all(same for _, _, same, _ in found):
            sql.unstage(connection, [r.record for r in rejects])
            sql.number_lines(connection, target.key, kind.numbered)
    return rejects


def other_currencies(connection: sql.Connection, kind: Kind) -> list[Reject]:
    """Money of one show is in one currency: nothing here converts."""
    found = sql.other_currencies(connection, kind.name) if kind.name in ("ticket_types", "ad_spend") else []
    return [Reject(row, "currency", value, f"is not {sold_in}, in which this show is sold") for row, value, sold_in in found]


def name_of(target: Target) -> str:
    return target.source or target.table


def merge_all(connection: sql.Connection, kind: Kind, absent: set[str], run: Mapping[str, Any]) -> Merged:
    """Merge every target; the counts are of rows of the file, whatever number of tables they went to."""
    # Names decide these two, whether or not a file has ids.
    named = {"artist_id", "venue_id"}
    kept = {column for name in absent - named for column in kind.feeds.get(name, (name,))}
    total = Merged(0, 0, 0)
    tables = {target.table for target in kind.targets}
    sql.forget_judged(connection)
    for target in kind.targets:
        if not sql.open_entries(connection, kind.name, name_of(target)):
            continue
        columns = sql.entry_columns(connection, target.table, kept - set(target.key))
        key = (*target.key, kind.numbered) if kind.numbered and not target.source else target.key
        if len(tables) > 1:
            sql.judge_rows(connection, target.table, columns, key, first=target is kind.targets[0])
        if target.table == "event_artist" and kind.targets[0].table != "event_artist":
            sql.drop_stale_acts(connection, support_too="support" not in absent)
        with changes_dated(connection, target, kind, run):
            merged = sql.merge_entries(connection, target.table, columns, key, several=len(tables) > 1)
        total = Merged(*(a + b for a, b in zip(total, merged, strict=True)))
    if kind.settle:
        sql.run(connection, kind.name, "settle")
    return sql.judged(connection) if len(tables) > 1 else total


def changes_dated(connection: sql.Connection, target: Target, kind: Kind, run: Mapping[str, Any]) -> AbstractContextManager[None]:
    if not (kind.listed and target.table == "event"):
        return nullcontext()
    sql.keep_seen(connection)
    return listings.changes_dated(connection, **run)


def mark_unlisted(connection: sql.Connection, rejects: list[Reject], merged: Merged, run: Mapping[str, Any],
                  dry_run: bool) -> str:
    """Mark what a complete file of listings lacks as gone, unless some of its rows could not be read; says which."""
    if rejects or not any(merged):
        return f"{things(len(rejects), 'row')} rejected, so no listing was marked as gone"
    marked = listings.mark_unlisted(connection, "events", **run)
    return f"{marked:,} listings that the file lacks {'would be' if dry_run else 'were'} marked as gone"


def keep(connection: sql.Connection, run_id: str, source: Source, rejects: list[Reject]) -> None:
    """Store the rejects with the physical lines they stand on."""
    kept = sorted(rejects, key=lambda r: r.record)[:KEPT_REJECTS]
    if len(rejects) > KEPT_REJECTS:
        source.notes.append(f"{len(rejects):,} rows rejected; the first {KEPT_REJECTS:,} are kept with their reason")
    if not kept:
        return
    lines = source.lines({r.record for r in kept} | {r.earlier for r in kept if r.earlier})
    runs.keep_rejects(connection, pa.table({
        "run_id": [run_id] * len(kept), "kind": [source.kind.name] * len(kept), "file": [str(source.path)] * len(kept),
        "line": [lines[r.record] for r in kept], "column_name": [r.column for r in kept],
        "value": [r.value for r in kept],
        "reason": [r.reason.format(line=lines[r.earlier]) if r.earlier else r.reason for r in kept],
    }, schema=runs.REJECTED))
