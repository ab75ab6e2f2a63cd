"""The tables of what people write. Instants are UTC; money stands as text inside JSON, so it stays exact."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, DateTime, Dialect, Index, MetaData, String, TypeDecorator, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

CONSTRAINT_NAMES = {"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_name)s",
                    "uq": "uq_%(table_name)s_%(column_0_name)s"}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is taken off and put back here."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


class Row(DeclarativeBase):
    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON, list[str]: JSON, datetime: Instant}


def new_id() -> str:
    return uuid4().hex


def key(**more: Any) -> Mapped[str]:
    """The id of a row, made here so that a deed can name it before it is stored."""
    return mapped_column(String(32), primary_key=True, default=new_id, **more)


class DateHold(Row):
    """A place in the line for a date at a venue. Level 1 is first; it stands until `ended_at`.

    `challenged_by` is the hold that challenges it.
    """

    __tablename__ = "date_hold"
    hold_id: Mapped[str] = key()
    venue_id: Mapped[str] = mapped_column(String(200))
    local_date: Mapped[date]
    hold_level: Mapped[int]
    artist: Mapped[str | None] = mapped_column(String(600))
    note: Mapped[str] = mapped_column(String(2000), default="")
    placed_by: Mapped[str] = mapped_column(String(320))
    placed_at: Mapped[datetime]
    challenged_by: Mapped[str | None] = mapped_column(String(32))
    challenged_at: Mapped[datetime | None]
    respond_by: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index("uq_date_hold_place", "venue_id", "local_date", "hold_level", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),)


class HoldEvent(Row):
    """What happened to a hold; never changed."""

    __tablename__ = "hold_event"
    hold_event_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    hold_id: Mapped[str] = mapped_column(String(32), index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(320))
    what: Mapped[str] = mapped_column(String(20))
    hold_level: Mapped[int]
    detail: Mapped[str] = mapped_column(String(2000), default="")


class Annotation(Row):
    """A mark on the sales curve of a show."""

    __tablename__ = "annotation"
    annotation_id: Mapped[str] = key()
    concert_id: Mapped[str] = mapped_column(String(200), index=True)
    marked_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(2000))
    author: Mapped[str] = mapped_column(String(320))
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Offer(Row):
    """A booking offer with what it was based on, as that stood. Only `state` and the score are ever written again."""

    __tablename__ = "offer"
    offer_id: Mapped[str] = key()
    concert_id: Mapped[str | None] = mapped_column(String(200), index=True)
    artist: Mapped[str] = mapped_column(String(600))
    venue_id: Mapped[str] = mapped_column(String(200))
    local_date: Mapped[date]
    state: Mapped[str] = mapped_column(String(20), default="draft")
    currency: Mapped[str] = mapped_column(String(3))
    deal: Mapped[dict[str, Any]]
    forecast: Mapped[dict[str, Any]]
    comparables: Mapped[list[Any]]
    assumptions: Mapped[dict[str, Any]]
    snapshot: Mapped[int | None]
    author: Mapped[str] = mapped_column(String(320))
    written_at: Mapped[datetime]
    score: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    scored_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Adjustment(Row):
    """What is settled beside the deal of a show. Money as exact text, above 0 to the artist."""

    __tablename__ = "adjustment"
    adjustment_id: Mapped[str] = key()
    concert_id: Mapped[str] = mapped_column(String(200), index=True)
    label: Mapped[str] = mapped_column(String(200))
    amount: Mapped[str] = mapped_column(String(24))
    passed_on: Mapped[bool] = mapped_column(default=False)
    author: Mapped[str] = mapped_column(String(320))
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ChosenComparables(Row):
    """The past shows that a person compares a show with, in place of those found by rule."""

    __tablename__ = "chosen_comparables"
    concert_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    other_concert_ids: Mapped[list[str]]
    author: Mapped[str] = mapped_column(String(320))
    written_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Watch(Row):
    """An artist on somebody's watch list."""

    __tablename__ = "watch_list"
    person: Mapped[str] = mapped_column(String(320), primary_key=True)
    artist_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    since: Mapped[datetime]


class IdentityDecision(Row):
    """What a person said about an act of a source: it is this artist, or (NULL) an artist of its own."""

    __tablename__ = "identity_decision"
    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    source_artist_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    artist_id: Mapped[str | None] = mapped_column(String(200))
    decided_by: Mapped[str] = mapped_column(String(320))
    decided_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SavedView(Row):
    """A page with its filters, under a name."""

    __tablename__ = "saved_view"
    view_id: Mapped[str] = key()
    owner: Mapped[str] = mapped_column(String(320), index=True)
    name: Mapped[str] = mapped_column(String(200))
    page: Mapped[str] = mapped_column(String(40))
    query: Mapped[str] = mapped_column(String(4000))
    is_shared: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ShareLink(Row):
    """A signed, read-only link to one page with its filters, with the scope of who made it."""

    __tablename__ = "share_link"
    link_id: Mapped[str] = key()
    page: Mapped[str] = mapped_column(String(40))
    query: Mapped[str] = mapped_column(String(4000))
    made_by: Mapped[str] = mapped_column(String(320))
    markets: Mapped[list[str]]
    venues: Mapped[list[str]]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Token(Row):
    """What a program shows to be let in. Only the SHA-256 of its 256 random bits is kept."""

    __tablename__ = "api_token"
    token_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(320))
    role: Mapped[str] = mapped_column(String(20))
    scopes: Mapped[list[str]]
    markets: Mapped[list[str]]
    venues: Mapped[list[str]]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Person(Row):
    """Who may sign in, as what, and for which markets and venues (empty: all)."""

    __tablename__ = "person"
    email: Mapped[str] = mapped_column(String(320), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    personal_data: Mapped[bool] = mapped_column(default=False)
    markets: Mapped[list[str]]
    venues: Mapped[list[str]]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ScheduledExport(Row):
    """A question that is answered into a file again and again, with the rights its owner has then."""

    __tablename__ = "scheduled_export"
    export_id: Mapped[str] = key()
    owner: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(String(200))
    query: Mapped[str] = mapped_column(String(4000))
    style: Mapped[str] = mapped_column(String(10))
    every_days: Mapped[int]
    next_run_at: Mapped[datetime]
    last_run_at: Mapped[datetime | None]
    last_outcome: Mapped[str] = mapped_column(String(2000), default="")
    stopped_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AuditEntry(Row):
    """Who did what to what, when, from where. The database itself refuses to change or remove a line."""

    __tablename__ = "audit_log"
    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(320), index=True)
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(600))
    detail: Mapped[dict[str, Any]]
    address: Mapped[str] = mapped_column(String(64), default="")


class CampaignBudget(Row):
    """What may be spent: on a show or the whole season, in a channel, in one campaign or all. Money as exact text."""

    __tablename__ = "campaign_budget"
    budget_id: Mapped[str] = key()
    concert_id: Mapped[str | None] = mapped_column(String(200), index=True)
    channel: Mapped[str] = mapped_column(String(200))
    campaign: Mapped[str | None] = mapped_column(String(600))
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[str] = mapped_column(String(24))
    objective: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    author: Mapped[str] = mapped_column(String(320))
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AudienceRule(Row):
    """A named rule that says which buyers belong together. Who meets it is found anew at each question."""

    __tablename__ = "audience_rule"
    rule_id: Mapped[str] = key()
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    rule: Mapped[dict[str, Any]]
    author: Mapped[str] = mapped_column(String(320))
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Suppressed(Row):
    """Somebody who is never to be in an audience: the SHA-256 of the normalised e-mail address, never the address."""

    __tablename__ = "suppression_list"
    email_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    reason: Mapped[str] = mapped_column(String(200), default="")
    added_by: Mapped[str] = mapped_column(String(320))
    added_at: Mapped[datetime]


class CampaignLink(Row):
    """A link with the house's UTM tags, as it was made."""

    __tablename__ = "campaign_link"
    campaign_link_id: Mapped[str] = key()
    concert_id: Mapped[str | None] = mapped_column(String(200), index=True)
    url: Mapped[str] = mapped_column(String(4000))
    source: Mapped[str] = mapped_column(String(200))
    medium: Mapped[str] = mapped_column(String(200))
    campaign: Mapped[str] = mapped_column(String(600))
    made_by: Mapped[str] = mapped_column(String(320))
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class PromoCode(Row):
    """What a code is for: whose it is (channel, partner), what it takes off, when it holds and how often."""

    __tablename__ = "promo_code"
    code: Mapped[str] = mapped_column(String(100), primary_key=True)
    concert_id: Mapped[str | None] = mapped_column(String(200))
    channel: Mapped[str | None] = mapped_column(String(200))
    partner: Mapped[str] = mapped_column(String(200), default="")
    takes_off: Mapped[str] = mapped_column(String(100), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    most_redemptions: Mapped[int | None]
    author: Mapped[str] = mapped_column(String(320))
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Announcement(Row):
    """What is to go out about a show, when and where."""

    __tablename__ = "announcement"
    announcement_id: Mapped[str] = key()
    concert_id: Mapped[str] = mapped_column(String(200), index=True)
    goes_out_on: Mapped[date]
    channel: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(String(2000))
    state: Mapped[str] = mapped_column(String(20), default="planned")
    author: Mapped[str] = mapped_column(String(320))
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class MediaAsset(Row):
    """A poster or image, of a show or of the house; the file itself is in the media store under `file`."""

    __tablename__ = "media_asset"
    asset_id: Mapped[str] = key()
    concert_id: Mapped[str | None] = mapped_column(String(200), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(600))
    file: Mapped[str] = mapped_column(String(100))
    thumbnail: Mapped[str] = mapped_column(String(100))
    content_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    used_in: Mapped[list[str]]
    uploaded_by: Mapped[str] = mapped_column(String(320))
    uploaded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
