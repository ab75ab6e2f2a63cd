"""Charts: the right marks in the right colours, names as written, and nothing cut or overlapping on a phone."""

import base64
import html
import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import plotly.offline
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import charts
from core.charts.canvas import POINTS, TOKENS, escape, scatter
from core.charts.curves import _apart
from core.charts.geography import OUTLINE
from core.charts.placing import stagger

TODAY = date(2026, 11, 23)
HOSTILE = "<b>A$AP</b> & <a href='https://x.example'>A$AP</a>"
THEMES = ("light", "dark")
HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")


def shows() -> pd.DataFrame:
    return pd.DataFrame({
        "show": ["Ada Wren", "Hollow Coast", HOSTILE, "Ines Caldera", "Bright Animals"],
        "city": ["Cardiff", "Leeds", "Stratford-upon-Avon", "London", "Edinburgh"],
        "days_out": [29, 11, 32, 40, 68],
        "sell_through": [.42, .415, .4, .41, .37],
        "comparable_sell_through": [.41, .57, .45, .42, None],
        "range_lo": [.7, .52, .6, .65, None],
        "range_hi": [.8, .59, .9, 1.2, None],
        "pace": [105.0, 73.0, 89.6, 96.4, None],
    })


def curve(final: float, until: int = 0, wobble: float = 0.0) -> pd.DataFrame:
    days = np.arange(90, until - 1, -1)
    gone = (90 - days) / 90
    sold = final * (.3 * np.minimum(1, gone * 5) + .35 * gone + .35 * gone**6) + wobble * np.sin(days / 7)
    return pd.DataFrame({"days_out": days, "tickets_sold": np.maximum.accumulate(sold).round()})


def fan() -> dict[str, Any]:
    past = [curve(1200 + 60 * i, wobble=8.0 * i).assign(concert_id=f"c{i}") for i in range(12)]
    comparables = pd.concat(past)
    own = curve(1050, until=11)
    ahead, sold = np.arange(11, -1, -1), own["tickets_sold"].iloc[-1]
    gains = {"p10": 200, "p25": 230, "p50": 270, "p75": 310, "p90": 360}
    parts = {level: sold + gain * (11 - ahead) / 11 for level, gain in gains.items()}
    return {
        "own": own, "sellable": 2000, "comparables": comparables, "budget": 1640,
        "median": comparables.groupby("days_out")["tickets_sold"].median().reset_index(),
        "band": pd.DataFrame({"days_out": ahead, **parts}),
        "marks": pd.DataFrame({
            "days_out": [90, 62, 58, 20, 3],
            "label": ["on-sale", "support added", "<i>press", "radio ends", "last push"],
        }),
        "daily": pd.DataFrame({"days_out": own["days_out"][1:], "tickets_sold": own["tickets_sold"].diff()[1:]}),
    }


def sheet() -> pd.DataFrame:
    lines = [("Gross", "46900", True, "actual"), ("Fees", "-2100", False, "actual"), ("Tax", "-2800", False, "actual"),
             ("Net gross", "42000", True, "actual"), ("Production and catering", "-26200.10", False, "estimate"),
             ("Artist walkout", "-22000", False, "estimate"), ("Our result", "-6200.10", True, "estimate")]
    frame = pd.DataFrame(lines, columns=["label", "amount", "is_total", "state"])
    return frame.assign(amount=frame["amount"].map(Decimal))


def strip() -> pd.DataFrame:
    days = [(market, TODAY + timedelta(i), 300 * ((i * 7 + k) % 31), (i + k) % 29 == 0)
            for k, market in enumerate(["Leeds", HOSTILE]) for i in range(60)]
    return pd.DataFrame(days, columns=["market", "date", "competing_capacity", "ours"])


def places(rivals: int = 150) -> pd.DataFrame:
    at = np.arange(rivals)
    rival = pd.DataFrame({"latitude": 51 + at % 17 / 4, "longitude": -4 + at % 23 / 4, "size": at * 40,
                          "is_ours": False, "label": "rival"})
    ours = pd.DataFrame({"latitude": [53.8, 51.45, None], "longitude": [-1.55, -2.59, 0.0], "size": [2000, 900, 100],
                         "is_ours": True, "label": [HOSTILE, "Bristol", "nowhere"]})
    return pd.concat([rival, ours], ignore_index=True)


def month() -> pd.DataFrame:
    days = [date(2026, 12, 1) + timedelta(i) for i in range(31)]
    return pd.DataFrame({"date": days, "ours": [2, *[0] * 30], "others": [31, 0, *[4] * 29], "onsales": 1, "presales": 0,
                         "holds": 0, "competing_capacity": [9000, 0, *[400] * 29],
                         "holiday": [None] * 24 + [HOSTILE] + [None] * 6})


def sale_windows() -> pd.DataFrame:
    on = [TODAY - timedelta(20), None, TODAY + timedelta(2)]
    return pd.DataFrame({
        "label": ["Mara Vesper", HOSTILE, "Paper Districts"],
        "detail": ["Albert Hall, on sale", "Barn, off sale", "Hall, on sale"], "is_ours": [True, False, False],
        "announced_on": [TODAY - timedelta(40), None, None], "presale_from": on, "presale_to": None,
        "onsale_on": on, "local_date": [TODAY + timedelta(i) for i in (9, 11, 12)]})


def histories() -> pd.DataFrame:
    names = ["Leeds", "Bristol", "Glasgow and the west", HOSTILE, "Cardiff", "Hull", "York", "Bath"]
    rows = [(TODAY + timedelta(7 * i), 900 * k + 20 * i, name) for i in range(40) for k, name in enumerate(names)]
    return pd.DataFrame(rows, columns=["x", "y", "series"])


def spend_curve() -> pd.DataFrame:
    spend = np.linspace(0, 10_000, 60)
    tickets = 420 * spend / (spend + 3500)
    return pd.DataFrame({"spend": spend, "tickets": tickets, "lo": tickets * .7, "hi": tickets * 1.25})


def runs() -> pd.DataFrame:
    outcome = {0: "failed", 1: "partial"}
    rows = [(TODAY - timedelta(i), source, outcome.get((i * 7 + k) % 13, "complete"))
            for k, source in enumerate(["Ticketing", HOSTILE]) for i in range(30)]
    return pd.DataFrame(rows, columns=["day", "source", "outcome"])


def windows() -> pd.DataFrame:
    rows = [(channel, f"{w} d", roas + w / 20, (roas + w / 20) * .7, (roas + w / 20) * 1.4)
            for channel, roas in (("Paid social", 1.8), (HOSTILE, 5.2)) for w in (1, 3, 5, 7, 14, 30)]
    return pd.DataFrame(rows, columns=["label", "series", "value", "lo", "hi"])


def spans() -> pd.DataFrame:
    days = [("Albert Hall, 2H", 11, 11, "hold"), (HOSTILE, 18, 18, "ours"), ("Mara Vesper, Bath", 19, 19, "clash"),
            ("100 miles around Leeds", -22, 58, "radius"), ("Glass Harbour", 16, 20, "challenge")]
    rows = [(label, TODAY + timedelta(a), TODAY + timedelta(b), kind) for label, a, b, kind in days]
    return pd.DataFrame(rows, columns=["label", "starts_on", "ends_on", "kind"])


def cities() -> pd.DataFrame:
    values = {"value": [2.1, 1.2, .4], "lo": [1.7, None, .2], "hi": [2.6, None, .9]}
    return pd.DataFrame({"label": ["Leeds", HOSTILE, "Hull"], **values})


def sales() -> pd.DataFrame:
    dates = [TODAY - timedelta(i) for i in range(28)]
    return pd.DataFrame({"date": dates, "tickets_sold": [140, *range(500, 770, 10)]})


def ranking() -> pd.DataFrame:
    return pd.DataFrame({
        "label": ["Mara Vesper", HOSTILE, "Paper Districts"], "value": [1105, 1240, None], "lo": [900, None, None],
        "hi": [1300, None, None], "note": ["folk", None, "not enough data"], "is_subject": [True, False, False],
    })


def reasons() -> pd.DataFrame:
    why = ["Friday", HOSTILE, "Plays a room twice this size"]
    return pd.DataFrame({"reason": why, "contribution": [.05, .42, -.18]})


CASES: dict[str, tuple[Callable[..., go.Figure], Callable[[], dict[str, Any]]]] = {
    "show_bullets": (charts.show_bullets, lambda: {"shows": shows()}),
    "daily_sales": (charts.daily_sales, lambda: {"days": sales(), "partial_day": TODAY}),
    "pacing_fan": (charts.pacing_fan, fan),
    "settlement_waterfall": (charts.settlement_waterfall, lambda: {"lines": sheet(), "currency": "USD"}),
    "ranked_bars": (charts.ranked_bars, lambda: {"items": ranking()}),
    "contribution_bars": (charts.contribution_bars, lambda: {"reasons": reasons()}),
    "dot_ranges": (charts.dot_ranges, lambda: {"items": cities(), "reference": 1, "reference_label": "as expected"}),
    "dot_ranges by window": (charts.dot_ranges, lambda: {"items": windows()}),
    "date_strip": (charts.date_strip, lambda: {"days": strip()}),
    "timeline_bars": (charts.timeline_bars, lambda: {"spans": spans(), "today": TODAY}),
    "event_map": (charts.event_map, lambda: {"places": places()}),
    "event_map with a route and a ring": (charts.event_map, lambda: {
        "places": places(9).assign(is_conflict=lambda frame: frame["label"] == "Bristol"), "ring": (53.8, -1.55, 60.0),
        "way": places(0).dropna()}),
    "month_grid": (charts.month_grid, lambda: {"days": month()}),
    "sale_timeline": (charts.sale_timeline, lambda: {"shows": sale_windows(), "today": TODAY}),
    "response_curve": (charts.response_curve, lambda: {"curve": spend_curve(), "current": 4200, "tried_to": 6500}),
    "lines": (charts.lines, lambda: {"points": histories()}),
    "runs_dots": (charts.runs_dots, lambda: {"runs": runs()}),
}


def draw(name: str, theme: str = "light", **changes: Any) -> go.Figure:
    chart, inputs = CASES[name]
    return chart(**(inputs() | changes), theme=theme)


def texts(figure: go.Figure) -> list[str]:
    """All that is printed on a figure, as written."""
    named = [trace for trace in figure.data if trace.type == "scatter" and "text" in (trace.mode or "")]
    printed = [text for trace in named for text in trace.text]
    printed += [note.text for note in figure.layout.annotations]
    return [html.unescape(re.sub("<[^>]*>", "", text)) for text in printed]


def bars(figure: go.Figure) -> list[go.Bar]:
    return [trace for trace in figure.data if trace.type == "bar"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", CASES)
def test_every_chart_keeps_the_rules_of_the_design(name: str, theme: str) -> None:
    figure = draw(name, theme)
    assert figure.layout.template.to_plotly_json() == go.Figure().layout.template.to_plotly_json()
    assert figure.layout.title.text is None
    assert not figure.layout.showlegend
    assert figure.layout.width is None
    assert figure.layout.height > 0
    for trace in figure.data:
        assert trace.type in {"scatter", "bar", "heatmap"}
        assert isinstance(trace.x, np.ndarray)
        assert isinstance(trace.y, np.ndarray)
        assert max(trace.x.size, trace.y.size) <= POINTS
    own = str([trace.to_plotly_json() for trace in figure.data])
    own += str({part: figure.layout[part] for part in figure.layout if part != "template"})
    assert set(HEX.findall(own)) <= set(HEX.findall(str(TOKENS[theme])))


@pytest.mark.parametrize("name", CASES)
def test_plotly_knows_every_property_of_every_chart(name: str) -> None:
    draw(name, "light").checked  # noqa: B018 - raises where it does not


@pytest.mark.parametrize("name", CASES)
def test_a_chart_is_spelled_as_plotly_spells_it(name: str) -> None:
    figure = draw(name, "light")
    ours, theirs = figure.to_dict(), figure.checked.to_dict()
    assert [unpacked(trace) for trace in ours["data"]] == [unpacked(trace) for trace in theirs["data"]]
    assert unpacked(ours["layout"]) == unpacked(theirs["layout"])


def unpacked(value: object) -> object:
    """Plotly's JSON with every array as a list, dates as text, missing numbers as None, without what is not set."""
    if isinstance(value, dict) and "bdata" in value:
        numbers = np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"]).astype(float)
        shape = [int(size) for size in value.get("shape", str(numbers.size)).split(",")]
        return unpacked(numbers.reshape(shape).tolist())
    if isinstance(value, dict):
        return {name: unpacked(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [unpacked(inner) for inner in (value.tolist() if isinstance(value, np.ndarray) else value)]
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and np.isnan(value) else value


def test_a_property_plotly_does_not_know_would_be_found() -> None:
    with pytest.raises(ValueError, match="colour"):
        go.Figure([scatter(colour="red")])


def test_bullets_go_from_slow_to_fast_and_colour_only_what_needs_action() -> None:
    figure, light = draw("show_bullets"), TOKENS["light"]
    assert [text.split(" pace ")[-1].removeprefix("pace ") for text in figure.data[1].text] == [
        "<b>73</b>", "<b>90</b>", "<b>96</b>", "<b>105</b>", "not scored",
    ]
    assert list(bars(figure)[1].marker.color) == [light.bad, light.watch, light.watch, light.mark, light.soft]
    assert [text.split(" · ")[0] for text in figure.data[1].text[:3]] == ["behind", "watch", "watch"]
    np.testing.assert_array_equal(bars(figure)[1].x, [.415, .4, .41, .42, .37])


def test_a_range_above_sellable_ends_at_sellable_and_a_missing_one_is_not_drawn() -> None:
    boxes = bars(draw("show_bullets"))[2]
    np.testing.assert_allclose(np.array(boxes.base, float) + boxes.x, [.59, .9, 1, .8, np.nan])


def test_daily_sales_accent_the_last_seven_full_days_and_pale_the_day_that_is_not_over() -> None:
    figure, light = draw("daily_sales"), TOKENS["light"]
    assert list(bars(figure)[0].marker.color) == [light.mark] * 20 + [light.accent] * 7 + [light.soft]
    assert texts(figure) == [f"{sum(range(500, 570, 10)):,} in the last 7 full days"]
    assert figure.layout.xaxis.ticktext[0] == "23 Nov<br>so far"


def test_without_a_partial_day_the_last_seven_days_are_full() -> None:
    colours = list(bars(draw("daily_sales", partial_day=None))[0].marker.color)
    assert colours == [TOKENS["light"].mark] * 21 + [TOKENS["light"].accent] * 7


def test_the_fan_names_its_final_its_limits_and_what_is_sold() -> None:
    printed = texts(draw("pacing_fan"))
    sold = int(fan()["own"]["tickets_sold"].iloc[-1])
    assert {"sellable 2,000", "budget 1,640", f"{sold:,} sold", "12 comparables,median dashed"} <= set(printed)
    assert f"{sold + 270:,}{sold + 200:,} –{sold + 360:,}" in printed
    assert {"on-sale", "support added", "<i>press", "radio ends", "last push"} <= set(printed)


def test_a_declined_forecast_has_no_band_and_no_final() -> None:
    filled = [trace for trace in draw("pacing_fan").data if trace.type == "scatter" and trace.fill == "toself"]
    declined = draw("pacing_fan", band=None)
    assert len(filled) == 2
    assert not [trace for trace in declined.data if trace.type == "scatter" and trace.fill]
    assert not [text for text in texts(declined) if "–" in text]


def test_the_fan_starts_at_its_horizon() -> None:
    early = pd.concat([pd.DataFrame({"days_out": [200, 120], "tickets_sold": [5, 40]}), curve(1000, 30)])
    lines = [trace for trace in draw("pacing_fan", own=early).data if trace.type == "scatter"]
    assert max(np.nanmax(trace.x) for trace in lines) == 90


def test_waterfall_steps_start_where_the_line_above_ended_and_a_loss_is_red() -> None:
    figure, light = draw("settlement_waterfall"), TOKENS["light"]
    steps = bars(figure)[0]
    start, end = np.array(steps.base, float), np.array(steps.base, float) + steps.x
    np.testing.assert_allclose(start, [0, 46900, 44800, 0, 42000, 15799.9, 0])
    np.testing.assert_allclose(end, [46900, 44800, 42000, 42000, 15799.9, -6200.1, -6200.1])
    greys = [light.mark, light.soft, light.soft, light.mark, light.soft, light.soft]
    assert list(steps.marker.color) == [*greys, light.bad]
    assert texts(figure)[7:] == ["$46,900.00", "−$2,100.00", "−$2,800.00", "$42,000.00", "−$26,200.10", "−$22,000.00",
                                 "−$6,200.10"]
    assert texts(figure)[4] == "Production and catering  estimate"


def test_a_profit_is_not_red() -> None:
    lines = sheet().assign(amount=[Decimal(a) for a in (46900, -2100, -2800, 42000, -16200, -22000, 3800)])
    assert TOKENS["light"].bad not in bars(draw("settlement_waterfall", lines=lines))[0].marker.color


def test_rankings_are_sorted_and_what_is_missing_stands_last_as_a_dash() -> None:
    figure = draw("ranked_bars")
    assert texts(figure)[3:] == ["1,240", "1,105", "–"]
    assert list(bars(figure)[0].marker.color) == [TOKENS["light"].mark, TOKENS["light"].accent, TOKENS["light"].mark]


def test_contributions_add_up_to_the_printed_total() -> None:
    figure = draw("contribution_bars")
    np.testing.assert_allclose(bars(figure)[0].x, [.42, -.18, .05, .29])
    assert texts(figure)[4:] == ["+0.42", "−0.18", "+0.05", "+0.29"]


def test_lines_name_six_series_and_count_the_others() -> None:
    figure = draw("lines")
    assert len(figure.layout.annotations) == 7
    assert texts(figure)[-1] == "● 2 others"


def test_a_day_shows_its_worst_run() -> None:
    twice = pd.DataFrame({"day": [TODAY] * 2, "source": "Spotify", "outcome": ["failed", "complete"]})
    complete, partial, failed = [trace for trace in draw("runs_dots", runs=twice).data if trace.mode == "markers"]
    assert (len(complete.x), len(partial.x), len(failed.x)) == (0, 0, 1)
    newest_first = twice.iloc[::-1]
    assert "last run complete" in texts(draw("runs_dots", runs=newest_first))
    assert failed.marker.color == TOKENS["light"].bad


def test_the_calendar_puts_each_day_in_its_week_and_weekday() -> None:
    days = pd.DataFrame({"market": "Leeds", "date": [date(2026, 11, 29), date(2026, 11, 30)], "ours": [False, True],
                         "competing_capacity": [700, 900]})
    heat = next(trace for trace in draw("date_strip", days=days).data if trace.type == "heatmap")
    assert (heat.z[6, 0], heat.z[0, 1]) == (700, 900)  # Sunday of the first week, Monday of the second
    assert np.isfinite(heat.z).sum() == 2


def test_the_map_draws_every_place_that_has_coordinates_in_traces_of_bounded_size() -> None:
    figure = draw("event_map", places=places(rivals=5_000))
    dots = [trace for trace in figure.data if trace.mode == "markers"]
    assert sum(len(trace.x) for trace in dots) == 5_002
    assert max(len(trace.x) for trace in figure.data) <= POINTS


@given(st.lists(st.tuples(st.floats(-4, 4), st.floats(50, 56), st.booleans(), st.integers(1, 400)), min_size=1, max_size=40))
def test_a_name_on_a_map_of_few_dots_covers_none_of_them(dots: list[tuple[float, float, bool, int]]) -> None:
    table = pd.DataFrame(dots, columns=["longitude", "latitude", "is_ours", "size"]).assign(label="Wolverhampton, 3 dates")
    figure = draw("event_map", places=table)
    degrees = max((figure.layout.yaxis.range[1] - figure.layout.yaxis.range[0]) / 380,
                  (figure.layout.xaxis.range[1] - figure.layout.xaxis.range[0]) / figure.layout.yaxis.scaleratio / 330)
    wide = degrees * figure.layout.yaxis.scaleratio
    for name in figure.layout.annotations:
        begin = name.x + name.xshift * wide
        end = begin + (1 if name.xanchor == "left" else -1) * 22 * 6 * wide
        others = table[(table["longitude"] != name.x) | (table["latitude"] != name.y)]
        inside = others["longitude"].between(*sorted((begin, end))) & ((others["latitude"] - name.y).abs() < 8 * degrees)
        assert not inside.any()


def test_the_outline_is_drawn_from_our_own_file_and_shows_great_britain() -> None:
    figure = draw("event_map")
    outline = [trace for trace in figure.data if trace.mode == "lines"]
    x, y = (np.concatenate([trace[axis] for trace in outline]) for axis in "xy")
    assert np.nanmin(np.hypot(x - -5.7, y - 50.07)) < 0.1  # Land's End
    assert OUTLINE.stat().st_size < 200_000


@given(st.text(max_size=200))
def test_escaped_text_is_shown_as_written(text: str) -> None:
    escaped = escape(text, longest=300)
    assert not set("<>$") & set(escaped)
    shown = re.sub("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    assert html.unescape(escaped) == " ".join(shown.split())


def test_long_names_are_cut_with_an_ellipsis() -> None:
    assert escape("x" * 600, 10) == "x" * 9 + "…"


@given(st.lists(st.tuples(st.floats(0, 90), st.floats(1, 60)), max_size=12))
def test_marks_in_one_row_never_overlap(labels: list[tuple[float, float]]) -> None:
    starts, widths = (np.array([label[i] for label in labels], float) for i in (0, 1))
    rows = stagger(starts, widths)
    for row in set(rows):
        mine = sorted((starts[i], starts[i] + widths[i]) for i in np.flatnonzero(rows == row))
        assert all(end <= start for (_, end), (start, _) in pairwise(mine))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7))
def test_names_at_the_ends_of_lines_keep_their_order_and_distance(ends: list[float]) -> None:
    placed = _apart(np.array(ends), step=0.1)
    order = np.argsort(ends, kind="stable")
    assert (np.diff(placed[order]) >= 0.1 - 1e-9).all()
    assert placed.max() <= 1 + 1e-9


PAGE = """<style>@font-face {font-family: Plex; font-weight: 100 700; src: url(data:font/woff2;base64,%s)}</style>"""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
FONT = Path(__file__).parents[1] / "pages" / "static" / "fonts" / "ibm-plex-sans-latin-wght-normal.woff2"
MEASURE = """async ([data, layout, width]) => {
  const div = document.createElement("div");
  div.style.width = width + "px";
  document.body.replaceChildren(div);
  layout.font.family = "Plex";
  await document.fonts.load("12px Plex");
  await Plotly.newPlot(div, data, layout, {displayModeBar: false, responsive: true});
  const box = div.getBoundingClientRect();
  const shown = [...div.querySelectorAll("text")].filter(t => t.textContent.trim() && t.getBoundingClientRect().width);
  return {box: [box.left, box.top, box.right, box.bottom],
          links: div.querySelectorAll("svg a").length,
          turned: div.querySelectorAll("text[transform*=rotate]:not([transform*='rotate(0'])").length,
          texts: shown.map(t => { const r = t.getBoundingClientRect();
                                  return {text: t.textContent, at: [r.left, r.top, r.right, r.bottom],
                                          size: parseFloat(getComputedStyle(t).fontSize)}; })};
}"""


@pytest.fixture(scope="module")
def measure() -> Iterator[Callable[[go.Figure, int], dict[str, Any]]]:
    """Draws a figure in a real browser and measures its texts; any script error or outside request fails the test."""
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser_path:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path, args=FLAGS)
        page = browser.new_page(viewport={"width": 760, "height": 900})
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: request.url.startswith("data:") or faults.append(request.url))
        page.set_content(PAGE % base64.b64encode(FONT.read_bytes()).decode())
        page.add_script_tag(content=plotly.offline.get_plotlyjs())

        def measured(figure: go.Figure, width: int) -> dict[str, Any]:
            plain = json.loads(figure.to_json())
            plain["layout"].pop("template")
            found: dict[str, Any] = page.evaluate(MEASURE, [plain["data"], plain["layout"], width])
            assert not faults
            return found

        yield measured
        browser.close()


@pytest.mark.parametrize("width", [340, 700])
@pytest.mark.parametrize("name", CASES)
def test_no_text_is_cut_turned_small_or_over_another(name: str, width: int, measure: Any) -> None:
    found = measure(draw(name), width)
    left, top, right, bottom = found["box"]
    assert found["texts"]
    assert not found["turned"]
    for text in found["texts"]:
        x0, y0, x1, y1 = text["at"]
        assert text["size"] >= 12, text
        assert x0 >= left - 1, text
        assert x1 <= right + 1, text
        assert y0 >= top - 2, text
        assert y1 <= bottom + 2, text
    for i, one in enumerate(found["texts"]):
        for other in found["texts"][i + 1 :]:
            across = min(one["at"][2], other["at"][2]) - max(one["at"][0], other["at"][0])
            up = min(one["at"][3], other["at"][3]) - max(one["at"][1], other["at"][1])
            assert across < 2 or up < 5, (one, other)  # line boxes of 12 px text hold some px of air


@pytest.mark.parametrize("name", CASES)
def test_markup_in_a_name_is_shown_as_written_and_never_a_link(name: str, measure: Any) -> None:
    found = measure(draw(name), 700)
    assert not found["links"]
    if HOSTILE in str(CASES[name][1]()):
        assert any("<b>A$A" in text["text"] for text in found["texts"])


@pytest.mark.parametrize("name", CASES)
def test_a_chart_without_rows_draws_in_the_browser(name: str, measure: Any) -> None:
    inputs = CASES[name][1]()
    empty = {key: value.iloc[:0] for key, value in inputs.items() if isinstance(value, pd.DataFrame)}
    measure(draw(name, **empty), 340)
