"""Where a show stands: six figures, and its curve against comparables with the forecast and the marks people put on it."""

from typing import Any

import streamlit as st

from core import charts, comparing, concerts, notes, words
from core.access import Action, Grant
from core.answers import comparing as chosen_says
from core.answers import concerts as says
from pages.parts.ask import ask, told
from pages.parts.card import card, export_of
from pages.parts.chart import chart
from pages.parts.metrics import PACE_COLOURS, Metric, metric_row
from pages.parts.signing import deed, reader, visitor
from pages.parts.states import refusals
from pages.parts.text import label, prose


def standing() -> says.Standing:
    return says.standing(ask(concerts.standing))


def one_show(*, concert_id: str) -> dict[str, Any]:
    """One show, as `concerts.one` tells it."""
    return ask(standing).show(concert_id)


def figures(show: dict) -> None:
    """What is sold and foreseen; then the money, or for who may not see it the house."""
    metric_row([
        Metric("Sold", words.count(show["tickets_sold"]), fact=says.share_words(show)),
        Metric("Pace", *says.pace_metric(show), help="100 = median of comparable shows at the same days out",
               colour=PACE_COLOURS[says.pace_meaning(show)]),
        Metric("Forecast final", words.count(show["p50"]), fact=says.range_words(show), help="Median and 80% range"),
        Metric("Gross to date", words.money(show["gross"], show["currency"]), fact=says.price_words(show)),
        *(money_figures(show) if reader().may(Action.see_money) else house_figures(show)),
    ])


def money_figures(show: dict) -> list[Metric]:
    return [Metric("Break-even", words.count(show["break_even_tickets"]), fact=says.chance_words(show)),
            Metric("Our result", *says.result_metric(show), help="With a forecast: median and 80% range")]


def house_figures(show: dict) -> list[Metric]:
    return [Metric("Open", words.count(show["open"]), fact=says.kept_back_words(show)),
            Metric("Sell-out", words.percent(show["sell_out_probability"]), fact=says.sell_out_words(show))]


def pacing(show: dict, others: tuple[str, ...] | None) -> None:
    """`others`: the comparables ticked by hand, None where the published ones stand."""
    concert_id = show["concert_id"]
    own = ask(concerts.pacing, concert_id=concert_id)
    past = told(says.past_shows, concerts.comparable_curves, concert_id=concert_id)
    marked = notes.notes(concert_id=concert_id, local_date=show["local_date"].date())
    finding, caption, note = says.pacing_words(show), says.pacing_caption(show, past), ""
    if others is not None:
        found = ask(comparing.compared, concert_id=concert_id, others=others)
        finding, note = chosen_says.pacing_finding(found.final, len(others)), chosen_says.pacing_note(found.pace_index, show)
        caption = chosen_says.pacing_caption(others)
    with card(finding, caption, note=note, chart=True, last=True, export=export_of(own, "pacing", show=says.label(show))):
        if words.missing(show["sellable"]) or (own.empty and not past):
            st.caption("Nothing has been sold yet.")
        else:
            chart(pacing_figure, name="pacing", alt=says.answer(show), concert_id=concert_id, others=others, marked=marked)
        marks_menu(show, marked)


def pacing_figure(*, concert_id: str, others: tuple[str, ...] | None, marked: tuple[notes.Note, ...],
                  theme: charts.Theme) -> Any:
    own, band, curves = (ask(question, concert_id=concert_id) for question in (
        concerts.pacing, concerts.pacing_band, concerts.comparable_curves))
    if others is not None:
        _, _, band, curves = ask(comparing.compared, concert_id=concert_id, others=others)
    written = tuple((note.days_out, note.label) for note in marked)
    show = ask(one_show, concert_id=concert_id)
    return charts.pacing_fan(own, sellable=show["sellable"], comparables=curves, theme=theme, budget_label="break-even",
                             marks=says.marks(show, written), **says.fan_parts(show, own, band))


def marks_menu(show: dict, marked: tuple[notes.Note, ...]) -> None:
    """Write on the curve, and take off what stands there; filled only while it is open."""
    if not reader().may(Action.annotate):
        return
    menu = st.popover("Mark the curve", type="tertiary", key="marks", on_change="rerun")
    if not menu.open:
        return
    with menu:
        for note in marked:
            st.button(label(f"Remove {note.label}, {words.days_out(note.days_out)}"), key=f"remove {note.annotation_id}",
                      on_click=deed, args=(Action.annotate, take_off, note))
        with st.form("mark", border=False, clear_on_submit=True):
            on = st.date_input("Day", value=says.curve_end(show), format="YYYY-MM-DD")
            kind = st.selectbox("What happened", notes.KINDS, format_func=lambda kind: kind.replace("_", " "))
            said = st.text_input("In words", max_chars=200)
            if st.form_submit_button("Put it on the curve"):
                with refusals():
                    grant = visitor().require(Action.annotate)
                    notes.annotate(actor=grant.actor, concert_id=show["concert_id"], marked_on=on, kind=kind, words=said)
                    st.rerun()
        st.caption(prose("Everybody sees these marks; they stay when data is imported again."))


def take_off(grant: Grant, note: notes.Note) -> None:
    notes.remove(actor=grant.actor, note=note)
