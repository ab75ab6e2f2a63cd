"""The command line: `python -m core VERB`. Each verb is a function in the file of its subject in `core/commands`."""

import gc
import os
import signal

gc.disable()  # until the modules are loaded: none of them is garbage
BY_HAND = __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler
if BY_HAND:
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # until there is anything to leave half done

import errno
import getpass
import logging
import secrets
import sys
from contextlib import suppress
from datetime import UTC, datetime

import typer

from core import journal
from core.aws import services
from core.commands import access, aws, forecast, imports, ingest, jobs, marketing, place, recommend, store
from core.errors import MarqueeError
from core.progress import interrupt
from core.settings import settings

UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR)
app = typer.Typer(name="python -m core", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  help="Marquee: the analytics desk of a live-music promoter.")
for subject in (imports, ingest, store, place, jobs, access, aws):
    subject.register(app)
evaluations = typer.Typer(no_args_is_help=True, help="How often we were right, beside naive ways.")
app.add_typer(evaluations, name="evaluate")
for subject in (forecast, marketing, recommend):
    subject.register(app, evaluations)
gc.freeze()
gc.enable()


def main() -> None:
    """Run one verb; our errors become one message and exit status 1."""
    gc.set_threshold(20_000, 20, 20)  # a publish makes few cycles, and much that the collector would walk
    message = ""
    try:
        words = sys.argv[1:]
        if words and "--help" not in words:
            journal.start(settings().data_dir, services.log_sinks())
        with journal.deed(run_id=f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}", user=who(),
                          action=" ".join(verb_of(words))):
            app()
    except MarqueeError as error:
        message = str(error)
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    except OSError as error:
        if error.errno not in UNWRITABLE:  # of the network, or our own fault: with its traceback
            raise
        where = f" ({error.filename})" if error.filename else ""
        message = f"{error.strerror}{where}. Make room, give this user the right to write there, or name another place."
    # Outside the handlers: what the exception holds on to (a connection) goes before the interpreter does.
    if message:
        typer.echo(message, err=True)
    sys.exit(1)


def verb_of(words: list[str]) -> list[str]:
    """The verb alone ("import", "aws push"): what it is given may be private."""
    group = len(words) > 1 and words[0] in {"aws", "recommend", "evaluate", "jobs", "ingest"}
    return words[:2 if group else 1]


def who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def leave(status: object) -> None:
    """End the process at once: taking the interpreter apart, object by object, costs a third of a second after a publish."""
    if BY_HAND:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done
    logging.shutdown()
    for stream in filter(None, (sys.stdout, sys.stderr)):  # None: whoever started us had closed it
        with suppress(BrokenPipeError):
            stream.flush()
    os._exit(status if isinstance(status, int) else 0 if status is None else 1)


if __name__ == "__main__":
    if BY_HAND:
        signal.signal(signal.SIGINT, interrupt)
    try:
        main()
    except SystemExit as end:
        leave(end.code)
