"""Rows as JSON, CSV, Parquet or Arrow, by the Accept header."""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import time
from decimal import Decimal
from enum import StrEnum
from typing import IO, Any

import orjson
import pyarrow as pa
from fastapi import Response
from fastapi.responses import StreamingResponse

from core.api.problems import BadRequest
from core.exports import Caption, csv_chunks, write_parquet

CHUNK_BYTES = 256 * 1024


class Style(StrEnum):
    """How rows are written; the value is what stands in a file's name."""

    json = "json"
    csv = "csv"
    parquet = "parquet"
    arrow = "arrow"


MEDIA_TYPES = {
    Style.json: "application/json",
    Style.csv: "text/csv",
    Style.parquet: "application/vnd.apache.parquet",
    Style.arrow: "application/vnd.apache.arrow.stream",
}
SPOKEN = {media: style for style, media in MEDIA_TYPES.items()} | {
    "*/*": Style.json, "application/*": Style.json, "text/*": Style.csv, "application/x-parquet": Style.parquet,
    "application/parquet": Style.parquet, "text/html": Style.json}


def accepted(header: str | None) -> Style:
    """The style asked for with the greatest weight, the first of equals; JSON when nothing is asked.

    Raises BadRequest (406) when none of it is ours.
    """
    asked = [weighed(part) for part in (header or "*/*").split(",")]
    ours = [(weight, SPOKEN[media]) for weight, media in asked if weight > 0 and media in SPOKEN]
    if not ours:
        raise BadRequest("None of the media types in Accept is spoken here.",
                         f"Ask for {', '.join(MEDIA_TYPES.values())}.", status=406, title="Not acceptable")
    return max(ours, key=lambda one: one[0])[1]


def weighed(part: str) -> tuple[float, str]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next((text.removeprefix("q=") for text in parameters if text.startswith("q=")), "1")
    try:
        return float(weight), media
    except ValueError:
        return 0.0, media


def as_json(value: Any) -> bytes:
    """Money as a decimal number, days and instants (UTC) in ISO 8601, missing as null."""
    return orjson.dumps(value, default=plain, option=orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


def plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, time):
        return value.isoformat()
    return str(value)


def written(batches: Iterable[pa.RecordBatch], schema: pa.Schema, style: Style, caption: Caption) -> IO[bytes]:
    """A temporary file with the rows, batch by batch, so that a million take no more memory than one batch."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever sends it closes it)
    if style == Style.csv:
        file.writelines(csv_chunks(batches, schema, is_sample=caption.is_sample))
    elif style == Style.parquet:
        write_parquet(batches, schema, caption, file)
    elif style == Style.arrow:
        with pa.ipc.new_stream(file, schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
    else:
        file.writelines(json_chunks(batches))
    return file


def json_chunks(batches: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    """`{"data": [...], "total": n}` a batch at a time."""
    total = 0
    yield b'{"data":['
    for batch in batches:
        for start in range(0, batch.num_rows, 1000):
            rows = batch.slice(start, 1000).to_pylist()
            yield (b"," if total else b"") + as_json(rows)[1:-1]
            total += len(rows)
    yield b'],"total":' + str(total).encode() + b"}"


def file_answer(file: IO[bytes], style: Style, name: str, headers: dict[str, str] | None = None) -> Response:
    """Send a written file piece by piece, then close it."""
    length = file.tell()
    file.seek(0)

    def pieces() -> Iterator[bytes]:
        with file:
            while piece := file.read(CHUNK_BYTES):
                yield piece

    kept = {"content-disposition": f'attachment; filename="{name}"'} if style != Style.json else {}
    return StreamingResponse(pieces(), media_type=MEDIA_TYPES[style],
                             headers={"content-length": str(length), **kept, **(headers or {})})
