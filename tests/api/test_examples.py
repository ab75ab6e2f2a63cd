"""Every operation has an example in the description: a real answer of a sample season, kept in core/api/examples.json.

After a change of what a route takes or answers, write them anew: `python -m tests.api.test_examples`.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from core import journal
from core.api import api
from core.api.problems import EXAMPLES as PROBLEMS
from core.ingest.season import build_season
from core.publish import publish
from core.settings import ROOT
from core.warehouse.runs import end_run, keep_rejects, start_run
from core.warehouse.store import writing
from tests.api.conftest import issue, wait_for
from tests.api.walk import Asked, Walk, as_json, described
from tests.conftest import Server, start, stop

FILE = ROOT / "core" / "api" / "examples.json"
KEPT: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
SHOWN_ONCE = ("token", "share")


def example_of(asked: Asked) -> dict[str, Any]:
    """As it is kept: short, and without what opens anything."""
    parts = {"asked": asked.path | asked.query, "body": asked.body,
             "answer": short(asked.answer.json()) if as_json(asked.answer) else None}
    return {name: value for name, value in parts.items() if value not in ({}, None)}


def short(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {name: short(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [short(part) for part in value[:2]]
    return value[:16] + "..." if name in SHOWN_ONCE and isinstance(value, str) else value


def serving(folder: Path) -> Server:
    """No source outside is asked: the job that would, fails."""
    return start([sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", "0", "--no-access-log"],
                 ROOT, MARQUEE_DATA_DIR=str(folder), MUSICBRAINZ_URL="http://127.0.0.1:9")


def walked(folder: Path) -> dict[str, Asked]:
    server = serving(folder)
    try:
        with httpx.Client(base_url=f"{server.url}/api", timeout=60) as client:
            return Walk(client).all()
    finally:
        for job in (folder / "jobs").glob("*.pid"):
            wait_for(job)
        stop(server)


@pytest.fixture(scope="module")
def answers(season: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Asked]:
    folder = tmp_path_factory.mktemp("walked")
    shutil.copytree(season, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("desk*", "logs"))
    return walked(folder)


def test_every_operation_was_asked_and_has_an_example_of_the_fields_it_answers_with(answers: dict[str, Asked]) -> None:
    assert set(KEPT) == set(answers) == {operation for operation, _ in described()}
    for operation, asked in answers.items():
        now = example_of(asked)
        assert set(KEPT[operation].get("asked", {})) == set(now.get("asked", {})), operation
        assert fields(KEPT[operation].get("body")) == fields(now.get("body")), operation
        kept, real = KEPT[operation].get("answer", {}), now.get("answer", {})
        empty = [] in (kept.get("data"), real.get("data"))  # a list without rows does not tell its columns in JSON
        assert fields(kept) == fields(real) or empty, operation


def fields(value: Any) -> Any:
    """Names of an object, of those inside `data` and of the first of a list."""
    if isinstance(value, list):
        return fields(value[0]) if value else None
    return {name: fields(part) if name == "data" else None for name, part in value.items()} if isinstance(value, dict) else None


def examples() -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Where it stands, schema and example, of all that the description gives one for."""
    for operation, deed in described():
        for parameter in deed.get("parameters", ()):
            if "example" in parameter:
                yield f"{operation} {parameter['name']}", parameter["schema"], parameter["example"]
        for status, said in (deed["responses"] | {"body": deed.get("requestBody", {})}).items():
            for media, content in said.get("content", {}).items():
                if media.endswith("json"):
                    yield f"{operation} {status}", content["schema"], content["example"]


def test_every_answer_body_and_parameter_has_an_example_that_its_schema_allows() -> None:
    parts = {"components": api.openapi()["components"]}
    for place, schema, example in examples():
        faults = [fault.message for fault in Draft202012Validator(schema | parts).iter_errors(example)]
        assert not faults, (place, faults)
    for operation, deed in described():
        for parameter in deed.get("parameters", ()):
            schema = parameter["schema"]
            assert {"example", "default"} & ({*parameter} | {*schema}) or parameter["name"] == "cursor" or "anyOf" in schema, (
                operation, parameter["name"])


def test_a_list_can_be_asked_with_the_parameters_of_its_example(local: httpx.Client, answers: dict[str, Asked]) -> None:
    """`sort`, `fields` and `where` name columns of that very list."""
    for operation, deed in described():
        shape = {parameter["name"]: parameter["example"] for parameter in deed.get("parameters", ())
                 if parameter["name"] in ("sort", "fields", "where") and "example" in parameter}
        if len(shape) == 3 and operation.startswith("GET"):
            asked = answers[operation]
            if not asked.answer.json()["data"]:
                continue
            answer = local.get(operation.split(" ")[1].format(**asked.path), params=asked.query | shape)
            assert answer.status_code != 400, (operation, answer.text)  # of what is gone by now there is nothing


def test_problems_are_said_as_their_examples_say(local: httpx.Client) -> None:
    viewer = issue(local, "viewer")
    [show] = local.get("/v1/concerts", params={"limit": 1}).json()["data"]
    mark = local.post("/v1/annotations", json={"concert_id": show["concert_id"], "marked_on": "2026-01-01", "kind": "note",
                                               "words": "x"}).json()["data"]
    path, change = f"/v1/annotations/{mark['annotation_id']}", {"marked_on": "2026-01-01", "words": "y", "version": 1}
    local.put(path, json=change)
    large = b"x" * 300_000
    said = [local.get("/v1/holds/fill-rate", params={"colour": "red"}),
            local.get("/v1/me", headers={"authorization": "Bearer x"}),
            viewer.get("/v1/settlements"), local.get("/v1/concerts/none"),
            local.get("/v1/concerts", headers={"accept": "image/png"}), local.put(path, json=change),
            local.post("/v1/views", content=large, headers={"content-type": "application/json"}),
            local.post("/v1/tokens", json={"name": "x", "role": "viewer", "days": 400})]
    local.delete(path, params={"version": 2})
    for answer in said:
        title, _, remedy = PROBLEMS[answer.status_code]
        assert answer.json()["title"] == title
        assert answer.json()["remedy"] == remedy or answer.status_code == 400
    assert [answer.status_code for answer in said] == [400, 401, 403, 404, 406, 409, 413, 422]


def rich_season(folder: Path) -> None:
    """A season in which every list has a row: audiences by day and market and a refused row beside the made-up shows, a
    report card, and an error in the log."""
    build_season(seed=3, shows=200, data_dir=folder)
    with writing(folder) as connection:
        connection.execute("""
            INSERT INTO artist_metric_daily BY NAME
            SELECT artist_id, current_date - d::INTEGER AS date, 'listenbrainz' AS source, 'listens' AS metric, m.market_id,
                   1000.0 + (60 - d) * (hash(artist_id, m.market_id) % 7)::INTEGER AS value
            FROM artist, range(60) AS days(d), (SELECT market_id FROM market UNION ALL SELECT NULL) AS m
            WHERE m.market_id IS NULL OR d < 20""")
        run_id = start_run(connection, "import")
        keep_rejects(connection, [{"run_id": run_id, "kind": "ad_spend", "file": "ad_spend.csv", "line": 7,
                                   "column_name": "spend", "value": "12,5O", "reason": "is no amount"}])
        end_run(connection, run_id, "partial")
    publish(data_dir=folder)
    for what in ("recommend", "forecast"):
        subprocess.run([sys.executable, "-m", "core", "evaluate", what], cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
                       env=os.environ | {"MARQUEE_DATA_DIR": str(folder)})
    publish(data_dir=folder)
    with journal.log_path(folder).open("a") as log:
        log.write(json.dumps({"at": "2026-11-28T09:00:00.000+00:00", "level": "ERROR", "logger": "core.publish", "message":
                              "The store is being written by another process.", "run_id": run_id, "user": "ann@example.org",
                              "action": "publish", "pid": 4711}) + "\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        rich_season(Path(folder))
        found = {operation: example_of(asked) for operation, asked in sorted(walked(Path(folder)).items())}
    FILE.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
