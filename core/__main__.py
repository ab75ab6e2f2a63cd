"""The command line: `python -m core VERB`. Each verb is a function in the file of its subject in `core/commands`."""

import os
import sys

import typer

from core.commands import aws, forecast, imports, ingest, jobs, marketing, place, recommend, store
from core.errors import MarqueeError

app = typer.Typer(name="python -m core", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  help="Marquee: the analytics desk of a live-music promoter.")
for subject in (imports, ingest, store, place, jobs, aws):
    subject.register(app)
evaluations = typer.Typer(no_args_is_help=True, help="How often we were right, beside naive ways.")
app.add_typer(evaluations, name="evaluate")
for subject in (forecast, marketing, recommend):
    subject.register(app, evaluations)


def main() -> None:
    """Run one verb; our errors become one message and exit status 1."""
    message = ""
    try:
        app()
    except MarqueeError as error:
        message = str(error)
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    # Outside the handlers: what the exception holds on to (a connection) goes before the interpreter does.
    if message:
        typer.echo(message, err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
