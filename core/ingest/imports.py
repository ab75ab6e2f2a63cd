"""An import from paths to report: find the files, recognise them, load each in a transaction of its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import ImportRefused, MarqueeError
from core.ingest.archive import ArchiveSource
from core.ingest.folders import find, is_aside, is_table
from core.ingest.headers import names_nothing, recognise
from core.ingest.history import SHOW_HISTORY, VENUE_LIST
from core.ingest.load import Loaded, Source, load
from core.ingest.locate import locate
from core.ingest.shapes import KINDS, TABLES, WHOLE
from core.ingest.sources import TableSource
from core.integrations.files import examine, opened
from core.progress import Progress, Silent
from core.warehouse import runs
from core.warehouse.load import REJECT_COLUMNS, Connection, list_near_misses, rejects_of, season
from core.warehouse.store import writing


@dataclass
class Report:
    """What an import did, or had done when it was stopped. `run_id` is None for a dry run and when nothing was tried; `skipped`
    are the files of folders that were not imported, with the reason, which stands in the notes too."""

    run_id: str | None = None
    loaded: list[tuple[Path, Loaded]] = field(default_factory=list)
    refused: list[tuple[Path, MarqueeError]] = field(default_factory=list)
    skipped: list[tuple[Path, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rejects: list[tuple] = field(default_factory=list)

    @property
    def kinds(self) -> dict[str, dict[str, int]]:
        """Per kind: read, new, changed, unchanged, rejected."""
        totals: dict[str, dict[str, int]] = {}
        for _, loaded in self.loaded:
            total = totals.setdefault(loaded.kind, dict.fromkeys(Loaded._fields[1:], 0))
            for name in total:
                total[name] += getattr(loaded, name)
        return totals

    @property
    def stored(self) -> int:
        return sum(k["read"] - k["rejected"] for k in self.kinds.values())

    @property
    def outcome(self) -> str:
        """complete: all rows in; partial: some rejected; failed: nothing loaded."""
        if not self.stored:
            return "failed"
        return "partial" if self.refused or any(k["rejected"] for k in self.kinds.values()) else "complete"


def import_paths(paths: Iterable[Path], *, kind: str | None = None, renamed: Mapping[str, str] | None = None,
                 dry_run: bool = False, complete: bool = False, may_remove_sample: Callable[[], bool] = lambda: False,
                 about: Mapping[str, str] | None = None, data_dir: Path | None = None,
                 progress: Progress | None = None, report: Report | None = None) -> Report:
    """Import files and folders; `renamed` maps our column names to theirs. Publishing is left to the caller.
    `complete`: the one file of listings names all there are of its days, so those it lacks are gone.
    `about` marks the store before the first file, as the sample season does. Where the import is stopped, `report` tells
    what it has loaded whole.

    Raises ImportRefused for a path that is not there, for several complete files of listings, and when the sample season
    may not be removed.
    """
    report, progress, found = report or Report(), progress or Silent(), find(paths)
    report.skipped += found.skipped
    report.notes += [f"{path}: {reason}" for path, reason in found.skipped]
    sources = recognised(found.files, kind, renamed or {}, report, progress)
    if complete and sum(source.kind.name == "events" for source in sources) != 1:
        raise ImportRefused("Only one file of listings can be complete.",
                            remedy="Import the one events file that names all listings of its days by itself.")
    if sources:
        with writing(data_dir) as connection:
            is_sample = season.about(connection).get("season") == "sample"
            if is_sample and not dry_run and not may_remove_sample():
                raise ImportRefused("The store holds the sample season; real data cannot be mixed with it.",
                                    remedy="Run the import again with --yes to remove the sample, "
                                           "or remove it alone with `sample --remove`.")
            run(connection, sources, report, dry_run, progress, remove=is_sample, about=about or {}, complete=complete)
    return report


def recognised(paths: list[Path], kind: str | None, renamed: Mapping[str, str], report: Report,
               progress: Progress) -> list[Source]:
    """A source for each file that can be read, in the order in which they must be loaded."""
    if kind and kind not in KINDS:
        raise ImportRefused(f"{kind} is no kind of file.", remedy=f"Kinds are {', '.join(KINDS)}.")
    sources: list[Source] = []
    for done, path in enumerate(paths):
        progress.step("Recognising files", done, len(paths))
        try:
            source = source_of(path, kind, renamed)
            if source:
                sources.append(source)
            else:
                report.notes.append(f"{path}: a list of venues, read together with the show lists beside it")
        except ImportRefused as error:
            report.refused.append((path, error))
    found = [source.found for source in sources if isinstance(source, TableSource)]
    report.notes += [f"--map {ours}={theirs} names no column of these files"
                     for ours, theirs in renamed.items() if names_nothing(ours, theirs, found)]
    order = list(KINDS)
    return sorted(sources, key=lambda source: order.index(source.kind.name))


def source_of(path: Path, kind: str | None, renamed: Mapping[str, str]) -> Source | None:
    """The file as something to load; None for a list that other files refer to."""
    if kind == "archive" or (not kind and is_json(path)):
        return ArchiveSource(path)
    file = examine(path)
    choices = {kind: KINDS[kind]} if kind else TABLES | {VENUE_LIST.name: VENUE_LIST}
    found = recognise(file, choices, renamed)
    if found.kind is VENUE_LIST:
        return None
    venues = venue_list_beside(path) if found.kind is SHOW_HISTORY else None
    return TableSource(file, found, WHOLE.get(found.kind.name), venues)


def is_json(path: Path) -> bool:
    with opened(path) as stream:
        return stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def venue_list_beside(path: Path) -> dict[str, tuple[str, int | None]] | None:
    """The numbered venues of the first venue list in the folder of a file: number -> name, capacity."""
    for other in sorted(path.parent.iterdir()):
        if is_table(other) and not is_aside(Path(other.name)) and other != path:
            try:
                file = examine(other)
                source = TableSource(file, recognise(file, {VENUE_LIST.name: VENUE_LIST}, {}))
            except ImportRefused:
                continue
            rows = [row for cleaned in source.batches() for row in cleaned.rows.to_pylist()]
            return {row["id"]: (row["venue"], row["capacity"] or None) for row in rows}
    return None


def run(connection: Connection, sources: list[Source], report: Report, dry_run: bool, progress: Progress, *,
        remove: bool, about: Mapping[str, str], complete: bool) -> None:
    """Load every source and leave the record of it. A dry run is undone at the end, and so is an import that should take
    the place of the sample and has nothing to put there."""
    if not (dry_run or remove):
        load_all(connection, sources, report, progress, about, complete)
        return
    connection.begin()
    try:
        if remove:
            season.empty(connection)
        load_all(connection, sources, report, progress, about, complete, inside=True, dry_run=dry_run)
    except BaseException:
        report.run_id, report.loaded = None, []
        connection.rollback()
        raise
    if report.stored and not dry_run:
        connection.commit()
        return
    connection.rollback()
    report.run_id = None
    if not dry_run:
        with transaction(connection):
            record_refused(connection, report)


def load_all(connection: Connection, sources: list[Source], report: Report, progress: Progress, about: Mapping[str, str],
             complete: bool, inside: bool = False, dry_run: bool = False) -> None:
    """Each source in a transaction of its own, or all `inside` that of the caller; what was stopped says what is in."""
    with transaction(connection, inside):
        season.mark(connection, about)
    run_id = report.run_id = runs.start_run(connection, "import")
    try:
        for source in sources:
            load_one(connection, run_id, source, report, progress, inside=inside, complete=complete, dry_run=dry_run)
        with transaction(connection, inside):
            finish(connection, run_id, report)
        report.rejects = rejects_of(connection, run_id)
    except BaseException:
        if not inside:
            # The stop may have met the very moment at which the last file was in, before it was noted here.
            found = runs.broken_off(connection, run_id)[len(report.loaded):]
            report.loaded += [(source.path, Loaded(*row)) for row in found]
        raise


def record_refused(connection: Connection, report: Report) -> None:
    """The record of an import of which nothing was loaded, beside the sample that stays."""
    run_id = report.run_id = runs.start_run(connection, "import")
    for _, loaded in report.loaded:
        runs.count_kind(connection, run_id, *loaded)
    runs.keep_rejects(connection, [{"run_id": run_id} | dict(zip(REJECT_COLUMNS, row, strict=True)) for row in report.rejects])
    report.notes.append("the sample season stays: nothing could be loaded in its place")
    end(connection, run_id, report)


def load_one(connection: Connection, run_id: str, source: Source, report: Report, progress: Progress, *, inside: bool,
             complete: bool, dry_run: bool) -> None:
    try:
        with transaction(connection, inside):
            loaded = load(connection, run_id, source, progress, complete=complete, dry_run=dry_run)
        report.loaded.append((source.path, loaded))
        notes = source.notes if loaded.read else [*source.notes, "holds no rows below its header"]
        report.notes += [f"{source.path}: {note}" for note in notes]
    except ImportRefused as error:
        report.refused.append((source.path, error))


def finish(connection: Connection, run_id: str, report: Report) -> None:
    runs.keep_rejects(connection, [{"run_id": run_id, "file": str(path), "reason": str(error)}
                                   for path, error in report.refused])
    locate(connection)
    pairs = list_near_misses(connection)
    if pairs:
        report.notes.append(f"{pairs:,} pairs of names look alike and were kept apart; see the table match_review")
    end(connection, run_id, report)


def end(connection: Connection, run_id: str, report: Report) -> None:
    runs.end_run(connection, run_id, report.outcome, detail="; ".join(report.notes),
                 received=sum(k["read"] for k in report.kinds.values()), stored=report.stored)


@contextmanager
def transaction(connection: Connection, inside: bool = False) -> Iterator[None]:
    """All or nothing; `inside` a larger transaction there is nothing to do."""
    if inside:
        yield
        return
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
