"""Lists and details: the pages' own answers, in the style asked for, a page at a time, fresh until new data come."""

import csv
import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core import artists, concerts, events, marketing, overview, sources
from core.api.asking import exact
from core.filters import Filters
from core.publish import publish
from core.settings import settings
from tests.api.conftest import every, issue
from tests.conftest import Server, get

ARROW = "application/vnd.apache.arrow.stream"
PARQUET = "application/vnd.apache.parquet"

SAME = {
    "/v1/overview/totals": overview.totals, "/v1/overview/next-days": overview.next_days,
    "/v1/artists/by-genre": artists.by_genre, "/v1/concerts": concerts.shows, "/v1/concerts/on-sale": concerts.on_sale,
    "/v1/events": events.listings, "/v1/events/clashes": events.clashes, "/v1/events/by-market": events.by_market,
    "/v1/marketing/channels": marketing.channels, "/v1/marketing/monthly": marketing.monthly,
    "/v1/marketing/shows": marketing.shows, "/v1/marketing/segments": marketing.segments,
}


@pytest.fixture
def here(season: Path, monkeypatch: pytest.MonkeyPatch):
    """This process looks at the same store as the server."""
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(season))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize("path", SAME)
def test_a_route_gives_the_rows_that_the_page_asks_for(local: httpx.Client, here: None, path: str) -> None:
    frame = SAME[path](filters=Filters())
    rows = every(local, path, limit=1000)
    assert len(rows) == len(frame)
    assert not rows or list(rows[0]) == list(frame.columns)
    for column in frame.select_dtypes("number").columns:
        assert [row[column] for row in rows] == [None if value != value else pytest.approx(value)
                                                 for value in frame[column].astype(float)], column


def test_the_filters_are_those_of_the_pages(local: httpx.Client, here: None) -> None:
    market = concerts.shows(filters=Filters())["market"].iloc[0]
    asked = Filters(markets=(market,), date_from=date(2026, 1, 1), date_to=date(2027, 1, 1))
    rows = every(local, "/v1/concerts", market=market, **{"from": "2026-01-01", "to": "2027-01-01"})
    assert [row["concert_id"] for row in rows] == concerts.shows(filters=asked)["concert_id"].tolist()
    assert {row["market"] for row in rows} <= {market}


def test_pages_join_to_the_whole_list(local: httpx.Client) -> None:
    whole = every(local, "/v1/concerts", limit=1000)
    assert len(whole) == 40
    assert every(local, "/v1/concerts", limit=7) == whole
    first = local.get("/v1/concerts", params={"limit": 7})
    assert first.json()["total"] == 40
    assert local.get(first.headers["link"].split(";")[0].strip("<>")).json()["data"] == whole[7:14]


def test_order_is_stable_and_what_is_missing_comes_last(local: httpx.Client) -> None:
    rows = every(local, "/v1/concerts", sort="-gross,artist", limit=1000)
    known = [row["gross"] for row in rows if row["gross"] is not None]
    assert known == sorted(known, reverse=True)
    assert [row["gross"] for row in rows][:len(known)] == known
    up = every(local, "/v1/concerts", sort="market,local_date", limit=1000)
    assert [(row["market"], row["local_date"]) for row in up] == sorted(
        (row["market"], row["local_date"]) for row in rows)


def test_only_the_columns_asked_for_are_sent_in_that_order(local: httpx.Client) -> None:
    [row] = local.get("/v1/concerts", params={"fields": "artist,concert_id", "limit": 1}).json()["data"]
    assert list(row) == ["artist", "concert_id"]


def test_conditions_on_one_column_are_alternatives_and_on_two_both_hold(local: httpx.Client) -> None:
    whole = every(local, "/v1/concerts", limit=1000)
    some = every(local, "/v1/concerts", limit=1000, where=["phase:played", "phase:on_sale", "currency:GBP"])
    assert some == [row for row in whole if row["phase"] in ("played", "on_sale") and row["currency"] == "GBP"]
    assert some
    assert every(local, "/v1/concerts", where=f"local_date:{whole[3]['local_date']}")


@pytest.mark.parametrize(("params", "said"), [
    ({"fields": "concert_id,nothing"}, "nothing"), ({"sort": "-nothing"}, "nothing"),
    ({"where": "nothing:1"}, "nothing"),
    ({"where": "phase"}, "column:value"), ({"maket": "Leeds"}, "maket"), ({"cursor": "x"}, "cursor"),
    ({"cursor": "W10"}, "cursor"), ({"cursor": "WzEsMCwieCJd"}, "cursor")])
def test_what_cannot_be_asked_is_refused_with_its_reason(local: httpx.Client, params: dict, said: str) -> None:
    answer = local.get("/v1/concerts", params=params)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert said in answer.json()["detail"]
    assert answer.json()["remedy"]


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 10_001}, {"from": "yesterday"}, {"limit": "ten"}])
def test_a_parameter_of_the_wrong_form_is_named(local: httpx.Client, params: dict) -> None:
    answer = local.get("/v1/concerts", params=params)
    assert (answer.status_code, answer.json()["status"]) == (422, 422)
    assert next(iter(params)) in answer.json()["detail"]


def test_a_cursor_belongs_to_its_question(local: httpx.Client) -> None:
    cursor = local.get("/v1/concerts", params={"limit": 3}).json()["next_cursor"]
    assert local.get("/v1/concerts", params={"limit": 3, "cursor": cursor, "sort": "gross"}).status_code == 400
    assert local.get("/v1/events", params={"limit": 3, "cursor": cursor}).status_code == 400
    assert local.get("/v1/concerts", params={"limit": 9, "cursor": cursor}).status_code == 200


def test_every_style_holds_the_same_rows(local: httpx.Client) -> None:
    params = {"fields": "concert_id,artist,local_date,gross,sell_through,tickets_sold", "sort": "concert_id"}
    rows = every(local, "/v1/concerts", limit=1000, **params)
    table = pa.ipc.open_stream(local.get("/v1/concerts", params=params, headers={"accept": ARROW}).content).read_all()
    file = pq.read_table(io.BytesIO(local.get("/v1/concerts", params=params, headers={"accept": PARQUET}).content))
    text = local.get("/v1/concerts", params=params, headers={"accept": "text/csv"}).text
    lines = list(csv.DictReader(io.StringIO(text)))
    assert table.column("gross").type == pa.decimal128(18, 2), "money stays exact"
    assert table.column("local_date").type == pa.date32()
    assert len(table) == len(file) == len(lines) == len(rows) == 40
    for row, arrow, parquet, line in zip(rows, table.to_pylist(), file.to_pylist(), lines, strict=True):
        assert row["concert_id"] == arrow["concert_id"] == parquet["concert_id"] == line["concert_id"]
        assert row["local_date"] == str(arrow["local_date"]) == str(parquet["local_date"]) == line["local_date"]
        assert row["gross"] == float(arrow["gross"]) == float(parquet["gross"]) == float(line["gross"])


def test_a_file_says_what_it_is(local: httpx.Client) -> None:
    answer = local.get("/v1/concerts", headers={"accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert "sample" in answer.headers["content-disposition"]
    parquet = pq.read_table(io.BytesIO(local.get("/v1/concerts", headers={"accept": PARQUET}).content))
    assert b"Sample season" in parquet.schema.metadata[b"marquee"]


@pytest.mark.parametrize(("accept", "sent"), [
    ("*/*", "application/json"), ("text/csv;q=0.9, application/json;q=0.1", "text/csv; charset=utf-8"),
    ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"), (ARROW, ARROW),
    ("image/png, application/x-parquet", PARQUET), ("text/csv;q=0, application/json", "application/json")])
def test_the_style_follows_the_accept_header(local: httpx.Client, accept: str, sent: str) -> None:
    assert local.get("/v1/marketing/channels", headers={"accept": accept}).headers["content-type"] == sent


def test_a_style_nobody_speaks_is_not_acceptable(local: httpx.Client) -> None:
    answer = local.get("/v1/concerts", headers={"accept": "image/png"})
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")


def test_an_answer_is_not_sent_again_until_new_data_are_published(
        serve: Callable[[Path], Server], season: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(season, tmp_path / "store", ignore=shutil.ignore_patterns("desk*", "logs"))
    with httpx.Client(base_url=f"{serve(folder).url}/api", timeout=60) as client:
        first = client.get("/v1/concerts", params={"limit": 5})
        tag = first.headers["etag"]
        assert tag.startswith('"1-')
        for given in (tag, f'"other", {tag}', f"W/{tag}"):
            again = client.get("/v1/concerts", params={"limit": 5}, headers={"if-none-match": given})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        csv_tag = client.get("/v1/concerts", params={"limit": 5}, headers={"accept": "text/csv"}).headers["etag"]
        other_tag = client.get("/v1/concerts", params={"limit": 6}).headers["etag"]
        assert len({tag, csv_tag, other_tag}) == 3

        publish(data_dir=folder)
        renewed = client.get("/v1/concerts", params={"limit": 5}, headers={"if-none-match": tag})
        assert (renewed.status_code, renewed.headers["etag"][:3]) == (200, '"2-')
        gone = client.get("/v1/concerts", params={"limit": 5, "cursor": first.json()["next_cursor"]})
        assert (gone.status_code, "Begin again" in gone.json()["remedy"]) == (410, True)


def test_a_detail_is_one_row_or_a_404(local: httpx.Client) -> None:
    [first] = local.get("/v1/concerts", params={"limit": 1}).json()["data"]
    one = local.get(f"/v1/concerts/{first['concert_id']}").json()["data"]
    assert {key: one[key] for key in ("artist", "gross", "local_date")} == {
        key: first[key] for key in ("artist", "gross", "local_date")}
    for path in ("/v1/concerts/none", "/v1/artists/none", "/v1/nothing"):
        missing = local.get(path)
        assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("accept", ["application/json", "text/csv", PARQUET])
@pytest.mark.parametrize("path", [
    "/v1/concerts/none", "/v1/concerts/none/pacing", "/v1/artists/none/by-city", "/v1/artists/none/similar"])
def test_what_is_asked_of_a_show_or_artist_that_is_none_is_not_there_in_any_style(
        local: httpx.Client, path: str, accept: str) -> None:
    missing = local.get(path, headers={"accept": accept})
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")


def test_an_answer_sent_again_from_memory_is_the_same_for_those_who_see_the_same(local: httpx.Client) -> None:
    path = "/v1/concerts?limit=3&sort=-gross"
    manager, viewer = (issue(local, role) for role in ("manager", "viewer"))
    first, again = manager.get(path), manager.get(path)
    assert (first.content, first.headers["etag"], first.headers["link"]) == (
        again.content, again.headers["etag"], again.headers["link"])
    plain = manager.get(path, headers={"accept-encoding": "identity"})
    assert ("content-encoding" in plain.headers, again.headers["content-encoding"]) == (False, "gzip")
    assert plain.content == first.content
    assert viewer.get(path).headers["etag"] != first.headers["etag"], "a viewer sees no money"
    assert "walkout" not in viewer.get(path).text
    assert manager.get(path, headers={"if-none-match": first.headers["etag"]}).status_code == 304
    local.delete(f"/v1/tokens/{manager.headers['authorization'].split('_')[1]}")
    for headers in ({}, {"if-none-match": first.headers["etag"]}, {"if-none-match": "*"}):
        assert manager.get(path, headers=headers).status_code == 401, "what is kept is for nobody who may not ask"


@pytest.mark.parametrize("path", ["/health", "/v1/concerts", "/v1/concerts/none", "/openapi.json"])
def test_a_head_is_a_get_without_its_body(local: httpx.Client, path: str) -> None:
    head, get = local.head(path), local.get(path)
    assert (head.status_code, head.headers["content-type"], head.content) == (
        get.status_code, get.headers["content-type"], b"")


def test_before_the_first_publish_lists_say_so(serve: Callable[[Path], Server], empty_store: Path) -> None:
    answer = get(f"{serve(empty_store).url}/api/v1/concerts")
    assert (answer.status_code, answer.json()["title"]) == (503, "No data yet")
    assert answer.headers["retry-after"]


def test_decimals_and_days_keep_their_types_in_the_pages_own_functions(here: None) -> None:
    table = exact(concerts.shows)(filters=Filters())
    assert table.schema.field("gross").type == pa.decimal128(18, 2)
    assert table.schema.field("local_date").type == pa.date32()
    assert len(exact(events.clashes)(filters=Filters())) == len(events.clashes(filters=Filters())), "defaults are kept"
    assert exact(sources.about)().num_rows == 1
