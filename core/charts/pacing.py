"""The pacing fan: how a show sells against its comparables, 90 days out to the show, and where it ends."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core import words
from core.charts.canvas import TEXT, TOKENS, Theme, Tokens, Trace, axis, bar, canvas, column, escape, note, pieces, scatter
from core.charts.placing import clearest, dense, stagger, width_of

FAN, GAP, MARK_ROW, DAILY = 290, 16, 17, 78  # px: the fan, a gap, a row of marks, tickets a day
WORDS = ("label", "concert_id")
Rows = dict[str, np.ndarray]
LINE = 0.062  # of the fan's height: one line of text


def pacing_fan(
    own: pd.DataFrame,
    *,
    sellable: float,
    comparables: pd.DataFrame | None = None,
    median: pd.DataFrame | None = None,
    band: pd.DataFrame | None = None,
    budget: float | None = None,
    budget_label: str = "budget",
    marks: pd.DataFrame | None = None,
    daily: pd.DataFrame | None = None,
    horizon: int = 90,
    theme: Theme,
) -> go.Figure:
    """Cumulative tickets by days out, `horizon` -> 0, with tickets a day and what happened below.

    own: days_out (days), tickets_sold (tickets to date). comparables: concert_id, days_out, tickets_sold (scaled
    to this show's sellable). median: days_out, tickets_sold. band: days_out, p10, p25, p50, p75, p90 (tickets;
    from today to 0), None where the forecast is declined. sellable, budget: tickets; `budget_label`
    names the dashed line. marks: days_out, label
    ("on-sale", "support added"). daily: days_out, tickets_sold (that day). Rows before `horizon` are not drawn.
    """
    fan = Fan(TOKENS[theme], horizon, own, comparables, median, band, marks, daily, sellable, budget, budget_label)
    figure = canvas(
        fan.tokens, fan.plot_height + 52, margin=fan.margin(), **fan.axes(),
        shapes=[*fan.limits(), *fan.mark_strokes()],
        annotations=[
            *fan.limit_labels(), *fan.comparables_label(), *fan.own_label(), *fan.final_label(), *fan.mark_labels(),
        ],
    )
    figure.add_traces([*fan.past_lines(), *fan.forecast(), *fan.own_line(), *fan.daily_bars()])
    return figure


class Fan:
    """The parts of one pacing fan; columns as in `pacing_fan`, cut to the horizon, from far out to near."""

    def __init__(
        self, tokens: Tokens, horizon: int, own: pd.DataFrame, comparables: pd.DataFrame | None,
        median: pd.DataFrame | None, band: pd.DataFrame | None, marks: pd.DataFrame | None,
        daily: pd.DataFrame | None, sellable: float, budget: float | None, budget_label: str,
    ) -> None:
        self.tokens, self.horizon, self.sellable, self.budget = tokens, horizon, sellable, budget
        self.budget_label = escape(budget_label, 20)
        self.own, self.median = self.within(own, "tickets_sold"), self.within(median, "tickets_sold")
        self.band = self.within(band, "p10", "p25", "p50", "p75", "p90")
        self.marks, self.daily = self.within(marks, "label"), self.within(daily, "tickets_sold")
        past = self.within(comparables, "concert_id", "tickets_sold")
        self.past = apart(past)
        tops = (self.own["tickets_sold"], past["tickets_sold"], self.band["p90"])
        self.top = 1.07 * float(np.nanmax(np.concatenate([*tops, [sellable, budget or 0, 1.0]])))
        ends = self.marks["days_out"]
        self.mark_names = [escape(label, 28) for label in self.marks["label"]]
        widths = np.array([width_of(name) for name in self.mark_names]) * horizon
        self.inward = ends - widths < 0  # too near the show for a label at the right of its stroke
        self.mark_rows = stagger(horizon - ends - np.where(self.inward, widths, 0), widths)
        self.strip = MARK_ROW * (self.mark_rows.max(initial=-1) + 1)
        self.plot_height = FAN + GAP + self.strip + DAILY

    def within(self, frame: pd.DataFrame | None, *columns: str) -> Rows:
        """Arrays, because a frame costs ten times as much to cut and sort."""
        if frame is None:
            return {name: np.empty(0) for name in ("days_out", *columns)}
        days = column(frame["days_out"])
        inside = np.flatnonzero((days >= 0) & (days <= self.horizon))
        rows = inside[np.argsort(-days[inside], kind="stable")]
        return {"days_out": days[rows]} | {
            name: (frame[name].to_numpy(object) if name in WORDS else column(frame[name]))[rows] for name in columns}

    def margin(self) -> tuple[int, int, int, int]:
        left, right = 10 + 7 * len(words.count(self.top)), 14
        if len(self.band["p90"]):  # the final stands there
            right = 16 + 8 * len(words.count(np.nanmax(self.band["p90"])))
        return left, right, 8, 44

    def axes(self) -> dict[str, object]:
        tokens, days = self.tokens, np.array([d for d in (180, 150, 120, 90, 60, 30, 14, 7, 0) if d <= self.horizon])
        return {
            "xaxis": axis(
                tokens, range=[self.horizon, 0], tickvals=days, showgrid=False, anchor="y2",
                title={"text": "days to show", "font": {"color": tokens.muted, "size": TEXT}, "standoff": 6},
            ),
            "yaxis": axis(
                tokens, range=[0, self.top], domain=[1 - FAN / self.plot_height, 1], nticks=6, tickformat=",",
            ),
            "yaxis2": axis(
                tokens, rangemode="tozero", domain=[0, DAILY / self.plot_height], nticks=3, tickformat=",",
            ),
        }

    def past_lines(self) -> Iterator[Trace]:
        """All comparables in one trace, broken by NaN, and their median dashed."""
        gap = np.full((1, 2), np.nan)
        joined = np.concatenate([part for curve in self.past for part in (curve, gap)] or [gap])
        for piece in pieces(len(joined)):
            yield self.line(joined[piece, 0], joined[piece, 1], self.tokens.mark, width=0.7)
        yield self.line(
            self.median["days_out"], self.median["tickets_sold"], self.tokens.muted, width=2, dash="dash",
            said="comparables' median",
        )

    def own_line(self) -> Iterator[Trace]:
        yield self.line(self.own["days_out"], self.own["tickets_sold"], self.tokens.accent, width=3, said="sold")
        yield scatter(
            x=self.own["days_out"][-1:], y=self.own["tickets_sold"][-1:], mode="markers",
            marker={"size": 8, "color": self.tokens.accent, "line": {"width": 2, "color": self.tokens.paper}},
            hoverinfo="skip", cliponaxis=False,
        )

    def line(
        self, days: np.ndarray, tickets: np.ndarray, colour: str, *, width: float, dash: str = "solid", said: str = ""
    ) -> Trace:
        hover = [f"{words.days_out(d)}: {words.count(t)} {said}" for d, t in zip(days, tickets, strict=True) if said]
        return scatter(
            x=days, y=tickets, mode="lines", line={"width": width, "color": colour, "dash": dash},
            hoverinfo="text" if said else "skip", hovertext=np.array(hover, dtype=object) if said else None,
        )

    def forecast(self) -> Iterator[Trace]:
        """80 % and 50 % band and the median path, from the last known sale on."""
        days = self.band["days_out"]
        if not len(days):
            return
        for low, high in (("p10", "p90"), ("p25", "p75")):
            yield scatter(
                x=np.concatenate([days, days[::-1]]),
                y=np.concatenate([self.band[low], self.band[high][::-1]]),
                mode="lines", fill="toself", fillcolor=self.tokens.band, line={"width": 0}, hoverinfo="skip",
            )
        yield self.line(days, self.band["p50"], self.tokens.accent, width=2, dash="dot", said="forecast")

    def daily_bars(self) -> Iterator[Trace]:
        days, tickets = self.daily["days_out"], self.daily["tickets_sold"]
        hover = [f"{words.days_out(d)}: {words.tickets(t)}" for d, t in zip(days, tickets, strict=True)]
        yield bar(
            x=days, y=tickets, yaxis="y2", marker={"color": self.tokens.mark, "line": {"width": 0}}, width=0.8,
            hoverinfo="text", hovertext=np.array(hover, dtype=object), textposition="none",
        )

    def limits(self) -> Iterator[dict[str, object]]:
        """Lines at sellable (solid) and budget (dashed)."""
        for level, dash in ((self.sellable, "solid"), (self.budget, "dot")):
            if level is not None:
                yield {
                    "type": "line", "x0": self.horizon, "x1": 0, "y0": level, "y1": level, "layer": "below",
                    "line": {"width": 1.5, "color": self.tokens.mark, "dash": dash},
                }

    def limit_labels(self) -> Iterator[dict[str, object]]:
        for name, level, anchor in self.limit_places():
            yield note(
                f"{name} {words.count(level)}", self.horizon, level, xanchor="left", yanchor=anchor, xshift=2,
                font={"color": self.tokens.muted}, bgcolor=self.tokens.paper if anchor == "top" else None,
            )

    def limit_places(self) -> list[tuple[str, float, str]]:
        """A label above its line; budget's below when sellable's line is too near."""
        places = [("sellable", float(self.sellable), "bottom")]
        if self.budget is not None:
            near = 0 <= self.sellable - self.budget < 1.5 * LINE * self.top
            places.append((self.budget_label, float(self.budget), "top" if near else "bottom"))
        return places

    @cached_property
    def obstacles(self) -> np.ndarray:
        """Points of all that a label must not cover: curves, band, limits and the limits' own labels."""
        own = [(rows["days_out"], rows["tickets_sold"]) for rows in (self.median, self.own)]
        own += [(self.band["days_out"], self.band[level]) for level in ("p10", "p50", "p90")]
        curves = own + [(curve[:, 0], curve[:, 1]) for curve in self.past]
        lines = [dense(1 - days / self.horizon, sold / self.top) for days, sold in curves]
        for name, level, anchor in self.limit_places():
            v, sign = level / self.top, 1 if anchor == "bottom" else -1
            lines.append(dense(np.array([0.0, 1.0]), np.array([v, v])))
            label = np.array([0.0, width_of(f"{name} {words.count(level)}")])
            lines += [dense(label, np.full(2, v + sign * LINE * step)) for step in (0.4, 0.9)]
        return np.concatenate(lines)

    def comparables_label(self) -> Iterator[dict[str, object]]:
        if not self.past:
            return
        first, second = words.things(len(self.past), "comparable"), "median dashed"
        text = f"{first},<br>{second}" if len(self.median["days_out"]) else first
        width = width_of(max(first, second, key=len))
        u, v = np.meshgrid(np.arange(0.02, 1 - width, 0.06), np.arange(0.9, 0.02, -0.04), indexing="ij")
        place = clearest(np.column_stack([u.ravel(), v.ravel()]), width, 2.4 * LINE, self.obstacles)
        yield self.label(text, *place, font={"color": self.tokens.muted})

    def own_label(self) -> Iterator[dict[str, object]]:
        """What is sold to date, beside the end of the line, where fewest lines run."""
        if not len(self.own["days_out"]):
            return
        text = f"{words.count(self.own['tickets_sold'][-1])} sold"
        width = width_of(text)
        u = 1 - float(self.own["days_out"][-1]) / self.horizon
        v = float(self.own["tickets_sold"][-1]) / self.top
        levels = [v - 1.6 * LINE, v + 0.5 * LINE, v - 2.6 * LINE, v + 1.5 * LINE]
        starts = [start for start in (u + 0.02, u - width - 0.02, u - width / 2) if start >= 0 and start + width <= 1]
        places = np.array([(start, level) for level in levels for start in starts or [0.0] if level > 0])
        start, level = clearest(places, width, LINE, self.obstacles)
        side = "left" if start >= u or not starts else "right" if start + width <= u else "center"
        beside = {"left": u + 0.02, "right": u - 0.02, "center": u}[side]
        placed = self.label(f"<b>{text}</b>", beside, level, font={"color": self.tokens.accent})
        yield placed | {"xanchor": side, "bgcolor": self.tokens.paper}

    def label(self, text: str, u: float, v: float, **changes: object) -> dict[str, object]:
        """Text whose lower left corner stands at a place of the fan."""
        days, tickets = self.horizon * (1 - u), v * self.top
        return note(text, days, tickets, xanchor="left", yanchor="bottom", align="left", **changes)

    def final_label(self) -> Iterator[dict[str, object]]:
        """The forecast final and its 80 % range, outside the plot at its right."""
        if not len(self.band["days_out"]):
            return
        last = {name: values[-1] for name, values in self.band.items()}
        low, high = words.count(last["p10"]), words.count(last["p90"])
        yield note(
            f"<b>{words.count(last['p50'])}</b><br>{low} –<br>{high}", last["days_out"], last["p50"],
            xanchor="left", xshift=6, align="left", font={"color": self.tokens.accent},
        )

    def mark_strokes(self) -> Iterator[dict[str, object]]:
        for days, row in zip(self.marks["days_out"], self.mark_rows, strict=True):
            yield {
                "type": "line", "x0": days, "x1": days, "yref": "paper", "y0": 0,
                "y1": (DAILY + MARK_ROW * (row + 1)) / self.plot_height, "layer": "below",
                "line": {"width": 1, "color": self.tokens.muted},
            }

    def mark_labels(self) -> Iterator[dict[str, object]]:
        """Above the daily bars, never over them; near the show a label stands left of its stroke."""
        marks = zip(self.marks["days_out"], self.mark_names, self.mark_rows, self.inward, strict=True)
        for days, name, row, inward in marks:
            yield note(
                name, days, (DAILY + MARK_ROW * row) / self.plot_height, yref="paper", yanchor="bottom",
                xanchor="right" if inward else "left", xshift=-3 if inward else 3, font={"color": self.tokens.muted},
                bgcolor=self.tokens.paper,
            )


def apart(past: Rows) -> list[np.ndarray]:
    """The curve of each show as an array of days_out and tickets_sold, in the order the shows come."""
    number = pd.factorize(past["concert_id"])[0]
    order = np.argsort(number, kind="stable")
    curves = np.column_stack([past["days_out"], past["tickets_sold"]])[order]
    return np.split(curves, np.flatnonzero(np.diff(number[order])) + 1) if len(curves) else []
