"""Which kind of file is this? Recognised by its header, never by its name alone."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from core.errors import ImportRefused
from core.ingest.kinds import Kind
from core.ingest.names import name_key
from core.integrations.files import Line, TextFile

REMEDY = "Correct the header, name the kind with --as KIND, or name columns with --map ours=theirs."


FOOTNOTE = re.compile(r"\[[^\[\]]*\]")


class Recognised(NamedTuple):
    """The kind, the line its header stands on, our name for each place in it, and the headers not used."""

    kind: Kind
    header: Line
    columns: dict[int, str]
    ignored: list[str]


def header_key(text: str) -> str:
    """'Tickets Sold ' and 'tickets_sold' are one header."""
    bare = FOOTNOTE.sub("", name_key(text.lstrip("\ufeff"))).replace("%", " percent ")
    return "_".join("".join(c if c.isalnum() else " " for c in bare).split())


def recognise(file: TextFile, kinds: Mapping[str, Kind], renamed: Mapping[str, str]) -> Recognised:
    """The first of the leading lines that is a header of a known kind. Raises ImportRefused and says what lacks."""
    choices = named_for(file, list(kinds.values()))
    for line in file.head:
        tried = sorted((matched(kind, line, renamed) for kind in choices),
                       key=lambda m: (-len(m.columns), bool(lacking(m.kind, m.columns))))
        # A kind that fits better but lacks a column is a faulty file, not one of a looser kind.
        if not lacking(tried[0].kind, tried[0].columns):
            return tried[0]
    raise unrecognised(file, choices, renamed)


def named_for(file: TextFile, choices: list[Kind]) -> list[Kind]:
    """A file called sales.csv that has a sales header but for a column is a faulty sales file, whatever else fits."""
    stem = header_key(file.path.name.split(".")[0])
    named = [k for k in choices if k.name == stem]
    return [k for k in named if len(matched(k, file.head[0], {}).columns) > len(k.required()) // 2] or choices


def matched(kind: Kind, header: Line, renamed: Mapping[str, str]) -> Recognised:
    theirs = {header_key(v): k for k, v in renamed.items()}
    columns: dict[int, str] = {}
    for place, title in enumerate(header.values):
        ours = theirs.get(header_key(title)) or kind.meaning(header_key(title), set(columns.values()))
        if ours in kind.sources() and ours not in columns.values():
            columns[place] = ours
    ignored = [title for place, title in enumerate(header.values) if place not in columns]
    return Recognised(kind, header, columns, ignored)


def names_nothing(ours: str, theirs: str, found: Iterable[Recognised]) -> bool:
    """Whether a renamed column stands in none of these files."""
    return not any(name == ours and header_key(one.header.values[place]) == header_key(theirs)
                   for one in found for place, name in one.columns.items())


def lacking(kind: Kind, columns: Mapping[int, str]) -> list[str]:
    """The required columns a header does not have."""
    present = set(columns.values())
    missing = [c for c in kind.sources() if c in (kind.required() | set(kind.header)) - present]
    if kind.either and not present & set(kind.either):
        missing.append(" or ".join(kind.either))
    return missing


def unrecognised(file: TextFile, choices: list[Kind], renamed: Mapping[str, str]) -> ImportRefused:
    header = file.head[0]
    by_name = [k for k in choices if k.name == header_key(file.path.name.split(".")[0])]
    nearest = max(by_name or choices, key=lambda k: len(matched(k, header, renamed).columns))
    missing = lacking(nearest, matched(nearest, header, renamed).columns)
    if not by_name and len(choices) > 1 and len(missing) > 2:
        return ImportRefused(f"{file.path} is of no known kind: its header is {shown(header)}.", remedy=REMEDY)
    return ImportRefused(f"{file.path} looks like {nearest.name} but its header lacks {', '.join(missing)} "
                         f"(line {header.first}: {shown(header)}).", remedy=REMEDY)


def shown(header: Line) -> str:
    text = ", ".join(header.values)
    return text if len(text) <= 200 else text[:200] + "…"


