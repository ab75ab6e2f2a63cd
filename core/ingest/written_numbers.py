"""Numbers as people write them. Whether 1.950 is near two or near two thousand is decided once a file, and said."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from core.ingest.written_dates import evidence

# Digits with marks in them, within a text that may hold a currency, blanks or a sign too.
RUN = re.compile(r"(?:(?<![A-Za-z])[.,])?\d(?:[\d.,]*\d)?")
DOT_DECIMALS = re.compile(r"\d*\.(?:\d{1,2}|\d{4,})|(?:0\d*|\d{4,})?\.\d{3}|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}")
COMMA_DECIMALS = re.compile(r"\d*,(?:\d{1,2}|\d{4,})|(?:0\d*|\d{4,})?,\d{3}|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
# What only the whole file can tell how to read: it has a comma, one dot before three digits or several dots.
UNSURE = re.compile(r",|(?<![\d.])[1-9]\d{0,2}(?:\.\d{3})+(?!\d)")
WITHOUT_CENTS = re.compile(r"\d,[-–—]")
WORD = re.compile(r"[^\W\d_]{4,}")


class Undecided(Exception):
    """A number that cannot be read before its file's decimal mark is decided."""


class DecimalMark(NamedTuple):
    """Whether this file's numbers have decimal commas, whether one of them proves it, and what people are told of it."""

    comma: bool
    proven: bool
    said: str = ""

    def plain(self, text: str, *, whole: bool) -> str:
        """The text with decimal dots and without thousands marks; `whole` for what is counted, as tickets in '800:500'.

        Raises ValueError for a number that is written in the other way, Undecided for one that tells nothing by itself.
        """
        if self is UNDECIDED:
            if UNSURE.search(text):
                raise Undecided
            return text
        return RUN.sub(lambda run: self.rewritten(run[0], whole or text.startswith(":", run.end())), text)

    def rewritten(self, run: str, whole: bool) -> str:
        decimal, thousands = (",", ".") if self.comma else (".", ",")
        if EITHER.fullmatch(run):
            if whole and self.proven and decimal in run:
                raise ValueError(f"may be thousands, but the file's numbers have decimal {self.name}s")
            return run.replace(thousands, "").replace(decimal, "" if whole else ".")
        if (DOT_DECIMALS if self.comma else COMMA_DECIMALS).fullmatch(run):
            raise ValueError(f"is written in another way than the file's numbers, which have decimal {self.name}s")
        if (COMMA_DECIMALS if self.comma else DOT_DECIMALS).fullmatch(run):
            return run.replace(thousands, "").replace(decimal, ".")
        return run

    @property
    def name(self) -> str:
        return "comma" if self.comma else "dot"


# Until a number comes that needs more, each is read as it stands, so that plain files are read once.
UNDECIDED = DecimalMark(False, False, "not decided")


def decimal_mark(counted: Iterable[tuple[str, int, bool]], *, semicolons: bool) -> DecimalMark:
    """Decide for all numbers of a file: (text, how often, whether whole) of each. `semicolons` separate its values.

    195,00 can only have a decimal comma, and 1.950.000 has dots for thousands. Where the file contradicts itself the more
    frequent way is taken and the other numbers are refused later. Where it does not say, counts have thousands marks;
    money with a dot before three digits has too where semicolons separate, for that is done where commas are decimal.
    Nothing is said where all is as usual: decimal dots, and commas for thousands.
    """
    commas = dots = dotted = either = 0
    for text, times, whole in counted:
        commas += times * bool(WITHOUT_CENTS.search(text))
        for run in [] if WORD.search(text) else RUN.findall(text):
            commas += times * bool(COMMA_DECIMALS.fullmatch(run))
            dots += times * bool(DOT_DECIMALS.fullmatch(run))
            either += times * bool(EITHER.fullmatch(run) and "." in run)
            dotted += times * bool(EITHER.fullmatch(run) and "." in run and not whole)
    if commas > dots:
        return DecimalMark(True, True, "numbers are read with decimal commas: " + evidence(commas, dots))
    if dots:
        said = "numbers are read with decimal dots: " + evidence(dots, commas)
        return DecimalMark(False, True, said if commas or either else "")
    comma = bool(semicolons and dotted)
    return DecimalMark(comma, False, f"numbers are read with decimal {'commas' if comma else 'dots'}, counts with thousands "
                                     "marks: no number of the file can tell, so this is an assumption")
