"""SQL of one's own: read-only, by right, with a deadline; and nothing anybody sends is ever taken for SQL."""

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx
import pyarrow.parquet as pq
import pytest

from tests.api.conftest import every
from tests.conftest import Server

HOSTILE = ["'", "\"", "' OR 1=1 --", "'; DROP TABLE concert; --", "\" UNION SELECT * FROM deal --", "$markets", "%27",
           "1) OR (1=1", "\\", "\x00", "%", "_", "*/", "/*", "{{7*7}}", "${x}", "\u202e", "x" * 600, "=LOVE", "NULL",
           "phase:' OR ''='", "concert_id;SELECT 1", "-concert_id,(SELECT 1)", "'||(SELECT walkout FROM settlement)||'"]


@pytest.mark.parametrize("sql", [
    "DROP TABLE concert", "DELETE FROM concert", "INSERT INTO concert SELECT * FROM concert", "SELECT 1; SELECT 2",
    "COPY concert TO 'x.csv'", "ATTACH 'x.duckdb'", "PRAGMA database_list", "SET memory_limit='1TB'", "INSTALL httpfs",
    "CREATE TABLE x AS SELECT 1", "UPDATE concert SET artist = 'x'", "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'", "SELECT * FROM read_text('/etc/hosts')", "EXPORT DATABASE 'x'",
    "CALL pragma_version()",
    "SELECT * FROM glob('/*')", "SELEKT 1", "", "SELECT * FROM no_such_table", "EXPLAIN ANALYZE DELETE FROM concert"])
def test_only_one_select_on_the_snapshot_is_answered(local: httpx.Client, sql: str) -> None:
    answer = local.post("/v1/query", json={"sql": sql})
    assert answer.status_code in (400, 422), answer.text
    assert "root:" not in answer.text
    assert len(every(local, "/v1/concerts", limit=1000)) == 40


@pytest.mark.parametrize("sql", ["SELECT md5(repeat('x', 2000000000))", "SELECT 'x'.lpad(2000000000, 'y')", "SELECT pg_sleep(60)",
                                 "SELECT artist FROM concert WHERE length(main.rpad(artist, 2000000000, 'y')) > 1"])
def test_what_no_limit_would_hold_is_not_begun(local: httpx.Client, sql: str) -> None:
    assert local.post("/v1/query", json={"sql": sql}).status_code == 403


@pytest.mark.parametrize("sql", [
    "SELECT * FROM settlement", "SELECT * FROM main.deal", "SELECT (SELECT max(walkout) FROM Settlement)",
    "WITH x AS (SELECT * FROM expense) SELECT * FROM x", "SELECT * FROM concert JOIN deal USING (concert_id)",
    "SELECT * FROM query('SELECT * FROM deal')", "SELECT * FROM query_table('deal')", "FROM deal",
    "WITH deal AS (SELECT 1) SELECT * FROM deal", "SELECT * FROM (VALUES (1)) t, deal", "SELECT * FROM duckdb_tables()",
    "WITH x AS (WITH settlement AS (SELECT 1) SELECT * FROM settlement) SELECT * FROM settlement, x",
    "SELECT * FROM information_schema.tables", "SELECT * FROM duckdb_tables", "SELECT * FROM sqlite_master",
    "SELECT * FROM ingest_rejected", "SELECT * FROM (DESCRIBE deal)", "SELECT * FROM (SUMMARIZE deal)",
    'SELECT * FROM "deal"', "SELECT 1 WHERE EXISTS (FROM deal)",
    "SELECT * FROM concert WHERE concert_id IN (SELECT concert_id FROM deal)",
    "SELECT * FROM concert UNION ALL BY NAME SELECT * FROM deal", "TABLE deal", "SELECT deal.* FROM main.deal AS deal"])
def test_an_analyst_reads_no_money_and_no_personal_data_however_it_is_asked_for(
        by_role: dict[str, httpx.Client], sql: str) -> None:
    answer = by_role["analyst"].post("/v1/query", json={"sql": sql})
    assert answer.status_code in (400, 403), answer.text


@pytest.mark.parametrize("sql", [
    "SELECT count(*) AS n FROM concert", "WITH x AS (SELECT * FROM concert) SELECT artist FROM x",
    "SELECT * FROM range(3)", "SELECT unnest([1, 2])",
    "SELECT c.artist, t.gross FROM concert c JOIN event_total t USING (concert_id)",
    "SELECT * FROM (VALUES (1), (2)) v(a)", "FROM main.event_day LIMIT 1"])
def test_an_analyst_reads_the_rest(by_role: dict[str, httpx.Client], sql: str) -> None:
    answer = by_role["analyst"].post("/v1/query", json={"sql": sql})
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"]


def test_rows_are_capped_and_come_in_every_style(local: httpx.Client) -> None:
    asked = {"sql": "SELECT range AS n, 1.50::DECIMAL(9, 2) AS price FROM range(50)", "limit": 20}
    answer = local.post("/v1/query", json=asked).json()
    assert (answer["total"], answer["data"][3]) == (20, {"n": 3, "price": 1.5})
    assert local.get("/v1/query", params=asked).json() == answer
    assert local.post("/query", json=asked).json() == local.get("/query", params=asked).json() == answer
    file = local.post("/v1/query", json=asked, headers={"accept": "application/vnd.apache.parquet"}).content
    assert pq.read_table(io.BytesIO(file)).num_rows == 20
    assert local.post("/v1/query", json=asked | {"limit": 1_000_001}).status_code == 422


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_sent_is_taken_for_sql(local: httpx.Client, hostile: str) -> None:
    for path in ("/v1/concerts", "/v1/events", "/v1/marketing/channels", "/v1/artists", "/v1/holds"):
        for name in ("market", "venue", "genre", "sort", "fields", "where", "cursor", "from", "limit"):
            if path == "/v1/holds" and name in ("market", "venue", "genre"):
                continue
            answer = local.get(path, params={name: hostile})
            assert answer.status_code in (200, 400, 422), (path, name, answer.text)
            if answer.status_code == 200 and name in ("market", "venue", "genre") and path != "/v1/artists":
                assert answer.json()["data"] == [], (path, name)
    for path in ("/v1/concerts", "/v1/artists", "/v1/holds", "/v1/jobs", "/v1/offers"):
        answer = local.get(f"{path}/{quote(hostile, safe='')}")
        assert answer.status_code in (400, 404, 422), (path, answer.text)
    assert len(every(local, "/v1/concerts", limit=1000)) == 40


def memory_kb(pid: int, what: str) -> int:
    """VmRSS: what the process holds in memory now; VmHWM: the most it ever held since it was last set back."""
    [line] = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith(what)]
    return int(line.split()[1])


@pytest.mark.parametrize("style", ["text/csv", "application/json", "application/vnd.apache.parquet",
                                   "application/vnd.apache.arrow.stream"])
def test_a_million_rows_are_exported_in_constant_memory(
        serve: Callable[[Path], Server], season: Path, local: httpx.Client, style: str) -> None:
    sql = ("SELECT range AS n, 'a name that is about as long as names are ' || range AS name, range * 1.01 AS gross, "
           "DATE '2026-01-01' + (range % 365)::INTEGER AS day FROM range(1000000)")
    pid = serve(season).process.pid
    local.get("/v1/query", params={"sql": sql, "limit": 1000}, headers={"accept": style})
    before = memory_kb(pid, "VmRSS")
    Path(f"/proc/{pid}/clear_refs").write_text("5")  # sets the high-water mark back
    size = lines = 0
    with local.stream("GET", "/v1/query", params={"sql": sql},
                      headers={"accept": style, "accept-encoding": "identity"}) as answer:
        assert answer.status_code == 200
        for piece in answer.iter_bytes():
            lines += piece.count(b"\n")
            size += len(piece)
    assert size == int(answer.headers["content-length"])
    assert size > 4_000_000
    assert style != "text/csv" or lines == 1_000_001
    more = memory_kb(pid, "VmHWM") - before
    assert more < 200_000, f"{more / 1000:.0f} MB more"
