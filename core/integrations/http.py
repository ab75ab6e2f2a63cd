"""The one HTTP policy: every call of every source goes through `PoliteSession`, spotipy's too.

A call waits for its turn (pace.py), is counted (standing.py), has a timeout and a size cap, and is tried again at
most five times, with jittered waits, when the answer is bad but may be good next time. A Retry-After beyond a minute
is kept as a not-before time instead of being waited for. Messages carry no URL and no secret, and have no cause
that does.
"""

import json
import logging
import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import requests

from core.errors import SourceRefused, SourceUnavailable
from core.integrations.clock import Clock
from core.integrations.pace import Pace
from core.integrations.secrecy import redacted
from core.integrations.standing import Kept, KeptInFile, SourceResting, Standing
from core.settings import settings

RETRIES = 5
FIRST_WAIT = 0.3
LONGEST_RETRY_AFTER = 60.0
CHUNK = 65_536

log = logging.getLogger(__name__)


class Unusable(Exception):
    """A 200 whose body is not what was asked for; worth asking again."""


class Refused(SourceRefused):
    """The source answered no: 400, 401, 403, 404 and the like; asking again gives the same."""

    def __init__(self, message: str, status: int, *, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.status = status


class Fault(NamedTuple):
    """Why one try gave no usable answer, and the seconds the source asked us to wait."""

    reason: str
    retry_after: float | None = None


def json_object(response: requests.Response) -> Any:
    """Accept any complete JSON object or list, and return it; raises Unusable."""
    try:
        answer = json.loads(response.content)
    except ValueError:
        kind = response.headers.get("Content-Type", "no content type")
        raise Unusable(f"not JSON ({len(response.content):,} bytes, {kind})") from None
    if not isinstance(answer, dict | list):
        raise Unusable(f"JSON, but {type(answer).__name__}")
    return answer


def never(response: requests.Response) -> bool:
    return False


def nothing_said(response: requests.Response) -> tuple[int, int] | None:
    return None


@dataclass(frozen=True)
class Source:
    """What is particular to one source: its limits, and how to read its answers."""

    name: str
    label: str
    per_second: int
    daily_calls: int | None = None
    reserve: float = 0.0
    accept: Callable[[requests.Response], Any] = json_object
    quota_gone: Callable[[requests.Response], bool] = never
    quota_said: Callable[[requests.Response], tuple[int, int] | None] = nothing_said


@dataclass
class Counts:
    """Calls that were sent, and how many of them were sent again."""

    calls: int = 0
    retries: int = 0


class Turns(Protocol):
    """Lets so many requests be under way that no second has more than the source allows."""

    def turn(self) -> AbstractContextManager[None]: ...


class Shared(Protocol):
    """What several machines that ask the same sources share: their pace, their standing, and their answers."""

    def kept(self, source: str) -> Kept: ...
    def turns(self, source: str, per_second: int) -> Turns: ...
    def answer(self, source: str, request: str, fetch: Callable[[], bytes]) -> bytes: ...


@dataclass
class Surroundings:
    """What a session needs from outside itself; tests pass a clock of their own. `shared` None: this machine alone."""

    data_dir: Path = field(default_factory=lambda: settings().data_dir)
    clock: Clock = field(default_factory=Clock)
    shared: Shared | None = None

    def standing(self, source: Source) -> Standing:
        kept = self.shared.kept(source.name) if self.shared else KeptInFile(self.folder / f"{source.name}.json")
        return Standing(kept, source.label, self.clock, source.daily_calls, source.reserve)

    def turns(self, source: Source) -> Turns:
        if self.shared:
            return self.shared.turns(source.name, source.per_second)
        return Pace(self.folder / source.name, source.per_second, self.clock)

    @property
    def folder(self) -> Path:
        return self.data_dir / "sources"


class PoliteSession(requests.Session):
    """A requests session that keeps the policy; `counts` says what it did.

    Raises Refused, SourceResting or SourceUnavailable; any response it returns is a usable 200.
    """

    def __init__(self, source: Source, around: Surroundings) -> None:
        super().__init__()
        self.source, self.clock = source, around.clock
        self.standing = around.standing(source)
        self.pace = around.turns(source)
        self.counts = Counts()
        self.quota_left: int | None = None
        self.headers["User-Agent"] = settings().user_agent

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        for attempt in range(RETRIES + 1):
            answer = self.once(request, kwargs)
            if isinstance(answer, requests.Response):
                return answer
            log.warning("%s: %s, try %d of %d", self.source.label, answer.reason, attempt + 1, RETRIES + 1)
            if attempt < RETRIES:
                self.counts.retries += 1
                self.clock.sleep(self.wait_before_retry(attempt, answer))
        raise SourceUnavailable(
            f"{self.source.label} gave no usable answer in {RETRIES + 1} tries, the last time: {answer.reason}.",
            remedy="Run this again later; it goes on where it stopped.")

    def once(self, request: requests.PreparedRequest, kwargs: dict[str, Any]) -> requests.Response | Fault:
        """One try, in its turn."""
        self.stop_when_quota_is_used()
        with self.pace.turn():
            self.standing.count_call()
            self.counts.calls += 1
            try:
                timeout = kwargs.get("timeout") or settings().http_seconds
                response = super().send(request, **kwargs | {
                    "timeout": timeout, "stream": True, "allow_redirects": False})
                read_whole(response, settings().http_megabytes * 2**20, 6 * settings().http_seconds)
            except (requests.RequestException, OSError) as error:
                return Fault(f"{type(error).__name__}: {redacted(str(error))}"[:300])
            except Unusable as error:
                return Fault(str(error))
        return self.judged(response)

    def judged(self, response: requests.Response) -> requests.Response | Fault:
        """The response when it is usable, a fault when it is worth another try; raises otherwise."""
        if response.status_code == 200:
            self.note_quota(response)
            try:
                self.source.accept(response)
            except Unusable as error:
                return Fault(redacted(str(error)))
            return response
        if response.status_code == 429 and self.source.quota_gone(response):
            raise SourceResting(f"{self.source.label} says the quota is used up.",
                                remedy="Run this again later; it goes on where it stopped.")
        if response.status_code == 429 or response.status_code >= 500:
            return Fault(f"status {response.status_code}", self.asked_wait(response))
        raise Refused(f"{self.source.label} refused a call with status {response.status_code}"
                      f"{said(response)}.", response.status_code, remedy=REMEDIES.get(response.status_code, ""))

    def asked_wait(self, response: requests.Response) -> float | None:
        """Seconds of Retry-After, if any. Raises SourceResting, and keeps the time, when they are too many."""
        seconds = retry_after(response, self.clock.now())
        if seconds is not None and seconds > LONGEST_RETRY_AFTER:
            until = self.standing.rest_for(seconds)
            raise SourceResting(
                f"{self.source.label} asks not to be called for {seconds / 3600:.1f} hours,"
                f" until {until:%Y-%m-%d %H:%M} UTC.",
                remedy="Run this again after that time; nothing else has to wait.")
        return seconds

    def wait_before_retry(self, attempt: int, fault: Fault) -> float:
        jittered = FIRST_WAIT * 2**attempt * random.uniform(0.5, 1.0)
        return max(jittered, fault.retry_after or 0.0)

    def note_quota(self, response: requests.Response) -> None:
        told = self.source.quota_said(response)
        if told:
            left, of = told
            self.quota_left = left - int(of * self.source.reserve)
            self.standing.note_left(left, of)

    def stop_when_quota_is_used(self) -> None:
        if self.quota_left is not None and self.quota_left <= 0:
            raise SourceResting(f"The calls {self.source.label} allows today are used up, but for the reserve.",
                                remedy="Run this again tomorrow; it goes on where it stopped.")


REMEDIES = {
    401: "Check the key in the settings.",
    403: "Check that the key may use this part of the service.",
}


def read_whole(response: requests.Response, cap: int, seconds: float) -> None:
    """Read the body, at most `cap` bytes (unpacked) and `seconds`, so that no answer can hold us or fill memory."""
    started, chunks, size = time.monotonic(), [], 0
    with response:
        for chunk in response.iter_content(CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > cap:
                raise Unusable(f"an answer above {cap // 2**20} MB")
            if time.monotonic() - started > seconds:
                raise Unusable(f"an answer still unfinished after {seconds:g} s")
    response._content = b"".join(chunks)


def retry_after(response: requests.Response, now: datetime) -> float | None:
    """Seconds to wait, from Retry-After (seconds or a date) or ListenBrainz's X-RateLimit-Reset-In."""
    said_wait = response.headers.get("Retry-After") or response.headers.get("X-RateLimit-Reset-In")
    if not said_wait:
        return None
    try:
        return max(0.0, float(said_wait))
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(said_wait)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())


def said(response: requests.Response) -> str:
    """The source's own short reason, cleaned, or nothing."""
    try:
        answer = json.loads(response.content)
    except ValueError:
        return ""
    fault = answer.get("fault") or answer.get("error") or answer if isinstance(answer, dict) else {}
    text = fault.get("faultstring") or fault.get("message") if isinstance(fault, dict) else fault
    return f" ({redacted(text)[:200]})" if isinstance(text, str) and text else ""
