"""What an export says of itself, and its file name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from core import words

SAMPLE = "Sample season"
Unit = Literal["count", "money", "share", "number", "plain"]


@dataclass(frozen=True)
class Caption:
    """What an export says of itself. `as_of` is an instant in UTC or a date; `definitions` and `units` go by column."""

    title: str
    as_of: datetime | date
    rows: int
    source: str
    is_sample: bool
    filters: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)

    def lines(self) -> list[tuple[str, str]]:
        """The caption as (what, text), in reading order."""
        head = [("Season", f"{SAMPLE}: invented data, not a real season")] if self.is_sample else []
        as_of = words.moment(self.as_of) if isinstance(self.as_of, datetime) else words.day(self.as_of)
        facts = [("Title", self.title), ("Data as of", as_of), ("Source", self.source), ("Rows", f"{self.rows:,}")]
        filters = [(f"Filter: {name}", value) for name, value in self.filters.items()] or [("Filters", "none")]
        meaning = [(f"Column: {name}", text) for name, text in self.definitions.items()]
        return [*head, *facts, *filters, *meaning, ("Texts", "An apostrophe is put before a text that a "
                "spreadsheet could take for a formula; take it away to have the text as it was.")]


def about(caption: Caption) -> bytes:
    """The caption as a text file (UTF-8)."""
    return "".join(f"{what}: {text}\n" for what, text in caption.lines()).encode()


def filename(question: str, as_of: datetime | date, extension: str, *, is_sample: bool) -> str:
    """`marquee-pacing-2026-11-23-sample.csv`: lower-case letters, digits, hyphens, whatever the question's name."""
    safe = re.sub(r"[^a-z0-9]+", "-", question.lower()).strip("-")[:60].rstrip("-") or "export"
    return f"marquee-{safe}-{as_of:%Y-%m-%d}{'-sample' if is_sample else ''}.{extension}"
