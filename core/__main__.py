"""The command line: `python -m core VERB`. Each verb is a function in the file of its subject in `core/commands`."""

import sys

import typer

from core.commands import imports, store
from core.errors import MarqueeError

app = typer.Typer(name="python -m core", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  help="Marquee: the analytics desk of a live-music promoter.")
for subject in (imports, store):
    subject.register(app)


def main() -> None:
    """Run one verb; our errors become one message and exit status 1."""
    try:
        app()
    except MarqueeError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


if __name__ == "__main__":
    main()
