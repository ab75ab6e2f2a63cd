"""The Marketing cards on named audiences: rules, the suppression list, and the file for an ad platform."""

import json
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core import audiences, words
from core.access import Action
from core.answers import audience as says
from core.desk import audiences as rules
from core.errors import MarqueeError
from core.exports import Caption, filename, to_csv
from core.filters import Filters
from pages.parts.ask import ask
from pages.parts.card import card, export_of
from pages.parts.frame import origin
from pages.parts.signing import reader, visitor
from pages.parts.table import Column, table
from pages.parts.taking import taken_home
from pages.parts.text import plain, prose

SCORES = ("r", "f", "m")


def counted(*, filters: Filters, standing: str) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Whom the rules find, the same in words, and the finding. `standing`: the rules as JSON, which an answer can be kept
    by."""
    rows = audiences.rule_counts(filters=filters, rules=json.loads(standing))
    shown = rows.assign(rule=[says.rule_words(rule) for rule in rows["rule"]]) if len(rows) else rows
    return rows, shown, says.rules_finding(rows)


def named_rules(filters: Filters) -> None:
    """Every rule with whom it finds now, an editor, and the file of one."""
    rows, shown, finding = ask(counted, filters=filters, standing=json.dumps(rules.rules(), default=str))
    with card(finding, "Named rules, applied anew each time; 'first' counts a buyer under the first rule that "
              "fits. Scores 1 to 5: recency 90, 180, 365 days, 18 months; frequency 1, 2, 3, 4–10, more shows; money in fifths",
              last=True, export=export_of(shown, "audiences", filters)):
        if len(shown):
            table(shown, {"name": Column("Audience"), "rule": Column("Rule", width=230), "buyers": Column("Buyers", "whole"),
                          "first": Column("First", "whole"), "reachable": Column("May be addressed", "whole"),
                          "expected_year": Column("Expected in a year", "whole")}, alt=finding)
        left, middle, right = st.columns(3)
        with left, st.popover("Edit a rule", disabled=not reader().may(Action.plan_marketing), width="stretch"):
            edit_rule()
        with middle, st.popover("Suppression list", disabled=not reader().may(Action.plan_marketing), width="stretch"):
            suppress()
        with right, st.popover("File for an ad platform", disabled=not reader().may(Action.see_personal_data),
                               width="stretch"):
            take_home(rows)


def edit_rule() -> None:
    """A rule by name, changed or made; the second writer is told."""
    standing = {row["rule_id"]: row for row in rules.rules()}
    chosen = st.selectbox("Rule", ["new", *standing], format_func=lambda key: plain(
        standing[key]["name"] if key in standing else "A new rule"), key="rule")
    row = standing.get(chosen, {"name": "", "rule": {}, "position": len(standing), "version": None})
    with st.form(f"rule {chosen}", border=False):
        name = st.text_input("Name", row["name"], max_chars=200)
        spans = {score: st.slider(says.SHORT[score].capitalize(), 1, 5, tuple(row["rule"].get(score, (1, 5))))
                 for score in SCORES}
        chosen_segments = st.multiselect("Segments (none: all)", says.ORDER, row["rule"].get("segments", []))
        position = st.number_input("Tried as number", 0, 999, row["position"])
        if st.form_submit_button("Keep"):
            rule: dict[str, Any] = {score: list(span) for score, span in spans.items() if span != (1, 5)}
            rule |= {"segments": chosen_segments} if chosen_segments else {}
            rule |= {"markets": row["rule"]["markets"]} if row["rule"].get("markets") else {}
            done(partial(rules.set_rule, actor=reader().actor, rule_id=None if chosen == "new" else chosen,
                         version=row["version"], name=name.strip(), position=int(position), rule=rule))
    if chosen != "new" and st.button("Remove this rule"):
        done(partial(rules.remove_rule, actor=reader().actor, rule_id=chosen, version=row["version"]))


def suppress() -> None:
    """Addresses that are never written to, kept as digests alone."""
    st.caption(prose(f"{words.things(len(rules.suppressed()), 'address', 'addresses')} on it, as SHA-256 digests alone; no file "
                     "for an ad platform holds one of them."))
    with st.form("suppression", border=False, clear_on_submit=True):
        said = st.text_area("E-mail addresses or digests, one a line", max_chars=200_000)
        reason = st.text_input("Why", placeholder="asked by letter", max_chars=600)
        if st.form_submit_button("Never address these") and said.strip():
            done(partial(put_on_list, said.split(), reason.strip()))


def put_on_list(said: list[str], reason: str) -> None:
    """Raises DeedRefused for what is neither an address nor a digest."""
    digests = [audiences.digest(one) if "@" in one else one for one in said]
    rules.suppress(actor=reader().actor, digests=digests, reason=reason)


def take_home(rows: pd.DataFrame) -> None:
    """SHA-256 digests of those who agreed and are not suppressed; the audit log says who took them."""
    st.caption(prose(f"SHA-256 of e-mail addresses of those who agreed, without the suppression list "
                     f"({words.count(len(rules.suppressed()))} on it). At least {audiences.SMALLEST} people. Logged."))
    names = dict(zip(rows["rule_id"], rows["name"], strict=True)) if len(rows) else {}
    chosen = st.selectbox("Audience", list(names), format_func=lambda key: plain(names[key]), key="audience")
    if chosen and st.button("Make the file"):
        try:
            grant = visitor().require(Action.see_personal_data)
            visitor().require(Action.export)
            found = audiences.export(actor=grant.actor, rule_id=chosen, markets=grant.markets)
        except MarqueeError as error:
            st.error(prose(str(error)))
            return
        shown = ask(origin)
        caption = Caption(found.name, shown.as_of, len(found.rows), "Marquee", shown.is_sample)
        made = taken_home(partial(to_csv, found.rows, caption), "audience", name=found.name, rows=len(found.rows))
        st.download_button(f"Download {words.things(len(found.rows), 'digest')}", made,
                           filename(f"audience {found.name}", shown.as_of, "csv", is_sample=shown.is_sample), "text/csv",
                           on_click="ignore")


def done(deed: Any) -> None:
    """Do it and draw the page anew, or say why not."""
    try:
        visitor().require(Action.plan_marketing)
        deed()
    except MarqueeError as error:
        st.error(prose(str(error)))
        return
    st.rerun()
