"""A map without a tile server: dots over coasts and borders that travel with the program.

`land_outline.npz` holds coasts and borders of Natural Earth 4.1, 1:50m (public domain, naturalearthdata.com; read
from the npm package world-atlas 2.0.2, ISC), without Antarctica, without details under 0.001 square degrees,
rounded to 0.01 degree. Arrays, one value a point: longitude_steps and latitude_steps (int16, hundredths of a
degree, differences from the point before), level (uint8: 0 breaks the line, 255 is the end of one, between them
the higher the more a point matters: eight steps double the area of the triangle it spans with its neighbours).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.charts.canvas import (
    POINTS,
    TOKENS,
    Theme,
    Tokens,
    Trace,
    canvas,
    column,
    escape,
    hidden_axis,
    letters,
    note,
    pieces,
    scatter,
)
from core.charts.placing import LETTER

OUTLINE = Path(__file__).with_name("land_outline.npz")
MILES_A_DEGREE = 69.0
HEIGHT = 380  # px
WIDEST = 3.2  # width to height of the widest card: how much is drawn beside the dots
NARROWEST = 1.3  # height to width of the narrowest
LEAST = 0.5  # degrees on each side of the centre that a map shows at least
DETAIL = 6_000  # points of outline drawn at most, in traces of POINTS
NAMED = 12  # most of our own dots that are named
CROWD = 100  # dots: names cover none of so many; of more, none of ours
CONSIDERED = 80  # of the largest, while there is room


def event_map(places: pd.DataFrame, *, theme: Theme, way: pd.DataFrame | None = None,
              ring: tuple[float, float, float] | None = None) -> go.Figure:
    """Dots by place, ours in accent and named where there is room, others grey; area grows with size.

    places: latitude, longitude (degrees, WGS 84), size (seats or tickets; sets the area of the dot), is_ours (bool),
    label (shown beside ours and on hover, unless hover says more) and, where it is known, is_conflict (bool: red). Rows
    without coordinates are not drawn: the table beside the map has them. `way`: latitude and longitude of a route, in
    order. `ring`: latitude, longitude and miles of a circle.
    """
    tokens = TOKENS[theme]
    known = places[places["latitude"].notna() & places["longitude"].notna()].sort_values("is_ours", kind="stable")
    circle = around(*ring) if ring else np.empty((0, 2))
    view = View.around(np.append(column(known["latitude"]), circle[:, 0]), np.append(column(known["longitude"]), circle[:, 1]))
    figure = canvas(
        tokens, HEIGHT, margin=(2, 2, 2, 2),
        yaxis=hidden_axis(range=view.span(0), scaleanchor="x", scaleratio=1 / view.shrink, fixedrange=False),
        xaxis=hidden_axis(range=view.span(1), fixedrange=False),
    )
    figure.add_traces(list(_outline(tokens, view)))
    if ring:
        figure.add_trace(_line(circle[:, 1], circle[:, 0], tokens.mark, dash="dot"))
    if way is not None and len(way):
        figure.add_trace(_line(column(way["longitude"]), column(way["latitude"]), tokens.accent))
    size, ours = _diameters(column(known["size"])), known["is_ours"].to_numpy(bool)
    for mine, colour in ((False, tokens.mark), (True, tokens.accent)):
        part, diameter = known[ours == mine], size[ours == mine]
        for piece in pieces(len(part)):
            figure.add_trace(_dots(tokens, part.iloc[piece], diameter[piece], colour))
    if "is_conflict" in known:
        against = known["is_conflict"].to_numpy(bool)
        figure.add_trace(_dots(tokens, known[against], size[against], tokens.bad))
    kept_free = np.ones(len(known), bool) if len(known) <= CROWD else ours
    for name in _names(tokens, known[ours], size[ours], view, (known[kept_free], size[kept_free])):
        figure.add_annotation(name)
    return figure


def around(latitude: float, longitude: float, miles: float) -> np.ndarray:
    """The points of a circle, (latitude, longitude) in degrees; flat, which is good enough to be looked at."""
    angle = np.linspace(0, 2 * np.pi, 73)
    reach = miles / MILES_A_DEGREE
    shrink = max(float(np.cos(np.radians(latitude))), 0.1)
    return np.column_stack([latitude + reach * np.sin(angle), longitude + reach * np.cos(angle) / shrink])


def _line(x: np.ndarray, y: np.ndarray, colour: str, dash: str = "solid") -> Trace:
    return scatter(x=x, y=y, mode="lines", line={"width": 2, "color": colour, "dash": dash}, hoverinfo="skip")


@dataclass(frozen=True)
class View:
    """What a map must show: its centre and half its extent, (latitude, longitude) in degrees.

    Plotly widens one of both to the shape of the card, with a degree of longitude `shrink` as long as one of latitude.
    """

    centre: tuple[float, float]
    half: tuple[float, float]

    @classmethod
    def around(cls, latitude: np.ndarray, longitude: np.ndarray) -> "View":
        if not len(latitude):
            return cls((20.0, 0.0), (55.0, 150.0))
        ends = [(float(degrees.min()), float(degrees.max())) for degrees in (latitude, longitude)]
        centre = ((ends[0][0] + ends[0][1]) / 2, (ends[1][0] + ends[1][1]) / 2)
        return cls(centre, (max((ends[0][1] - ends[0][0]) * 0.62, LEAST), max((ends[1][1] - ends[1][0]) * 0.62, LEAST)))

    @property
    def shrink(self) -> float:
        return max(float(np.cos(np.radians(self.centre[0]))), 0.1)

    @property
    def phone_px(self) -> float:
        """Degrees of latitude a px on a phone's map, about 330 px wide."""
        return max(2 * self.half[0] / HEIGHT, 2 * self.half[1] * self.shrink / 330)

    def span(self, which: int) -> list[float]:
        return [self.centre[which] - self.half[which], self.centre[which] + self.half[which]]

    def drawn(self) -> tuple[float, float]:
        """Half the extent that the outline fills, whatever the shape of the card."""
        return (
            max(self.half[0], self.half[1] * self.shrink * NARROWEST) * 1.2,
            max(self.half[1], self.half[0] / self.shrink * WIDEST) * 1.2,
        )


def _outline(tokens: Tokens, view: View) -> Iterator[Trace]:
    """Coasts and borders in view and a little beyond, as detailed as `DETAIL` points allow."""
    longitude, latitude, level = land_outline()
    tall, wide = view.drawn()
    near = (np.abs(latitude - view.centre[0]) < tall) & (np.abs(longitude - view.centre[1]) < wide)
    near &= level > 0
    floor = int(np.sort(level[near])[-DETAIL]) if near.sum() > DETAIL else 0
    drawn = np.flatnonzero(near & (level > floor))
    line = np.cumsum(~near)[drawn]  # a new number after every break and every stretch out of view
    cuts = np.flatnonzero(np.diff(line)) + 1
    x, y = np.insert(longitude[drawn], cuts, np.nan), np.insert(latitude[drawn], cuts, np.nan)
    for start in range(0, len(x), POINTS - 1):  # pieces share a point, so the line shows no gap
        piece = slice(start, start + POINTS)
        yield scatter(
            x=x[piece], y=y[piece], mode="lines", line={"width": 1, "color": tokens.soft}, hoverinfo="skip"
        )


@cache
def land_outline() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Longitude and latitude in degrees (float32) and level of every point, as the module says."""
    with np.load(OUTLINE) as kept:
        steps = (kept["longitude_steps"], kept["latitude_steps"])
        longitude, latitude = (np.cumsum(step, dtype=np.int16) / np.float32(100) for step in steps)
        return longitude, latitude, kept["level"]


def _diameters(size: np.ndarray) -> np.ndarray:
    """7 to 20 px, the area in proportion to size; unknown sizes get the smallest dot."""
    most = np.nanmax(np.append(size, 1.0))
    return np.clip(20 * np.sqrt(np.nan_to_num(size).clip(min=0) / most), 7, 20)


def _dots(tokens: Tokens, places: pd.DataFrame, diameter: np.ndarray, colour: str) -> Trace:
    return scatter(
        x=column(places["longitude"]), y=column(places["latitude"]), mode="markers", hoverinfo="text",
        hovertext=np.array([escape(said, 200) for said in places["hover" if "hover" in places else "label"]], dtype=object),
        marker={"size": diameter, "color": colour, "opacity": 0.75, "line": {"width": 1, "color": tokens.paper}},
    )


def _names(tokens: Tokens, ours: pd.DataFrame, diameter: np.ndarray, view: View,
           kept_free: tuple[pd.DataFrame, np.ndarray]) -> Iterator[dict[str, object]]:
    """Names of our largest dots, towards the middle of the map or, where that is not free, away from it; left out where
    they would lie on another name or on a dot of `kept_free` (places, diameters)."""
    tall = view.phone_px
    wide = tall / view.shrink  # 165 px are half a phone's map
    boxes: list[tuple[float, float, float, float]] = []
    dots, half = column(kept_free[0]["longitude"]), kept_free[1] / 2
    west, east = dots - half * wide, dots + half * wide
    south, north = column(kept_free[0]["latitude"]) - half * tall, column(kept_free[0]["latitude"]) + half * tall
    places = ours[["longitude", "latitude", "label"]].to_numpy(object)
    for i in np.argsort(-diameter, kind="stable")[:CONSIDERED]:
        if len(boxes) == NAMED:
            return
        x, y, text = places[i]
        text, inwards = escape(text, 22), -1 if x > view.centre[1] else 1
        for away in (inwards, -inwards):
            near = x + away * (diameter[i] / 2 + 3) * wide
            far = near + away * letters(text) * LETTER * wide
            box = (min(near, far), max(near, far), y - 9 * tall, y + 9 * tall)
            covered = (west < box[1]) & (east > box[0]) & (south < box[3]) & (north > box[2])
            if covered.any() or abs(far - view.centre[1]) > 165 * wide or any(_overlap(box, other) for other in boxes):
                continue
            boxes.append(box)
            yield note(
                text, x, y, xanchor="right" if away < 0 else "left", xshift=away * (diameter[i] / 2 + 3),
                font={"color": tokens.ink}, bgcolor=tokens.paper, opacity=0.9,
            )
            break


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
