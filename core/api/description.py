"""The OpenAPI description, with the schemas that routes share and an example of each route.

The examples (examples.json) are real answers of a sample season: `python -m tests.api.test_examples` writes them anew.
"""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from core.api.formats import MEDIA_TYPES, Style
from core.api.problems import Problem, documented

ROWS = {
    "type": "object", "title": "Rows", "required": ["data", "total", "next_cursor", "snapshot"],
    "description": "A page of a list. Columns are in the description of the route; missing is null.",
    "properties": {
        "data": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
        "total": {"type": "integer", "description": "Rows of all pages."},
        "next_cursor": {"type": ["string", "null"], "description": "Send it as `cursor` for the next page."},
        "snapshot": {"type": "integer", "description": "Number of the published snapshot that was asked."}}}

ONE = {
    "type": "object", "title": "One", "required": ["data"],
    "properties": {"data": {"type": "object", "additionalProperties": True}}}

QUERY_ROWS = {
    "type": "object", "title": "QueryRows", "required": ["data", "total"],
    "properties": {"data": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
                   "total": {"type": "integer"}}}

NOT_READY = {"status": "waiting", "snapshot": None, "detail": "Nothing has been published yet."}

ABOUT = """\
Answers to the questions that the pages ask, from the same published snapshot, and deeds at the desk.

**Who.** On this machine, while sign-in is not configured, no token is needed. Otherwise send
`Authorization: Bearer mq_...`; an administrator issues tokens at `/api/v1/tokens`.

**Rows.** `Accept: application/json` gives pages of rows; `text/csv`, `application/vnd.apache.parquet` and
`application/vnd.apache.arrow.stream` give files with all of them. Filter with `market`, `venue`, `genre`, `from`, `to`
and `where=column:value`, order with `sort=-gross,artist`, choose columns with `fields`.

**Freshness.** The ETag begins with the snapshot's number: send it as `If-None-Match` and get 304 until new data are
published. A cursor ends with its snapshot (410).

**Problems** are `application/problem+json` (RFC 9457) with a `remedy`.
"""


def describer(api: FastAPI) -> Callable[[], dict[str, Any]]:
    """What `api.openapi` is replaced by: the framework's description with what it cannot know."""
    def describe() -> dict[str, Any]:
        if api.openapi_schema is None:
            api.openapi_schema = described(api)
        return api.openapi_schema

    return describe


def described(api: FastAPI) -> dict[str, Any]:
    schema = get_openapi(title=api.title, version=api.version, summary=api.summary, description=ABOUT,
                         routes=api.routes, servers=[{"url": "/api"}])
    shared = schema.setdefault("components", {}).setdefault("schemas", {})
    shared |= {"Problem": Problem.model_json_schema(), "Rows": ROWS, "One": ONE, "QueryRows": QUERY_ROWS}
    for unused in ("HTTPValidationError", "ValidationError"):
        shared.pop(unused, None)
    examples = orjson.loads((files("core.api") / "examples.json").read_bytes())
    for path, deeds in schema["paths"].items():
        for method, deed in deeds.items():
            complete(deed, method, path)
            exemplify(deed, **examples.get(f"{method.upper()} {path}", {}))
    return schema


def complete(deed: dict[str, Any], method: str, path: str) -> None:
    """What every route may answer, and the form of what the desk's routes answer well."""
    deed["responses"] |= {str(status): said for status, said in documented(400, 408, 413, 422, 429, 503).items()
                          if not path.endswith("/ready") or status != 503}
    if path.endswith("/ready"):
        deed["responses"]["503"]["content"]["application/json"]["example"] = NOT_READY
    for status in ("200", "201", "202"):
        well = deed["responses"].get(status)
        if well is not None and not well.get("content"):
            many = method == "get" and any(parameter["name"] == "cursor" for parameter in deed.get("parameters", ()))
            well["content"] = contents("Rows") if many else {"application/json": {"schema": reference("One")}}


def exemplify(deed: dict[str, Any], asked: dict[str, Any] | None = None, body: Any = None, answer: Any = None) -> None:
    """What the route was asked (`asked`: parameters by name), sent and answered, into its description."""
    rows = answer.get("data") if isinstance(answer, dict) else None
    row = (rows[0] if rows else {}) if isinstance(rows, list) else rows or {}
    given = parts_of(row) | {name: said for name, said in row.items() if isinstance(said, str)} | (asked or {})
    for parameter in deed.get("parameters", ()):
        name, shape = parameter["name"], parameter["schema"]
        if name in given:
            wants_list = shape.get("type") == "array" and not isinstance(given[name], list)
            parameter["example"] = [given[name]] if wants_list else given[name]
        elif "examples" in shape:
            parameter["example"] = shape["examples"][0]
        shape.pop("examples", None)
    if body is not None:
        deed["requestBody"]["content"]["application/json"]["example"] = body
    for status in ("200", "201", "202"):
        if answer is not None and status in deed["responses"]:
            deed["responses"][status]["content"]["application/json"]["example"] = answer


def parts_of(row: dict[str, Any]) -> dict[str, Any]:
    """`sort`, `fields` and `where` that a list with this row can be asked with."""
    if not row:
        return {}
    words = [f"{name}:{value}" for name, value in row.items() if isinstance(value, str)]  # written alike in all styles
    return {"sort": f"-{next(iter(row))}", "fields": ",".join([*row][:2])} | ({"where": words[:1]} if words else {})


def contents(name: str) -> dict[str, Any]:
    """A list in each of its styles."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {media: {"schema": reference(name)} if style == Style.json else
            {"schema": {"type": "string"}} if style == Style.csv else binary for style, media in MEDIA_TYPES.items()}


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
