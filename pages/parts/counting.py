"""The Tickets view of Concerts: what is sold and open by price level, how early people bought, who came, what they spent."""

import streamlit as st

from core import concerts, words
from core.answers import concerts as says
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.metrics import Metric, metric_row
from pages.parts.table import Column, kept_table

LEVELS = {"level": Column("Level"), "face_value": Column("Price", "cents"), "tickets_sold": Column("Sold", "whole"),
          "refunded": Column("Refunded", "whole"), "open": Column("Open", "whole"), "comps": Column("Comps", "whole"),
          "kills": Column("Kills", "whole")}
HORIZON = {"band": Column("Bought"), "tickets_sold": Column("Sold", "whole"), "share": Column("Share", "bar")}


def tickets(show: dict) -> None:
    metric_row(metrics(show))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        ticket_count(show)
    with right:
        horizon(show)


def metrics(show: dict) -> list[Metric]:
    currency = show["currency"]
    return [
        Metric("Sold", words.count(show["tickets_sold"]), fact=says.share_words(show)),
        Metric("Open", words.count(show["open"]), fact=says.kept_back_words(show)),
        Metric("Purchase horizon", says.horizon_days(show["purchase_horizon"]), fact=says.horizon_fact(show),
               help="Days before the show by which half of its tickets had been bought"),
        Metric("Admitted", words.count(show["drop_count"]), fact=says.no_show_words(show),
               help="Scans at the gate; no-show = tickets sold and comps that were not scanned"),
        Metric("Merch a head", words.price(show["per_cap_merch"], currency), fact=says.spent_words(show, "merch_gross")),
        Metric("Food and drink a head", words.price(show["per_cap_fnb"], currency),
               fact=says.spent_words(show, "fnb_gross")),
    ]


def ticket_count(show: dict) -> None:
    levels = ask(concerts.ticket_count, concert_id=show["concert_id"])
    with card("Ticket count", "By price level; open = sellable less sold, refunds back on sale", last=True,
              export=export_of(levels, "ticket-count", show=says.label(show))):
        kept_table(concerts.ticket_count, LEVELS | {"gross": Column(says.unit("Gross", show), "cents")},
                   alt=f"{words.tickets(show['tickets_sold'])} sold over {words.things(len(levels), 'price level')}",
                   concert_id=show["concert_id"])


def horizon(show: dict) -> None:
    bought = ask(concerts.horizon, concert_id=show["concert_id"])
    with card(says.horizon_words(show), "Tickets by days before the show, as sold so far", last=True,
              export=export_of(bought, "purchase-horizon", show=says.label(show))):
        if bought.empty:
            st.caption("Nothing has been sold yet.")
            return
        kept_table(concerts.horizon, HORIZON, alt=says.horizon_words(show), concert_id=show["concert_id"])
