"""Keys and secrets never reach a log, a message or a stored answer, whatever library writes them."""

import base64
import logging
import traceback
from typing import Any
from urllib.parse import quote, quote_plus

HIDDEN = "[hidden]"
# A shorter secret could be a word of an artist's name: stored answers are searched for long ones only, logs and
# messages for all.
LONG = 8

_secrets: set[str] = set()


def keep_secret(*secrets: str) -> None:
    """Remember secrets of this process, in every form they travel in, and guard all its loggers."""
    for secret in filter(None, secrets):
        _secrets.update((secret, quote(secret, safe=""), quote_plus(secret)))
    if not isinstance(logging.getLogRecordFactory(), GuardedRecords):
        logging.setLogRecordFactory(GuardedRecords(logging.getLogRecordFactory()))


def keep_pair_secret(user: str, password: str) -> None:
    """As `keep_secret`, for a client id and secret that travel as one Basic header."""
    keep_secret(password, base64.b64encode(f"{user}:{password}".encode()).decode())


def redacted(text: str) -> str:
    """`text` with every known secret hidden, the longest first."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def redacted_body(body: bytes) -> bytes:
    """An answer as it may be stored: a service can echo the key it was asked with."""
    for secret in sorted(_secrets, key=len, reverse=True):
        if len(secret) >= LONG:
            body = body.replace(secret.encode(), HIDDEN.encode())
    return body


class GuardedRecords:
    """Makes log records as before, then hides secrets in the message and in the traceback, for all loggers."""

    def __init__(self, make: Any) -> None:
        self.make = make

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record: logging.LogRecord = self.make(*args, **kwargs)
        message = record.getMessage()
        if redacted(message) != message:
            record.msg, record.args = redacted(message), ()
        if record.exc_info and record.exc_info[0]:
            record.exc_text = redacted("".join(traceback.format_exception(*record.exc_info)).rstrip())
            record.exc_info = None
        return record
