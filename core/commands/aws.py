"""Share the store through AWS: `aws push`, `pull`, `rollback`, `status`, `jobs`, `place`, `lifecycle`, `backup`, `restore`,
`models`, `media`."""

from typing import TYPE_CHECKING

import typer

from core.commands.bars import shown_progress
from core.commands.media import media
from core.commands.models import models
from core.commands.printing import FORMAT, Format, print_json, print_rows, say
from core.reporting import reported
from core.settings import settings

if TYPE_CHECKING:
    from core.aws.pulling import Pulled
    from core.errors import MarqueeError
    from core.progress import Progress

aws = typer.Typer(help="Share the store through AWS.", no_args_is_help=True)
aws.add_typer(models, name="models")
aws.add_typer(media, name="media")


@aws.command()
def push(style: Format = FORMAT) -> None:
    """Send the warehouse and the published snapshot to S3; only parts that changed travel."""
    from core.aws import objects, pushing
    from core.warehouse import making, parquet, ready, snapshot

    folder = settings().data_dir
    bucket = objects.bucket()
    with ready.locked(folder) as shelf, shown_progress() as bars, reported("push", bars) as progress:
        base = pushing.look(bucket)
        staged = making.export(folder, shelf, base.known, base.sent)
        pushed = pushing.push(bucket, base, staged, schema_version=parquet.schema_version(),
                              snapshot_number=snapshot.numbered(parquet.published(folder)), progress=progress)
        shelf.pushed(ready.target())
    say(f"Publication {pushed.number} in {bucket.url()}: {pushed.parts_sent:,} of {pushed.parts:,} parts sent "
        f"({pushed.bytes_sent / 1e6:,.1f} of {pushed.bytes / 1e6:,.1f} MB).")
    if style != Format.table:
        print_rows(pushed._fields, [pushed], style)


@aws.command()
def pull(watch: bool = typer.Option(False, "--watch", help="Go on, and follow every later push."),
         every: float = typer.Option(30, "--every", min=1, help="Seconds between looks with --watch."),
         warehouse: bool = typer.Option(False, "--warehouse", help="Rebuild the warehouse, to go on working here."),
         style: Format = FORMAT) -> None:
    """Fetch what was pushed, check it, build the snapshot and serve it."""
    if watch:
        with shown_progress() as progress:
            watching(every, progress)
        return
    with shown_progress() as bars, reported("pull", bars) as progress:
        if warehouse:
            say(f"Warehouse rebuilt from publication {pull_once(progress, 'warehouse').number}.")
        pulled = pull_once(progress)
    tell(pulled)
    if style != Format.table:
        print_rows(pulled._fields, [pulled], style)


def pull_once(progress: "Progress", database: str = "snapshot") -> "Pulled":
    from core.aws import objects, pulling
    from core.warehouse import parquet, rebuild, snapshot

    folder = settings().data_dir
    build, serving = rebuild.build_snapshot, snapshot.pointed_to(snapshot.snapshot_folder(folder))
    if database == "warehouse":
        build, serving = rebuild.build_warehouse, None
    return pulling.pull(objects.bucket(), folder / "pulled", database=database, serving=serving,
                        schema_version=parquet.schema_version(), build=lambda tables: build(folder, tables),
                        progress=progress)


def watching(every: float, progress: "Progress") -> None:
    """Until a signal ends it; an error is told and the snapshot in use stays."""
    import signal
    import threading

    from core.aws import pulling

    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    pulling.watch(lambda: pull_once(progress), lambda: stopped.wait(every), tell)


def tell(outcome: "Pulled | MarqueeError") -> None:
    if isinstance(outcome, Exception):
        say(str(outcome))
    elif outcome.changed:
        say(f"Publication {outcome.number} is served as {outcome.built}; {outcome.parts_fetched:,} parts "
            f"({outcome.bytes_fetched / 1e6:,.1f} MB) were fetched.")
    else:
        say(f"Publication {outcome.number} is served already.")


@aws.command()
def rollback(to: int = typer.Option(None, "--to", help="Publication to go back to; default: the one before."),
             listing: bool = typer.Option(False, "--list", help="Only list the publications there are."),
             style: Format = FORMAT) -> None:
    """Publish an earlier publication again; dashboards that watch follow."""
    from core.aws import objects
    from core.aws import rollback as back

    bucket = objects.bucket()
    if listing:
        print_rows(("number", "pushed_at", "rolled_back_to", "parts", "bytes"),
                   [(m.number, m.pushed_at, m.rolled_back_to, len(m.paths), sum(m.paths.values()))
                    for m in back.history(bucket)], style)
        return
    now = back.rollback(bucket, to)
    say(f"Publication {now.number} holds again what {now.rolled_back_to} held.")


@aws.command()
def status(offline: bool = typer.Option(False, "--offline", help="Only what the settings say; ask nobody."),
           style: Format = FORMAT) -> None:
    """Each service: present or missing, why, and whether it answers."""
    from core.aws import services

    rows = services.services() if offline else services.asked()
    print_rows(services.Service._fields, rows, style)


@aws.command()
def lifecycle(apply: bool = typer.Option(False, "--apply", help="Set the rules, beside others in the bucket.")) -> None:
    """The lifecycle rules the bucket should have, as JSON."""
    from core.aws import lifecycle as rules
    from core.aws import objects

    bucket = objects.bucket()
    print_json(rules.apply(bucket) if apply else rules.suggested(bucket))


@aws.command()
def backup() -> None:
    """Send a copy of what people wrote (holds, offers, annotations, audit)."""
    from core.aws import backup as copies
    from core.aws import objects

    made = copies.back_up(objects.bucket(), copies.desk_path(settings().user_db_url, settings().data_dir))
    say(f"{made.rows:,} rows are in {made.path} ({made.bytes / 1e6:,.2f} MB).")


@aws.command()
def restore(path: str = typer.Argument(None, help="Which backup; default: the newest."),
            yes: bool = typer.Option(False, "--yes", help="Do not ask."),
            listing: bool = typer.Option(False, "--list", help="Only list the backups there are."),
            style: Format = FORMAT) -> None:
    """Put a backup in the place of what people wrote; what was there is kept beside it."""
    from core.aws import backup as copies
    from core.aws import objects

    bucket = objects.bucket()
    if listing:
        print_rows(("path", "bytes"), [one[:2] for one in copies.backups(bucket)], style)
        return
    desk = copies.desk_path(settings().user_db_url, settings().data_dir)
    if desk.exists() and not yes:
        typer.confirm(f"Replace {desk}?", abort=True, err=True)
    done = copies.restore(bucket, desk, path)
    say(f"{done.rows:,} rows of {done.path} are in {desk} again.")


@aws.command()
def place(text: str = typer.Argument(..., help="A venue, an address or a city, or LATITUDE,LONGITUDE."),
          country: str = typer.Option(None, "--country", metavar="CC", help="Only in this country (alpha-2)."),
          style: Format = FORMAT) -> None:
    """Where a place is, or what is at a point: asked of Amazon Location when MARQUEE_LOCATION is on, once for each."""
    from core.aws.places import Place, point_of
    from core.errors import QueryError
    from core.ingest.shared import places

    asked, point = places(), point_of(text)
    found = asked.reverse(*point) if point else asked.geocode(text, country)
    if found is None:
        raise QueryError(f"Nobody knows {text}.", remedy="Try the name that maps use, with its city and country.")
    calls = ", ".join(f"{count} of {bucket}" for bucket, count in asked.calls.items())
    say(f"Calls to Amazon Location: {calls or 'none'}.")
    print_rows(Place._fields, [found], style)


@aws.command()
def jobs(stop: str = typer.Option(None, "--stop", metavar="JOB", help="Ask this job to stop at its next step."),
         style: Format = FORMAT) -> None:
    """Long work on all machines that share the table: imports, ingests, pushes and pulls of two weeks."""
    from core.aws import jobs as shared
    from core.aws.tables import table

    if stop:
        shared.ask_to_stop(table(), stop)
        say(f"{stop} stops at its next step.")
    columns = ("job_id", "kind", "state", "stage", "done", "total", "host", "updated_at", "detail")
    print_rows(columns, [[job[column] for column in columns] for job in shared.jobs(table())], style)


def register(app: typer.Typer) -> None:
    app.add_typer(aws, name="aws")
