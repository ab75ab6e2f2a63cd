"""The cards of Events on holds: the ledger, placing, challenging, confirming, releasing; and the calendar to take home."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from core import events, feeds, results, sources, words
from core.access import Action, Grant
from core.answers import events as event_says
from core.answers import holds as says
from core.desk import holds
from core.exports.ics import to_ics
from core.filters import Filters
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.dating import pick_venue
from pages.parts.metrics import Metric, metric_row
from pages.parts.signing import deed, reader
from pages.parts.table import Column, kept_table, table
from pages.parts.taking import taken_home
from pages.parts.text import plain

LEDGER = {"local_date": Column("Date", "day", width=115), "venue": Column("Venue", width=150), "city": Column("City", width=100),
          "level": Column("Level", width=55), "artist": Column("Artist", width=150), "answer": Column("Answer", width=170),
          "note": Column("Note", width=140), "placed_by": Column("By", width=110),
          "placed_at": Column("Placed", "instant", width=130)}
IMPORTED = {"answer": Column("Respond by", width=100), "held": Column("Held", width=245), "level": Column("Level", width=50),
            "artist": Column("Artist")}
HISTORY = {"at": Column("When", "instant"), "what": Column("What"), "level": Column("Level"), "actor": Column("Who"),
           "detail": Column("Detail")}


def ledger(filters: Filters) -> None:
    """The desk's holds with what can be done to them, and those that came in files."""
    grant = reader()
    today = ask(sources.about).iloc[0]["today"].date()
    with st.container(horizontal=True, vertical_alignment="center"):
        ended = st.toggle("Ended ones too", key="ended", bind="query-params")
    rooms = ask(results.venues, filters=filters)
    held = says.ledger(holds.ledger(date_from=filters.date_from or today, date_to=filters.date_to, ended=ended), rooms)
    metric_row(metrics(held, ask(events.holds, filters=filters)))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        desk_holds(held, grant)
        imported(filters)
    with right:
        if grant.may(Action.hold):
            place(filters, today)
            act_on(held[held["ended_at"].isna()])
        history(held)
        take_home(filters, grant, today)


def metrics(held: pd.DataFrame, files: pd.DataFrame) -> list[Metric]:
    standing = held[held["ended_at"].isna()]
    value, fact = says.fill_words(holds.fill_rate())
    return [
        Metric("Holds that stand", words.count(len(standing)), fact=words.things(standing["venue_id"].nunique(), "room")),
        Metric("Challenges to answer", words.count((standing["respond_by"].notna() & standing["outcome"].isna()).sum()),
               fact=f"{says.soon(standing, datetime.now(UTC))} within a day"),
        Metric("Challenged holds filled", value, fact=fact, help="Challenged holds that ended confirmed, of all that ended"),
        Metric("Holds from files", words.count(len(files)), fact="imported, read only"),
    ]


def desk_holds(held: pd.DataFrame, grant: Grant) -> None:
    with card(says.finding(held), "1H stands first. A lower hold challenges those above, who confirm or lose their place by the "
              "deadline; then all below move up", export=export_of(held.drop(columns=["held"]), "holds")):
        if held.empty:
            st.caption("Place the first one with the form Place a hold." if grant.may(Action.hold) else "Managers place holds.")
        else:
            table(held, LEDGER, alt=says.finding(held), rows=12)


def imported(filters: Filters) -> None:
    found = ask(events.holds, filters=filters)
    if found.empty:
        return
    with card(event_says.holds_words(found), "Holds that came in files, open challenges first",
              export=export_of(found, "imported-holds", filters)):
        kept_table(imported_rows, IMPORTED, alt=event_says.holds_words(found), rows=8, filters=filters)


def imported_rows(*, filters: Filters) -> pd.DataFrame:
    return event_says.hold_table(ask(events.holds, filters=filters))


def place(filters: Filters, today: date) -> None:
    with card("Place a hold", "It takes the last place in the line for that night"):
        venue_id = pick_venue(filters)
        with st.form("place hold", border=False):
            day = st.date_input("Date", today + timedelta(days=60), key="held date", format="YYYY-MM-DD")
            artist = st.text_input("For", max_chars=600, key="held artist", placeholder="Artist, if any")
            note = st.text_input("Note", max_chars=2000, key="held note")
            if st.form_submit_button("Place") and venue_id and isinstance(day, date):
                deed(Action.hold, placed, venue_id, day, artist.strip() or None, note)
                st.rerun()


def placed(grant: Grant, venue_id: str, day: date, artist: str | None, note: str) -> None:
    hold = holds.place_hold(actor=grant.actor, venue_id=venue_id, local_date=day, artist=artist, words=note)
    st.toast(f"Placed as {hold['hold_level']}H.")


def act_on(standing: pd.DataFrame) -> None:
    """Buttons for one hold; each carries the version that was seen, so who comes second is told."""
    if standing.empty:
        return
    with card("Answer, challenge or give up", "What you do is for the hold as you see it; if somebody was faster, you are told"):
        chosen = standing.set_index("hold_id")
        hold_id = st.selectbox("Hold", list(chosen.index), format_func=lambda one: plain(chosen.at[one, "held"]), key="hold")
        version = int(chosen.at[hold_id, "version"])
        hours = int(st.number_input("Hours to answer a challenge", 1, 720, 24, key="challenge hours"))
        with st.container(horizontal=True):
            for said, done in (("Challenge those above", partial(holds.challenge, within=timedelta(hours=hours))),
                               ("Confirm", holds.confirm), ("Release", holds.release)):
                st.button(said, key=f"hold {said}", on_click=deed,
                          args=(Action.hold, answered, done, hold_id, version))


def answered(grant: Grant, done: Callable[..., object], hold_id: str, version: int) -> None:
    done(actor=grant.actor, hold_id=hold_id, version=version)


def history(held: pd.DataFrame) -> None:
    if held.empty:
        return
    with card("What happened to a hold", "Every step, oldest first; it is also in the audit log", last=True):
        named = held.set_index("hold_id")["held"]
        hold_id = st.selectbox("Hold ", list(named.index), format_func=lambda one: plain(named[one]), key="told hold")
        steps = says.history(holds.history(hold_id))
        table(steps, HISTORY, alt=f"{len(steps)} steps", rows=6)


def take_home(filters: Filters, grant: Grant, today: date) -> None:
    if not grant.may(Action.export):
        return
    with card("In your calendar", "Confirmed shows, on-sales and holds. To subscribe: the address of this Marquee with "
              "/api/v1/calendar.ics?token=, then an API token that may only read"):
        made = taken_home(partial(calendar_file, grant.narrowed(filters), today), "calendar")
        st.download_button("Calendar file (.ics)", made, "marquee.ics",
                           "text/calendar", on_click="ignore", key="ics")


def calendar_file(filters: Filters, today: date) -> bytes:
    return to_ics(feeds.entries(filters=filters, today=today), name="Marquee", stamp=datetime.now(UTC))
