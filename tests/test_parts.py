"""What pages share: names stay names, figures are never alone, an export says what it is."""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.proto.Metric_pb2 import Metric as MetricProto
from streamlit.testing.v1 import AppTest

from core.access import local_grant
from core.filters import Filters
from core.publish import publish
from core.settings import settings
from core.warehouse.runs import end_run, start_run
from core.warehouse.store import writing
from pages.parts.ask import ask
from pages.parts.card import FORMATS, described, export_of
from pages.parts.frame import Origin, Source, as_of, standings
from pages.parts.metrics import Metric, ascii_signed, metric_row
from pages.parts.table import Column, fitted, prepared, shown
from pages.parts.text import TURNING, WORD_JOINER, label, plain
from tests.conftest import ROOT, Server, Visit, start, stop

NAMES = [
    "A$AP Ferg & A$AP Rocky", "*NSYNC", "**bold** __too__", "P!nk", "will.i.am", "AC/DC", "deadmau5_live_", "~~gone~~",
    "![](http://evil.example/x.png)", "![x][y]", "[click](javascript:alert(1))", "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>", "<b>B</b> &amp; &lt;C&gt;", ":red[Alert]", ":material/delete:", ":smile: :100:",
    ":blue-badge[x]", ":streamlit:", "::youtube[x]", "https://evil.example/a", "www.evil.example", "me@evil.example",
    "`code`", "# Heading", "1. First", "1986. A year", "- dash", "+ plus", "> quote", "=cmd|' /C calc'!A0", "---",
    "Sunn O)))", "a | b | c", "$$x^2$$", "$486k and $731k", "\\(x\\)", "back\\slash", "[^1]", "- [ ] todo",
    "A -> B <- C",
    "a -- b >= c ~= d <-> e", "a\nb\r\nc\td", "  spaced   out  ", "==mark==", "{curly}", "#ff0000 `#ff0000`",
    "\u202eevil\u202c", "שלום", "شجريان Live", "Ünïcödé ✨", "!!!", "(Sandy) Alex G", "*", "_", "$", ":", "\\",
]


@pytest.mark.parametrize(("name", "shown_as"), [
    ("A$AP Ferg & A$AP Rocky", r"A\$AP Ferg \& A\$AP Rocky"),
    ("*NSYNC", r"\*NSYNC"),
    ("1986. A year", r"1986\. A year"),
    ("- dash", r"\- dash"),
    (":red[Alert]", f":{WORD_JOINER}red\\[Alert\\]"),
    ("06:10", "06:10"),
    ("Fri 4 Dec 2026, will.i.am (2)", "Fri 4 Dec 2026, will.i.am (2)"),
    (None, "–"),
    (float("nan"), "–"),
    ("", "–"),
    ("x" * 600, "x" * 79 + "…"),
    ("\u202eevil", "evil"),
    ("שלום", "\u2068שלום\u2069"),
])
def test_a_name_becomes_a_label(name: object, shown_as: str) -> None:
    assert label(name) == shown_as


def undone(markdown: str) -> str:
    """What is left of a label when Markdown has taken the backslashes away and nobody sees the joiners."""
    letters, rest = [], iter(markdown)
    for letter in rest:
        letters.append(next(rest) if letter == "\\" else letter)
    return "".join(letters).replace(WORD_JOINER, "")


@given(st.text(max_size=700) | st.lists(st.sampled_from(NAMES), max_size=4).map(" ".join))
def test_a_label_is_one_short_line_that_says_what_the_name_says(name: str) -> None:
    line = plain(name)
    assert undone(label(name)) == line.replace(WORD_JOINER, "")
    assert len(line.strip("\u2068\u2069")) <= 80
    assert len(line.splitlines()) == 1
    assert not TURNING.search(line.removeprefix("\u2068").removesuffix("\u2069"))


# A page with each name in every place that reads Markdown; the names come as a file beside it.
GALLERY = """
import json
from pathlib import Path
import streamlit as st
from pages.parts.text import badge_label, label
for number, name in enumerate(json.loads(Path(__file__).with_name("names.json").read_text())):
    with st.container(key=f"name-{number}"):
        st.markdown(label(name))
        st.markdown(f"x {label(name)} **y**")
        st.subheader(label(name), anchor=False)
        st.caption(label(name))
        st.badge(badge_label(name))
        st.metric(label(name), label(name), label(name), delta_arrow="off", delta_description=label(name))
        st.button(label(name), key=number)
st.text("all drawn")
"""
TEXTS = "[data-testid=stMarkdownContainer], [data-testid=stMetricValue]"


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("gallery")
    (folder / "names.json").write_text(pd.Series(NAMES).to_json(orient="values"))
    (folder / "gallery.py").write_text(GALLERY)
    (folder / "gallery_app.py").write_text("import streamlit as st\napp = st.App('gallery.py')\n")
    server = start([sys.executable, "-m", "uvicorn", "gallery_app:app", "--app-dir", str(folder), "--port", "0"],
                   folder, PYTHONPATH=str(ROOT), STREAMLIT_BROWSER_GATHER_USAGE_STATS="false")
    yield server
    stop(server)


def test_no_name_is_read_as_markdown_by_the_browser(visit: Visit, gallery: Server) -> None:
    page = visit.page
    page.goto(gallery.url)
    page.get_by_text("all drawn").wait_for(timeout=60_000)
    page.wait_for_function("([texts, n]) => document.querySelectorAll(texts).length >= n", arg=[TEXTS, 9 * len(NAMES)])
    for number, name in enumerate(NAMES):
        place = page.locator(f".st-key-name-{number}")
        expected = plain(name).replace(WORD_JOINER, "")
        texts = place.locator(TEXTS).all_inner_texts()
        seen = [text.replace(WORD_JOINER, "") for text in texts]
        assert [text for text in seen if text not in (expected, f"x {expected} y")] == [], name
        assert len(seen) == 9, name
        grown = place.locator("a, em, del, code, img:not([alt='Logo']), .katex, script, input, ol, ul, blockquote, "
                              "table, mark, hr, [data-testid=stIconMaterial]")
        assert grown.count() == 0, f"{name!r} grew {grown.first.evaluate('e => e.outerHTML')}"
        assert place.locator("strong").all_inner_texts() == ["y"], name
    assert not [url for url in visit.outside if "evil" in url]


NOW = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)


def shown_from(*sources: Source) -> Origin:
    return Origin(datetime(2026, 11, 23, 6, 10), False, sources)


@pytest.mark.parametrize(("sources", "said"), [
    ([Source("ticketing", False, datetime(2026, 11, 24, 6, 10))], [("Up to date", "green")]),
    ([Source("ticketing", False, datetime(2026, 11, 23, 6, 10))], [("Ticketing 26 h old", "orange")]),
    ([Source("ticketing", True, datetime(2026, 11, 23, 6, 10)), Source("spotify", False, datetime(2026, 11, 24, 6))],
     [("Ticketing failed", "red")]),
    ([Source("ticketing", True, None), Source("spotify", False, datetime(2026, 11, 20, 6)),
      Source("files", False, datetime(2026, 11, 21, 6))],
     [("Ticketing failed", "red"), ("2 sources 4 days old", "orange")]),
    ([], [("Up to date", "green")]),
])
def test_the_badge_names_what_failed_and_what_is_old(sources: list[Source], said: list[tuple[str, str]]) -> None:
    assert [(s.words, s.color) for s in standings(shown_from(*sources), NOW)] == said


def test_the_sample_season_says_so_and_stands_on_its_own_day() -> None:
    sample = Origin(date(2026, 11, 23), True, ())
    assert [s.words for s in standings(sample, NOW)] == ["Sample season"]
    assert as_of(sample, "Europe/London") == "Data as of Mon 23 Nov 2026"
    assert as_of(shown_from(), "Europe/London") == "Data as of 23 Nov 2026, 06:10"
    assert as_of(shown_from(), None) == "Data as of 23 Nov 2026, 06:10 UTC"


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """This process reads a store with one run of the source `files` and nothing else."""
    publish_one_run(tmp_path)
    monkeypatch.setattr("pages.parts.ask.reader", local_grant)  # there is no session here to hold a reader
    monkeypatch.setenv("MARQUEE_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def publish_one_run(folder: Path) -> None:
    with writing(folder) as warehouse:
        end_run(warehouse, start_run(warehouse, "files"), "complete")
    publish(data_dir=folder)


def test_an_answer_is_kept_until_the_next_snapshot_and_is_ours_to_change(published: Path) -> None:
    asked = []

    def question(*, filters: Filters) -> pd.DataFrame:
        asked.append(filters)
        return pd.DataFrame({"sold": [1, 2]})

    first = ask(question, filters=Filters(markets=("Leeds",)))
    first.loc[0, "sold"] = 99
    assert ask(question, filters=Filters(markets=("Leeds",)))["sold"].tolist() == [1, 2]
    assert len(asked) == 1
    ask(question, filters=Filters())
    assert len(asked) == 2
    publish_one_run(published)
    ask(question, filters=Filters())
    assert len(asked) == 3


def test_a_card_offers_its_rows_with_their_origin(published: Path) -> None:
    export = export_of(pd.DataFrame({"show": ["=1+1"]}), "shows", Filters(markets=("Leeds",)))
    assert export
    caption = described("One show", export)
    assert (caption.title, caption.rows, caption.source, caption.filters, caption.is_sample) == (
        "One show", 1, "files", {"Market": "Leeds"}, False)
    files = {suffix: written(export.frame, caption) for _, suffix, _, written in FORMATS}
    assert b"'=1+1" in files["csv"]
    assert files["xlsx"].startswith(b"PK")
    assert files["parquet"].startswith(b"PAR1")
    assert export_of(pd.DataFrame({"show": []}), "shows") is None


def test_a_table_takes_home_no_formula_and_keeps_its_numbers() -> None:
    frame = pd.DataFrame({
        "artist": ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\tx", "plain", None],
        "gross": [Decimal("-5.50"), None, Decimal("1234567.89"), Decimal(0), Decimal(1), Decimal(2), Decimal(3)],
        "share": [0.098, float("nan"), 1, 0, 0.5, 0.5, 0.5], "hidden": range(7)})
    drawn = shown(frame, {"artist": Column("Artist"), "share": Column("Sold, %", "percent_tenths"),
                          "gross": Column("Gross, $", "cents")})
    assert drawn.column_names == ["artist", "share", "gross"]
    assert drawn["artist"].to_pylist()[:5] == [
        f"{WORD_JOINER}{text}" for text in ("=cmd|' /C calc'!A0", "+1", "-1", "@x", "\tx")]
    assert drawn["artist"].to_pylist()[5:] == ["plain", None]
    assert drawn["gross"].to_pylist()[:2] == [-5.5, None]
    assert drawn["share"].to_pylist()[:2] == [pytest.approx(9.8), None]


SEASON = pd.DataFrame({
    "market": [f"Market {row % 3}" for row in range(250)], "venue": [f"Venue {row % 7}" for row in range(250)],
    "genre": ["Rock" if row < 120 else "Jazz" for row in range(250)],
    "local_date": pd.date_range("2026-01-01", periods=250),
    "show": ["=1+1" if row == 5 else f"Show {row}" for row in range(250)],
    "pace": [float("nan") if row < 120 else float(row) for row in range(250)]})
SEASON_COLUMNS = {"show": Column("Show"), "local_date": Column("Date", "day"), "pace": Column("Pace", "whole")}


@pytest.mark.parametrize("filters", [
    Filters(), Filters(genres=("Rock",)), Filters(markets=("Market 1",), date_from=date(2026, 5, 5)), Filters(venues=("None",))])
def test_a_table_cut_from_all_rows_is_the_table_of_the_rows_chosen(filters: Filters) -> None:
    cut = fitted(shown(SEASON, SEASON_COLUMNS, most=None).filter(filters.meant(SEASON)), SEASON_COLUMNS)
    ready = prepared(filters.kept(SEASON), SEASON_COLUMNS)
    assert cut.rows.to_pylist() == ready.rows.to_pylist()
    assert (cut.config, cut.total) == (ready.config, ready.total)


def test_a_metric_row_has_four_or_six() -> None:
    with pytest.raises(ValueError, match="4 or 6"):
        metric_row([Metric("Sold", "1")] * 5)


def test_a_falling_metric_points_down() -> None:
    assert ascii_signed("−3.4%") == "-3.4%"

    def page() -> None:
        from pages.parts.metrics import Metric, metric_row

        metric_row([Metric("Gross $", "$486k", change="−3.4%", note="vs prior $"), Metric("Range", "–", fact="5 of 9"),
                    Metric("Cost", "£3", change="+2%", less_is_better=True), Metric("Flat", "1", change="+0.0%")])

    drawn = AppTest.from_function(page).run()
    assert not drawn.exception
    assert [m.delta for m in drawn.metric] == ["-3.4%", "5 of 9", "+2%", "+0.0%"]
    red, grey = MetricProto.MetricColor.RED, MetricProto.MetricColor.GRAY
    assert [m.color for m in drawn.metric] == [red, grey, red, grey]
    assert [m.value for m in drawn.metric] == [r"\$486k", "–", "£3", "1"]
