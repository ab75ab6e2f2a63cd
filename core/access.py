"""Who may do what: one table of permissions, used by pages and routes alike. What it does not allow is refused."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import parse_qs

from core.desk import people, tokens, views
from core.desk.errors import NotThere
from core.desk.store import generation, now
from core.errors import MarqueeError
from core.filters import Filters
from core.roles import Role as Role
from core.roles import Scope as Scope
from core.settings import settings

MOST_SHOWN = 1_000  # tokens
LOCAL = "this machine"  # whoever sits at it, while sign-in is not configured


class Forbidden(MarqueeError):
    """The caller is known but may not do this."""


class SignInNeeded(MarqueeError):
    """The caller is not known."""


class Allowed(NamedTuple):
    scope: Scope
    roles: frozenset[Role]


class Action(StrEnum):
    see_overview = "see_overview"
    see_artists = "see_artists"
    see_concerts = "see_concerts"
    see_events = "see_events"
    see_marketing = "see_marketing"
    see_data = "see_data"
    see_money = "see_money"
    see_personal_data = "see_personal_data"
    export = "export"
    run_sql = "run_sql"
    watch = "watch"
    save_view = "save_view"
    share = "share"
    annotate = "annotate"
    choose_comparables = "choose_comparables"
    hold = "hold"
    offer = "offer"
    settle = "settle"
    plan_marketing = "plan_marketing"
    decide_identity = "decide_identity"
    import_files = "import_files"
    run_ingest = "run_ingest"
    schedule_export = "schedule_export"
    see_access = "see_access"
    see_audit = "see_audit"
    manage_access = "manage_access"


def table() -> dict[Action, Allowed]:
    """Deals and settlements are money and for managers; personal data is for marketing, person by person."""
    do, read, write = Action, Scope.read, Scope.write
    viewer, marketing, manager, analyst, admin = Role
    everybody, staff = frozenset(Role), frozenset(Role) - {viewer}
    return {
        do.see_overview:       Allowed(read, everybody),
        do.see_artists:        Allowed(read, everybody),
        do.see_concerts:       Allowed(read, everybody),
        do.see_events:         Allowed(read, everybody),
        do.see_marketing:      Allowed(read, staff),
        do.see_data:           Allowed(read, staff),
        do.see_money:          Allowed(read, frozenset({manager, admin})),
        do.see_personal_data:  Allowed(read, frozenset({marketing, admin})),
        do.export:             Allowed(read, everybody),
        do.run_sql:            Allowed(Scope.query, frozenset({analyst, admin})),
        do.watch:              Allowed(write, everybody),
        do.save_view:          Allowed(write, everybody),
        do.share:              Allowed(write, staff),
        do.annotate:           Allowed(write, staff),
        do.choose_comparables: Allowed(write, frozenset({manager, analyst, admin})),
        do.hold:               Allowed(write, frozenset({manager, admin})),
        do.offer:              Allowed(write, frozenset({manager, admin})),
        do.settle:             Allowed(write, frozenset({manager, admin})),
        do.plan_marketing:     Allowed(write, frozenset({marketing, manager, admin})),
        do.decide_identity:    Allowed(write, frozenset({manager, analyst, admin})),
        do.import_files:       Allowed(write, frozenset({analyst, admin})),
        do.run_ingest:         Allowed(write, frozenset({manager, analyst, admin})),
        do.schedule_export:    Allowed(write, staff),
        do.see_access:         Allowed(Scope.admin, frozenset({admin})),
        do.see_audit:          Allowed(Scope.admin, frozenset({admin})),
        do.manage_access:      Allowed(Scope.admin, frozenset({admin})),
    }


PERMISSIONS = table()

# What only those who see money get to see, wherever it stands.
MONEY_COLUMNS = frozenset({
    "adjusted_gross", "net_gross", "tax", "expenses", "split_point", "overage", "walkout", "promoter_result",
    "break_even_tickets", "break_even_external", "settlement_reason", "fee", "fee_basis",
    "result_lo", "result_mid", "result_hi", "chance_of_profit", "settlement_status",
    "radius_miles"})
MONEY_PARAMETERS = frozenset({"fee_from", "fee_to"})  # by asking for narrower and narrower ranges a fee is found
MONEY_QUESTIONS = frozenset({"settlement_lines", "deal_outcomes", "budget", "radius", "conflicts", "of_show",
                             "settlements", "what_if", "poolable"})

# What a question's own function can be narrowed by, where that is not both market and venue: who is limited by anything
# else does not get its answer. And the columns that only who sees personal data sees.
BY_BOTH = frozenset({"market", "venue"})
LIMITED_BY: dict[str, frozenset[str]] = {
    "artists.by_city": frozenset(), "bookings.book_market": frozenset(), "events.strip": frozenset({"market"}),
    "marketing.segments": frozenset({"market"}), "responses.effects": frozenset(), "responses.curve": frozenset(),
    "responses.why_not": frozenset(), "responses.gap_plan": frozenset(), "audiences.cells": frozenset({"market"}),
    "audiences.moves": frozenset({"market"}), "audiences.over_index": frozenset({"market"}),
    "audiences.model": frozenset(), "sources.checks": frozenset(),
    "sources.row_counts": frozenset(), "sources.rejects": frozenset()}
PERSONAL_COLUMNS = {"sources.rejects": frozenset({"value"})}
# How our own shows elsewhere sold stands beside where an artist has played, which anybody may know.
RESULT_COLUMNS = ("tickets_sold", "sellable", "sell_through", "gross", "currency")

MONEY_TABLES = frozenset({"deal", "deal_outcome", "expense", "settlement", "settlement_line"})
PERSONAL_TABLES = frozenset({"buyer", "ingest_rejected"})  # a refused value may be somebody's address
OPEN_TABLES = frozenset({
    "about", "artist", "artist_alias", "artist_growth", "artist_metric_daily", "artist_over_index", "artist_tag",
    "audience_cell", "campaign_day", "campaign_total", "city_place", "comparable", "competition", "concert",
    "concert_day_channel", "credit", "credit_channel", "date_effect", "drop_count", "engagement", "event", "event_artist",
    "event_change", "event_day", "event_total", "filter_option", "forecast", "genre_closeness", "holiday",
    "ingest_count", "ingest_run", "lifecycle", "market", "market_day_channel", "marketing_budget",
    "message", "pacing", "pacing_band", "path_step", "presale", "promo_total", "published", "purchase_model",
    "recommendation_score", "report_card", "response_channel", "response_choice",
    "response_curve", "response_note", "response_show", "row_count", "segment_move", "similar_artist",
    "source_state", "ticket_count", "ticket_type", "tour_total", "touring", "venue"})


@dataclass(frozen=True)
class Grant:
    """What a caller may do, and for which markets and venues (empty: all). Every one of `roles` has to allow it."""

    actor: str
    roles: tuple[Role, ...]
    scopes: frozenset[str] = frozenset(Scope)
    personal_data: bool = False
    markets: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()

    def may(self, action: Action) -> bool:
        allowed = PERMISSIONS.get(action)
        if allowed is None or not self.roles or allowed.scope not in self.scopes:
            return False
        if action == Action.see_personal_data and not self.personal_data:
            return False
        return all(role in allowed.roles for role in self.roles)

    def require(self, action: Action) -> None:
        """Raises Forbidden when the caller may not do it."""
        if not self.may(action):
            raise Forbidden(f"You may not do this: {action.replace('_', ' ')}.",
                            remedy="Ask an administrator for a role or a token that may.")

    @property
    def sight(self) -> tuple[Hashable, ...]:
        """What decides what the caller sees; two with the same get the same answers."""
        return self.roles, tuple(sorted(self.scopes)), self.personal_data, self.markets, self.venues

    @property
    def limited(self) -> bool:
        """Whether some rows are out of sight."""
        return bool(self.markets or self.venues)

    def covers(self, question: Callable[..., object]) -> bool:
        """Whether all that the question's function answers, narrowed as it can be, is in the caller's sight."""
        by = LIMITED_BY.get(name_of(question), BY_BOTH)
        return not (self.markets and "market" not in by) and not (self.venues and "venue" not in by)

    def withheld(self, question: Callable[..., object]) -> frozenset[str]:
        """Columns of the answer that the caller does not see, wherever they stand."""
        money = frozenset() if self.may(Action.see_money) else MONEY_COLUMNS
        personal = PERSONAL_COLUMNS.get(name_of(question), frozenset())
        return money | (frozenset() if self.may(Action.see_personal_data) else personal)

    def narrowed(self, filters: Filters) -> Filters:
        """The filters within what the caller may see. Raises Forbidden for a market or venue outside it."""
        return Filters(markets=narrower(filters.markets, self.markets, "market"),
                       venues=narrower(filters.venues, self.venues, "venue"),
                       genres=filters.genres, date_from=filters.date_from, date_to=filters.date_to)


def name_of(question: Callable[..., object]) -> str:
    """`concerts.shows` for `core.concerts.shows`, as the tables above spell it."""
    return f"{question.__module__.removeprefix('core.')}.{question.__name__}"


def narrower(asked: tuple[str, ...], granted: tuple[str, ...], what: str) -> tuple[str, ...]:
    """What is asked for, all that is granted when nothing is; never nothing, which would mean no limit."""
    outside = [name for name in asked if granted and name not in granted]
    if outside:
        raise Forbidden(f"Your access does not cover the {what} {', '.join(outside)}.",
                        remedy=f"Ask for {', '.join(granted)}.")
    return asked or granted


def local_grant() -> Grant:
    """Whoever uses this machine while nobody else can reach it."""
    return Grant(LOCAL, (Role.admin,), personal_data=True)


def person_grant(email: str) -> Grant | None:
    """What somebody who signed in may do, or None for a stranger. MARQUEE_ADMINS are let in by the settings."""
    email = email.strip().lower()
    if email in settings().admin_emails():
        return Grant(email, (Role.admin,), personal_data=True)
    row = people.person(email)
    if row is None:
        return None
    return Grant(email, (Role(row["role"]),), personal_data=row["personal_data"], markets=tuple(row["markets"]),
                 venues=tuple(row["venues"]))


def owner_grant(owner: str) -> Grant | None:
    """What the owner of a token, link or scheduled export may do by now, or None for who may not come in any more."""
    return local_grant() if owner == LOCAL and not settings().sign_in else person_grant(owner)


def require_owner(owner: str) -> None:
    """Raises NotThere for an owner whose token would open nothing."""
    if owner_grant(owner) is None:
        raise NotThere(f"{owner} has no role here.", remedy="Give them a role first.")


class Shown(NamedTuple):
    """What a token opened when it was shown, and how long that holds if nothing is written meanwhile."""

    grant: Grant
    generation: int
    until: datetime


_shown: dict[str, Shown] = {}  # by the hash of the token


def grant_shown(text: str) -> Grant | None:
    """What `token_grant` said last, if the desk has not been written since: no query, for a program that asks often."""
    shown = _shown.get(tokens.hashed(text))
    return shown.grant if shown and shown.generation == generation() and now() < shown.until else None


def token_grant(text: str) -> Grant | None:
    """What a token may do now: never more than its owner may by now. None when it is not good."""
    before = generation()
    row = tokens.token_of(text)
    owner = owner_grant(row["owner"]) if row else None
    if row is None or owner is None:
        return None
    tokens.note_use(row)
    grant = Grant(owner.actor, (Role(row["role"]), *owner.roles),
                  scopes=frozenset(row["scopes"]), personal_data=owner.personal_data,
                  markets=both(tuple(row["markets"]), owner.markets), venues=both(tuple(row["venues"]), owner.venues))
    if before is not None:
        if len(_shown) >= MOST_SHOWN:
            _shown.clear()
        _shown[tokens.hashed(text)] = Shown(grant, before, min(row["expires_at"], now() + tokens.USE_NOTED_EVERY))
    return grant


def link_grant(text: str) -> tuple[Grant, str]:
    """What a share link shows: a viewer's sight, no wider than its filters and its maker's by now, and its page.

    Raises NotThere when the link is forged, expired or revoked, or its maker may not see the page any more.
    """
    link = views.opened_link(text)
    maker = owner_grant(link["made_by"])
    if maker is None or not maker.may(Action[f"see_{link['page']}"]):
        raise NotThere("This link shows nothing (any more).", remedy="Ask whoever sent it for a new one.")
    chosen = parse_qs(link["query"])
    return Grant(f"link {link['link_id']}", (Role.viewer,), scopes=frozenset({Scope.read}),
                 markets=both(tuple(chosen.get("market", ())), both(tuple(link["markets"]), maker.markets)),
                 venues=both(tuple(chosen.get("venue", ())), both(tuple(link["venues"]), maker.venues))), str(link["page"])


def both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Two limits at once; where they share nothing, a name that nothing has."""
    if not one or not other:
        return one or other
    return tuple(name for name in one if name in other) or ("\0",)
