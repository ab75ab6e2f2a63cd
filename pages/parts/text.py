"""Names are data: the one way from a name to a label. `A$AP Ferg & A$AP Rocky`, `*NSYNC` and worse stay as they are.

`plain` is for what Streamlit shows as it is (options, table cells, alt texts). `label` is for what it reads as
Markdown (headings, captions, badges, metric labels and values). Parts call `label` themselves: give them plain text.
"""

import re
import unicodedata
from functools import lru_cache

from core.words import MISSING, missing

LABEL_CHARACTERS = 80
TEXT_CHARACTERS = 600

# What Markdown, LaTeX or HTML would read anywhere in a line, and what it reads only at the start of one.
READ = re.compile(r"([\\`*_\[\]<>&$~])")
READ_FIRST = re.compile(r"^(?:(?=[-+#=])|(\d+)(?=[.)]))")
BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Direction overrides and embeddings, which would turn the text that follows; isolates are put back by `contained`.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Read after Markdown is parsed, so that a backslash does not stop it: directives, icons, emoji, links, arrows.
LATE = re.compile(r"(?<=:)(?=[A-Za-z/]|[\w+-]+:)|(?<=[Ww]{3})(?=\.)|(?=@)|(?<=[<>~-])(?=[-=>])")
WORD_JOINER = "\u2060"  # no width, no line break


@lru_cache(maxsize=20_000, typed=True)  # a page says the same names in every rerun
def label(text: object, limit: int = LABEL_CHARACTERS) -> str:
    """One line that Markdown shows letter by letter, cut to `limit` characters; missing is "–"."""
    line = LATE.sub(WORD_JOINER, plain(text, limit))
    return READ_FIRST.sub(r"\1\\", READ.sub(r"\\\1", line))


def prose(text: object) -> str:
    """As `label`, for a sentence: findings, captions, notes."""
    return label(text, TEXT_CHARACTERS)


def badge_label(text: object) -> str:
    """As `label`, for `st.badge`, which escapes square brackets once more."""
    return label(text).replace(r"\[", "[").replace(r"\]", "]")


@lru_cache(maxsize=20_000, typed=True)
def plain(text: object, limit: int = LABEL_CHARACTERS) -> str:
    """One line of at most `limit` characters that cannot turn the direction of its neighbours; missing is "–"."""
    if missing(text):
        return MISSING
    line = TURNING.sub("", BLANKS.sub(" ", str(text))).strip()
    return contained(shortened(line, limit)) or MISSING


def shortened(line: str, limit: int) -> str:
    return line if len(line) <= limit else f"{line[:limit - 1].rstrip()}…"


def contained(line: str) -> str:
    """Isolate a line that reads from right to left, so that what stands around it keeps its place."""
    if line.isascii():
        return line
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in line)
    return f"\u2068{line}\u2069" if turns else line
