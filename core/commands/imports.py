"""Bring data in: `import` and `sample`."""

import csv
import logging
import sys
from pathlib import Path

import typer

from core.commands.bars import Drawn, shown_progress
from core.commands.printing import FORMAT, Format, cell, print_json, print_rows, say
from core.errors import ImportRefused, MarqueeError, NothingPublished, StoreBroken, StoreOutdated
from core.progress import Progress

ALL_IN, NOTHING_IN, NOT_ALL_IN, STOPPED = 0, 1, 3, 130
log = logging.getLogger(__name__)


def import_files(
        paths: list[Path] = typer.Argument(..., readable=False, help="Files and folders to import."),
        kind: str = typer.Option("", "--as", metavar="KIND", help="Take every file as this kind."),
        renamed: list[str] = typer.Option([], "--map", metavar="OURS=THEIRS", help="Name a column of the files."),
        dry_run: bool = typer.Option(False, "--dry-run", help="Clean and count, but load nothing."),
        publish_after: bool = typer.Option(True, "--publish/--no-publish", help="Publish a snapshot afterwards."),
        complete: bool = typer.Option(False, "--complete", help="The events file names all listings between its first and last "
                                      "day: those it lacks are gone."),
        yes: bool = typer.Option(False, "--yes", help="Remove the sample season without asking."),
        rejects: Path = typer.Option(None, "--rejects", metavar="FILE.csv", readable=False, help="Write the rejected rows here."),
        style: Format = FORMAT) -> None:
    """Import files: recognise, clean, load, publish. Exit status 0 all rows in, 3 not all of it, 1 nothing loaded."""
    from core.ingest.imports import Report, import_paths

    if publish_after:
        from core.publish import publish
    report, status = Report(), None
    try:
        if rejects:
            refuse_unwritable(rejects, paths)
        with shown_progress() as progress:
            import_paths(paths, kind=kind or None, renamed=pairs(renamed), dry_run=dry_run, complete=complete,
                         may_remove_sample=lambda: yes or asked(progress), progress=progress, report=report)
            if publish_after and report.run_id and report.kinds:
                publish(progress)
    except KeyboardInterrupt:
        status = STOPPED
    except MarqueeError as error:
        if not report.stored:
            raise
        log.error("%s", error)
        status = NOT_ALL_IN
    finally:
        print_report(report, style, dry_run)
    if status:
        if report.stored:
            say("Only what is counted above was loaded, each file whole. What is in is not published yet: run the import "
                "again, or `python -m core publish`.")
        raise typer.Exit(status)
    written = not rejects or write_rejects(rejects, report.rejects)
    if report.outcome != "complete" or not written:
        raise typer.Exit(NOT_ALL_IN if report.stored else NOTHING_IN)


def pairs(renamed: list[str]) -> dict[str, str]:
    """`ours=theirs` texts as a table."""
    found = dict(text.partition("=")[::2] for text in renamed)
    if not all(found.values()):
        raise MarqueeError("--map takes ours=theirs.", remedy="For instance --map qty=Quantity.")
    return found


def asked(progress: Progress) -> bool:
    """Ask whoever sits at the terminal and sees the bars; nobody there means no."""
    if not (sys.stdin.isatty() and isinstance(progress, Drawn)):
        return False
    with progress.paused():
        return typer.confirm("The store holds the sample season. Remove it and import?", err=True)


def print_report(report, style: Format, dry_run: bool) -> None:  # type: ignore[no-untyped-def]
    from core.words import things

    for path, error in report.refused:
        say(str(error) if str(path) in str(error) else f"{path}: {error}")
    for note in report.notes:
        say(note)
    if style == Format.json:
        print_json({"run_id": report.run_id, "kinds": report.kinds})
    else:
        print_rows(["kind", "read", "new", "changed", "unchanged", "rejected"],
                   [(kind, *counts.values()) for kind, counts in report.kinds.items()], style)
    rejected = sum(k["rejected"] for k in report.kinds.values())
    if rejected:
        shown = "" if dry_run else "The Data page shows each with its reason; "
        say(f"{things(rejected, 'row')} rejected. {shown}--rejects FILE.csv writes the list.")
    if dry_run or not report.stored:
        say("A dry run: nothing was loaded." if dry_run else "Nothing was loaded.")


def refuse_unwritable(rejects: Path, paths: list[Path]) -> None:
    """Raises ImportRefused when the list of rejects would take the place of a file to import, or cannot be written."""
    from core.ingest.folders import find

    found, there = find(paths), rejects.exists()
    if there and any(rejects.samefile(file) for file in [*found.files, *(path for path, _ in found.skipped)]):
        raise ImportRefused(f"{rejects} is one of the files to import; the rejected rows would take its place.",
                            remedy="Name another file with --rejects.")
    try:
        rejects.open("a").close()
    except OSError as error:
        raise ImportRefused(f"The rejected rows cannot be written to {rejects} ({error.strerror}).",
                            remedy="Name a file in a folder that exists and that you may write to with --rejects.") from error
    if not there:
        rejects.unlink()


def write_rejects(path: Path, rejects: list[tuple]) -> bool:
    """Whether the list could be written; when not, that is said."""
    from core.warehouse.load import REJECT_COLUMNS

    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(REJECT_COLUMNS)
            writer.writerows([cell(value) for value in row] for row in rejects)
    except OSError as error:
        log.error("The rejected rows could not be written to %s (%s); the import itself is done. They are in the table "
                  "ingest_rejected.", path, error.strerror)
        return False
    return True


def sample(
        seed: int = typer.Option(3, "--seed", help="The same seed gives the same season."),
        shows: int = typer.Option(400, "--shows", min=1, help="How many shows of ours."),
        remove: bool = typer.Option(False, "--remove", help="Only remove the sample season."),
        if_empty: bool = typer.Option(False, "--if-empty", help="Only when the store holds nothing yet.")) -> None:
    """Build the made-up sample season, or remove it. Every page says that it is one."""
    from core.ingest.season import build_season, remove_season

    if if_empty and to_be_served():
        return
    with shown_progress() as progress:
        if remove:
            say("The sample season is removed." if remove_season(progress=progress)
                else "There is no sample season in the store.")
        else:
            report = build_season(seed=seed, shows=shows, progress=progress)
            say(f"Sample season with seed {seed}: {report.kinds.get('concerts', {}).get('new', 0):,} shows, "
                f"{report.kinds.get('sales', {}).get('new', 0):,} sales rows.")
        from core.publish import publish
        publish(progress)
        if not remove:
            from core.scores import keep_scores
            say(f"Report card: forecasts of {keep_scores(None, None, progress):,} played shows scored.")
            publish(progress)


def to_be_served() -> bool:
    """Whether the store has something to show, which is published (again) where this version has not yet done so."""
    from core.ingest.season import to_be_built
    from core.settings import settings
    from core.warehouse.snapshot import current
    from core.warehouse.store import warehouse_path

    try:
        return bool(current())
    except (StoreOutdated, StoreBroken) as error:
        if not warehouse_path(settings().data_dir).exists():
            raise
        say(f"{error.message} It is published again.")
    except NothingPublished:
        if to_be_built():
            return False
    from core.publish import publish

    with shown_progress() as progress:
        publish(progress)
    return True


def register(app: typer.Typer) -> None:
    app.command("import")(import_files)
    app.command("sample")(sample)
