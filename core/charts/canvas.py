"""What every chart shares: the figure tokens, an empty figure, axes, and text that Plotly shows as written."""

import html
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

Theme = Literal["light", "dark"]
Trace = dict[str, Any]  # a trace as Plotly's own JSON
Spell = Callable[[float], str]  # a number in words: "$486k", "59%", "1,184"
TEXT = 12  # px, the smallest text of the design
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # would turn the words that follow a name
POINTS = 2_000  # most points a trace carries: a redraw stays under 0.1 s


@dataclass(frozen=True)
class Tokens:
    ink: str
    muted: str
    mark: str
    soft: str
    grid: str
    accent: str
    band: str
    bad: str
    watch: str
    paper: str
    series: tuple[str, ...]


TOKENS: dict[Theme, Tokens] = {
    "light": Tokens(
        ink="#171A21", muted="#5B6270", mark="#8A92A0", soft="#C3CAD6", grid="#E9ECF1", accent="#3B4CCA",
        band="rgba(59,76,202,0.14)", bad="#A31621", watch="#BF7300", paper="#FFFFFF",
        series=("#3B4CCA", "#CC6D1E", "#479570", "#720A3B", "#4D3500", "#7A7F8C"),
    ),
    "dark": Tokens(
        ink="#E9EBF0", muted="#A0A7B5", mark="#767E8D", soft="#3A414E", grid="#242933", accent="#8EA2FF",
        band="rgba(142,162,255,0.20)", bad="#FF6B6B", watch="#FFC857", paper="#101218",
        series=("#8EA2FF", "#D78F75", "#92E8C5", "#B1467D", "#E6DB2C", "#8A91A0"),
    ),
}


def escape(text: object, longest: int = 80) -> str:
    """A name as Plotly text: shown as written, on one line, cut with an ellipsis after `longest` characters.

    Plotly reads a subset of HTML in every text, and TeX between dollar signs where MathJax is loaded.
    """
    line = " ".join(TURNING.sub("", str(text)).split())
    line = line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("$", "&#36;")):
        line = line.replace(sign, entity)
    return line


def letters(text: str) -> int:
    """How many letters an escaped text shows."""
    return len(html.unescape(text))


def day_month(day: object) -> str:
    """2026-12-04 -> "4 Dec": an axis has no room for more."""
    stamp = pd.Timestamp(day)  # type: ignore[arg-type]
    return f"{stamp.day} {stamp:%b}"


class Drawn(go.Figure):
    """A figure that stays Plotly's own JSON, traces and layout as they were given, spelled out once when it is first shown.

    Plotly's objects and checks are ten times the work of drawing, so they are made only for who looks at `data` and
    `layout`: tests do, for every chart. Streamlit asks for the spelling in every rerun, so a figure must not change once
    it is shown.
    """

    def __init__(self, layout: dict[str, Any]) -> None:  # and nothing of what Plotly's own would build
        self._traces: list[Trace] = []
        self._parts = layout
        self._spelled: dict[str, Any] | None = None

    def add_trace(self, trace: Trace) -> None:
        self._traces.append(trace)

    def add_traces(self, traces: Iterable[Trace]) -> None:
        self._traces.extend(traces)

    def add_annotation(self, words: dict[str, Any]) -> None:
        self._parts["annotations"] = [*self._parts.get("annotations", []), words]

    def add_shape(self, shape: dict[str, Any]) -> None:
        self._parts["shapes"] = [*self._parts.get("shapes", []), shape]

    @cached_property
    def checked(self) -> go.Figure:
        """The same as Plotly's objects, every property checked."""
        return go.Figure(self._traces, self._parts)

    @property
    def data(self) -> tuple[Any, ...]:
        return self.checked.data

    @property
    def layout(self) -> go.Layout:
        return self.checked.layout

    def to_dict(self) -> dict[str, Any]:
        if self._spelled is None:
            self._spelled = {"data": [spelled(trace) for trace in self._traces],
                             "layout": spelled(self._parts) | {"template": TEMPLATE}}
        return dict(self._spelled)


TEMPLATE = go.Figure().layout.template.to_plotly_json()  # under which Streamlit's theme is laid


def spelled(value: Any) -> Any:
    """Plotly's JSON with arrays of numbers as bytes (single precision stays so: half as long), as Plotly spells them itself,
    without its copy of the whole figure."""
    if isinstance(value, dict):
        return {name: spelled(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return value if value and isinstance(value[0], str) else [spelled(inner) for inner in value]
    if not isinstance(value, np.ndarray):
        return value
    if value.dtype.kind not in "fiu":
        return value.astype(str).tolist() if value.dtype.kind == "M" else value.tolist()
    exact = value if value.dtype == np.float32 else value.astype(float)
    numbers = {"dtype": exact.dtype.str[1:], "bdata": b64encode(exact.tobytes()).decode()}
    return numbers if value.ndim == 1 else numbers | {"shape": ", ".join(map(str, value.shape))}


def scatter(**properties: Any) -> Trace:
    return {"type": "scatter", **properties}


def bar(**properties: Any) -> Trace:
    return {"type": "bar", **properties}


def heatmap(**properties: Any) -> Trace:
    return {"type": "heatmap", **properties}


def canvas(tokens: Tokens, height: int, *, margin: tuple[int, int, int, int], **layout: Any) -> go.Figure:
    """A figure without traces; `height` in px, `margin` left, right, top, bottom. The width is the card's.

    Drag is off so that a phone scrolls past the chart; hover only repeats what is printed. Axes come with `layout`:
    giving them at once costs a third of updating them.
    """
    left, right, top, bottom = margin
    return Drawn(layout={
        "height": height, "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0}, "dragmode": False,
        "paper_bgcolor": tokens.paper, "plot_bgcolor": tokens.paper, "showlegend": False, "barmode": "overlay",
        "font": {"size": TEXT, "color": tokens.muted}, "hovermode": "closest", "bargap": 0.2,
    } | layout)


def axis(tokens: Tokens, **changes: Any) -> dict[str, Any]:
    """A quiet axis: thin grid, muted 12 px labels, upright text, no zoom by touch."""
    return {
        "gridcolor": tokens.grid, "linecolor": tokens.grid, "zeroline": False, "fixedrange": True, "ticks": "",
        "tickangle": 0, "tickfont": {"size": TEXT, "color": tokens.muted}, "automargin": False, "title": None,
    } | changes


def hidden_axis(**changes: Any) -> dict[str, Any]:
    return {"visible": False, "fixedrange": True} | changes


def column(values: Iterable[object]) -> np.ndarray:
    """Numbers for a trace: float64 with NaN where missing. Plotly sends arrays as bytes, lists as text."""
    if isinstance(values, pd.Series) and values.dtype.kind in "iuf":  # the common case, ten times as fast
        return values.to_numpy(float, na_value=np.nan)
    return pd.to_numeric(pd.Series(list(values)), errors="coerce").to_numpy(float)


def pieces(count: int) -> Iterator[slice]:
    """Slices that keep a trace within `POINTS`."""
    return (slice(start, start + POINTS) for start in range(0, count, POINTS))


def note(text: str, x: object, y: object, **changes: Any) -> dict[str, Any]:
    """An annotation without arrow, in 12 px."""
    return {"text": text, "x": x, "y": y, "showarrow": False, "font": {"size": TEXT}, "borderpad": 1} | changes
