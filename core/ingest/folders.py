"""Which files of a folder are imported, which have nothing to import, and why the others are not."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from core.errors import ImportRefused

ENDINGS = (".csv", ".tsv", ".txt", ".psv", ".tab", ".json")
# Texts about files, sums of files, and what systems leave in folders: nobody means these as data.
ASIDE = re.compile(r"(?i)(?:.*[_.-])?(?:readme|licen[cs]e|copying|notice)(?:\.(?:txt|md|rst|html?))?|desktop\.ini|thumbs\.db|"
                   r"(?:.*[_.-])?(?:checksums?|(?:md5|sha\d+)sums?)(?:\.txt)?|.*\.(?:md5|sha\d+|sfv|sig|asc)")
SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers")
PACKED = (".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".zst")

# How many files are named of a folder with nothing to import.
NAMED = 5


class Found(NamedTuple):
    """The files to import, and each file that is not imported with the reason."""

    files: list[Path]
    skipped: list[tuple[Path, str]]


def find(paths: Iterable[Path]) -> Found:
    """The files meant, folders opened, each once. Raises ImportRefused for a path without any."""
    files: dict[Path, None] = {}
    skipped: dict[Path, str] = {}
    for path in paths:
        if os.path.isdir(path):
            skipped |= dict.fromkeys(closed(path), "not imported: this user may not read the folder")
            inside = [p for p in sorted(path.rglob("*")) if not os.path.isdir(p) and not is_aside(p.relative_to(path))]
            tables = [p for p in inside if is_table(p)]
            if not tables:
                raise ImportRefused("; ".join([f"{path} holds no files that can be imported ({', '.join(ENDINGS)}, also .gz)",
                                               *(f"{p} is {reason_of(p)}" for p in inside[:NAMED])]) + ".",
                                    remedy="Name the folder that holds the CSV files.")
            files |= dict.fromkeys(tables)
            skipped |= {p: reason_of(p) for p in inside if not is_table(p)}
        elif os.path.isfile(path):
            files[path] = None
        elif os.path.lexists(path):
            raise ImportRefused(f"{path} is no regular file, or a link to nothing.", remedy="Save it as a file first.")
        else:
            raise ImportRefused(f"{path} does not exist, or this user may not look there.", remedy="Check the path.")
    return Found(list(files), [(path, reason) for path, reason in skipped.items() if path not in files])


def closed(folder: Path) -> list[Path]:
    """The folders inside that cannot be looked into. Raises ImportRefused when it is the folder itself."""
    refused: list[OSError] = []
    for _ in os.walk(folder, onerror=refused.append):
        pass
    found = [Path(error.filename) for error in refused]
    if folder in found:
        raise ImportRefused(f"{folder} cannot be read ({refused[0].strerror}).", remedy="Check its permissions.")
    return [path for path in found if not is_aside(path.relative_to(folder))]


def is_aside(inside: Path) -> bool:
    """Whether a path inside a folder is hidden, or of a file that only tells about others."""
    return any(part.startswith(".") or part == "__MACOSX" for part in inside.parts) or bool(ASIDE.fullmatch(inside.name))


def is_table(path: Path) -> bool:
    return os.path.isfile(path) and path.name.lower().removesuffix(".gz").endswith(ENDINGS)


def reason_of(path: Path) -> str:
    """Why a file of a folder is not imported."""
    name = path.name.lower()
    if not os.path.isfile(path):
        return "not imported: it is not there, or not a file"
    if name.endswith(SPREADSHEETS):
        return "not imported: it is a spreadsheet, so save each of its sheets as CSV"
    if name.endswith(PACKED):
        return "not imported: it is packed in another way than gzip, so unpack it"
    ending = f"its ending {path.suffix} is" if path.suffix else "it has no ending, that is"
    return f"not imported: {ending} none of {', '.join(ENDINGS)}, so rename it or name the file itself"
