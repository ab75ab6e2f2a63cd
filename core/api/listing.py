"""What a caller may ask of any list: filters, conditions, order, columns, a page at a time."""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple

import orjson
import pyarrow as pa
import pyarrow.compute as pc
from fastapi import Query, Request

from core.api.problems import BadRequest
from core.filters import Filters

PAGE_ROWS, MOST_ROWS = 100, 10_000

Names = Annotated[list[str], Query(max_length=50)]


async def shared_filters(
        market: Annotated[Names, Query(description="Names of markets; any of them.", examples=[["Leeds"]])] = [],  # noqa: B006
        venue: Annotated[Names, Query(description="Names of venues; any of them.")] = [],  # noqa: B006
        genre: Annotated[Names, Query(description="Genres; any of them.", examples=[["Rock"]])] = [],  # noqa: B006
        date_from: Annotated[date | None, Query(alias="from", description="First local date.")] = None,
        date_to: Annotated[date | None, Query(alias="to", description="Last local date.")] = None) -> Filters:
    """The filters that every page shares, under the names they have in a page's URL."""
    return Filters(markets=tuple(market), venues=tuple(venue), genres=tuple(genre), date_from=date_from,
                   date_to=date_to)


class Wanted(NamedTuple):
    """Which rows of a list, in which order, with which columns."""

    limit: int | None = None
    cursor: str | None = None
    sort: str = ""
    fields: str = ""
    where: tuple[str, ...] = ()


async def wanted(
        limit: Annotated[int | None, Query(ge=1, le=MOST_ROWS, description=(
            f"Rows a page; {PAGE_ROWS} in JSON unless told, all in files."))] = None,
        cursor: Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before.")] = None,
        sort: Annotated[str, Query(max_length=200, description="Columns, first counts most; `-` before one turns it.")] = "",
        fields: Annotated[str, Query(max_length=2000, description="Only these columns, as in `fields=a,b`.")] = "",
        where: Annotated[Names, Query(description="`column:value`, as the answer writes it; values of one column are "
                                      "alternatives.")] = []) -> Wanted:  # noqa: B006
    """How a list is paged, ordered and cut."""
    return Wanted(limit, cursor, sort, fields, tuple(where))


def shaped(table: pa.Table, asked: Wanted) -> pa.Table:
    """The rows that match `where`, in the order of `sort`, with the columns of `fields`.

    Raises BadRequest for a column that the answer does not have.
    """
    for name, values in conditions(asked.where):
        table = table.filter(pc.is_in(as_text(table, name), pa.array(values, pa.string())))
    if asked.sort:
        table = ordered(table, [part.strip() for part in asked.sort.split(",")])
    if asked.fields:
        table = table.select(known(table, [part.strip() for part in asked.fields.split(",")]))
    return table


def conditions(where: Sequence[str]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for condition in where:
        name, colon, value = condition.partition(":")
        if not colon:
            raise BadRequest("`where` is written column:value.", "For instance where=phase:on_sale.")
        found.setdefault(name, []).append(value)
    return list(found.items())


def as_text(table: pa.Table, name: str) -> pa.ChunkedArray:
    [name] = known(table, [name])
    try:
        return table[name].cast(pa.string())
    except pa.ArrowInvalid as error:
        raise BadRequest(f"The column {name} cannot be compared.", "Choose another.") from error
    except pa.ArrowNotImplementedError as error:
        raise BadRequest(f"The column {name} cannot be compared.", "Choose another.") from error


def ordered(table: pa.Table, columns: list[str]) -> pa.Table:
    """Stable; missing values last either way."""
    names = known(table, [column.removeprefix("-") for column in columns])
    order: Any = [(name, "descending" if column.startswith("-") else "ascending", "at_end")
                  for name, column in zip(names, columns, strict=True)]
    try:
        return table.take(pc.sort_indices(table, sort_keys=order))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, TypeError) as error:
        raise BadRequest("These columns cannot be ordered.", "Choose others.") from error


def known(table: pa.Table, names: list[str]) -> list[str]:
    """The names, each once. Raises BadRequest for one that is no column."""
    strange = [name for name in names if name not in table.column_names]
    if strange:
        raise BadRequest(f"There is no column {', '.join(map(repr, strange))}.",
                         f"There are {', '.join(table.column_names)}.")
    return list(dict.fromkeys(names))


class Page(NamedTuple):
    rows: pa.Table
    total: int
    next_cursor: str | None


def page(table: pa.Table, asked: Wanted, size: int | None, snapshot: int, request: Request) -> Page:
    """The rows from the cursor on, `size` of them (None: all), and the cursor of the next page.

    Raises BadRequest for a cursor of another question (400) or of an older snapshot (410).
    """
    question = [item for item in request.query_params.multi_items() if item[0] not in ("cursor", "limit")]
    digest = digest_of(request.url.path, sorted(question))
    start = opened_cursor(asked.cursor, snapshot, digest) if asked.cursor else 0
    end = table.num_rows if size is None else min(start + size, table.num_rows)
    more = end < table.num_rows
    return Page(table.slice(start, end - start), table.num_rows,
                sealed_cursor(snapshot, end, digest) if more else None)


def digest_of(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def sealed_cursor(snapshot: int, start: int, digest: str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([snapshot, start, digest])).decode().rstrip("=")


def opened_cursor(text: str, snapshot: int, digest: str) -> int:
    wrong = BadRequest("This cursor does not belong to this question.", "Begin again without one.")
    try:
        number, start, of = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
    except (ValueError, TypeError, binascii.Error) as error:
        raise wrong from error
    if of != digest or not isinstance(start, int) or start < 0:
        raise wrong
    if number != snapshot:
        raise BadRequest("New data were published since this cursor was made.", "Begin again without one.",
                         status=410, title="The cursor is too old")
    return start


async def refuse_strangers(request: Request) -> None:
    """Raises BadRequest for a query parameter that the route does not know: a typo would silently ask for all."""
    route = request.scope["route"]
    names = {field.alias for field in parameters(route.dependant)}
    strange = sorted(set(request.query_params) - names)
    if strange:
        raise BadRequest(f"There is no parameter {', '.join(map(repr, strange))} here.",
                         f"There are {', '.join(sorted(names)) or 'none'}.")


def parameters(dependant: Any) -> list[Any]:
    found = list(dependant.query_params)
    for inner in dependant.dependencies:
        found += parameters(inner)
    return found
