"""Ask outside sources: `ingest`; and hand on what they list: `export ticketmaster-csv`."""

import os
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from core.commands.bars import shown_progress
from core.commands.printing import FORMAT, Format, print_rows, say
from core.errors import MarqueeError
from core.reporting import reported

if TYPE_CHECKING:
    from core.ingest.run import Errand, Run

STOPPED_HALF_WAY = 3
NOTHING_IN = 1
AHEAD = timedelta(days=365)


class Source(StrEnum):
    ticketmaster = "ticketmaster"
    spotify = "spotify"
    listenbrainz = "listenbrainz"
    musicbrainz = "musicbrainz"


def ingest(
        source: Source = typer.Argument(..., help="Whom to ask."),
        first: datetime = typer.Option(None, "--from", formats=["%Y-%m-%d"], metavar="D",
                                       help="Ticketmaster: first day of the shows; today otherwise."),
        last: datetime = typer.Option(None, "--to", formats=["%Y-%m-%d"], metavar="D",
                                      help="Ticketmaster: last day of the shows; a year ahead otherwise."),
        countries: list[str] = typer.Option([], "--country", metavar="CC",
                                            help="Ticketmaster: only this country (ISO 3166-1); may be repeated."),
        publish_after: bool = typer.Option(True, "--publish/--no-publish", help="Publish a snapshot afterwards."),
        job: Path = typer.Option(None, "--job", metavar="FILE.json", hidden=True,
                                 help="Keep the progress here for the Data page; FILE.cancel stops the run."),
        style: Format = FORMAT) -> None:
    """Fetch from a source, clean, load, publish. Exit status 0 complete, 3 stopped half-way (goes on), 1 nothing."""
    # Read when Arrow is loaded, below: its own pool keeps 30 MB that publishing could use.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from core.ingest.run import Run, publish_in_turn
    from core.ingest.run import ingest as run_errand

    with shown_progress() as bars, reported("ingest", bars, job) as progress:
        run = run_errand(errand_for(source, first, last, countries), progress)
        if publish_after:
            publish_in_turn(progress)
        progress.ended = (run.outcome, in_words(run))
    if run.detail:
        say(run.detail)
    print_rows(Run._fields, [run], style)
    if run.outcome != "complete":
        raise typer.Exit(STOPPED_HALF_WAY if run.outcome == "partial" else NOTHING_IN)


def errand_for(source: Source, first: datetime | None, last: datetime | None, countries: list[str]) -> "Errand":
    """What to run for a source; the range and the countries are Ticketmaster's alone."""
    if source == Source.spotify:
        from core.ingest.spotify import SpotifyRun
        return SpotifyRun(decided=decisions(source))
    if source == Source.listenbrainz:
        from core.ingest.listenbrainz import ListenBrainzRun
        return ListenBrainzRun()
    if source == Source.musicbrainz:
        from core.ingest.musicbrainz import MusicBrainzRun
        return MusicBrainzRun()
    from core.ingest.ticketmaster import Range, TicketmasterRun

    start = (first or datetime.now(UTC)).date()
    end = last.date() if last else start + AHEAD
    if end < start:
        raise MarqueeError(f"--to {end} is before --from {start}.", remedy="Give the first day, then the last.")
    wanted = Range(start, end, tuple(sorted({country(text) for text in countries})))
    return TicketmasterRun(wanted, decisions(source))


def decisions(source: Source) -> dict[str, str | None]:
    """Which artist a person said an act of the source is; none as long as nobody has written anything."""
    from core.desk import in_use

    if not in_use():
        return {}
    from core.desk.choices import identity_decisions

    return identity_decisions(source)


def country(text: str) -> str:
    from core.gazetteer.countries import country_code

    try:
        return country_code(text)
    except ValueError as error:
        raise MarqueeError(f"--country {text} {error}.", remedy="For instance --country US.") from error


def in_words(run: "Run") -> str:
    """What a run did, for the Data page."""
    counts = f"{run.received:,} received: {run.new:,} new, {run.changed:,} changed, {run.unchanged:,} unchanged"
    return f"{counts}. {run.detail}".strip()


def export_ticketmaster_csv(
        path: Path = typer.Argument(..., metavar="FILE", help="The CSV file to write.")) -> None:
    """Write Ticketmaster's listings as CSV for others: UTF-8, ISO dates, safe to open in a spreadsheet."""
    from core.integrations.ticketmaster_csv import write_listings
    from core.warehouse.listings import Published

    published = Published("ticketmaster")
    with shown_progress() as progress:
        rows = write_listings(path, published.version, published.count(), published.batches, progress)
    say(f"{rows:,} listings written to {path}.")


def register(app: typer.Typer) -> None:
    app.command("ingest")(ingest)
