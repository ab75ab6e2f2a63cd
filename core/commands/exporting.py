"""Named questions as files: which there are, what they ask for, and the file with its caption."""

import re
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from core.errors import MarqueeError
from core.exports.caption import Caption
from core.filters import Filters
from core.warehouse.read import question as sql_of
from core.warehouse.read import read

EVERY_CONCERT = {"concert_ids": None}
PERSONAL = "personal"  # the folder of such questions


def questions() -> list[str]:
    """Every named question, such as concerts/list; those about single people leave by their own doors only."""
    folder = files("core.warehouse") / "queries"
    return sorted(f"{domain.name}/{file.name.removesuffix('.sql')}" for domain in folder.iterdir()
                  if domain.is_dir() and domain.name != PERSONAL
                  for file in domain.iterdir() if file.name.endswith(".sql"))


def found(name: str) -> str:
    """The question meant: its whole name, or the last part of it where only one question ends so."""
    whole = name.replace(".", "/").replace("-", "_")
    matches = [q for q in questions() if q == whole] or [q for q in questions() if q.split("/")[1] == whole] or \
        [q for q in questions() if q == f"{whole}/list"]
    if len(matches) != 1:
        raise MarqueeError(f"{name} is {'several questions' if matches else 'no question'}.",
                           remedy=f"Choose one of {', '.join(matches or questions())}.")
    return matches[0]


def written(name: str, path: Path, given: dict[str, str]) -> int:
    """Write the answer as CSV, XLSX or Parquet by the ending of `path`; returns the number of rows."""
    endings = {".csv": csv, ".xlsx": xlsx, ".parquet": parquet}
    if path.suffix.lower() not in endings:
        raise MarqueeError(f"{path.name} is neither .csv, .xlsx nor .parquet.", remedy="Choose one of these endings.")
    question = found(name)
    frame = read(question, **params_of(question, given))
    about = read("sources/about").iloc[0]
    as_of = about["data_as_of"]
    caption = Caption(title=question, as_of=as_of.to_pydatetime() if as_of == as_of and as_of else datetime.now(UTC),
                      rows=len(frame), source="Marquee", is_sample=about["season"] == "sample",
                      filters=given, definitions={"question": sql_of(question).splitlines()[0].lstrip("- ")})
    path.write_bytes(endings[path.suffix.lower()](frame, caption))
    return len(frame)


def settlement_written(path: Path, given: dict[str, str]) -> int:
    """Write the settlement of the concert named as a one-page PDF; returns the number of its lines."""
    from core.settlement_sheet import settlement_sheet

    if path.suffix.lower() != ".pdf" or set(given) != {"concert_id"}:
        raise MarqueeError("A settlement is a .pdf of one concert.",
                           remedy="Name a .pdf file and give --with concert_id=ID.")
    sheet = settlement_sheet(concert_id=given["concert_id"])
    path.write_bytes(sheet.pdf)
    return sheet.lines


def params_of(question: str, given: dict[str, str]) -> dict[str, Any]:
    """What the question's SQL asks for: filters without a limit, and what is given."""
    wanted = set(re.findall(r"\$([a-z_]+)", sql_of(question)))
    params = {name: value for name, value in (Filters().params() | EVERY_CONCERT | given).items() if name in wanted}
    if needless := given.keys() - wanted:
        raise MarqueeError(f"{question} does not ask for {', '.join(sorted(needless))}.",
                           remedy=f"It asks for {', '.join(sorted(wanted)) or 'nothing'}.")
    if wanted - params.keys():
        missing = ", ".join(sorted(wanted - params.keys()))
        raise MarqueeError(f"{question} asks for {missing}.",
                           remedy="Give each with --with NAME=VALUE.")
    return params


def csv(frame: Any, caption: Caption) -> bytes:
    from core.exports.delimited import to_csv
    return to_csv(frame, caption)


def xlsx(frame: Any, caption: Caption) -> bytes:
    from core.exports.excel import to_xlsx
    return to_xlsx(frame, caption)


def parquet(frame: Any, caption: Caption) -> bytes:
    from core.exports.parquet import to_parquet
    return to_parquet(frame, caption)
