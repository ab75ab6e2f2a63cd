"""The desk as it began, and a log that only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

GUARDED = ("audit_log", "hold_event")


def upgrade() -> None:
    op.create_table(
        "annotation",
        sa.Column("annotation_id", sa.String(32), nullable=False),
        sa.Column("concert_id", sa.String(200), nullable=False),
        sa.Column("marked_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("author", sa.String(320), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("annotation_id", name="pk_annotation")
    )
    op.create_index("ix_annotation_concert_id", "annotation", ["concert_id"])
    op.create_table(
        "api_token",
        sa.Column("token_id", sa.String(16), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("owner", sa.String(320), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("markets", sa.JSON(), nullable=False),
        sa.Column("venues", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("token_id", name="pk_api_token")
    )
    op.create_table(
        "audit_log",
        sa.Column("entry_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(320), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(600), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_audit_log")
    )
    op.create_index("ix_audit_log_actor", "audit_log", ["actor"])
    op.create_index("ix_audit_log_at", "audit_log", ["at"])
    op.create_table(
        "chosen_comparables",
        sa.Column("concert_id", sa.String(200), nullable=False),
        sa.Column("other_concert_ids", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(320), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("concert_id", name="pk_chosen_comparables")
    )
    op.create_table(
        "date_hold",
        sa.Column("hold_id", sa.String(32), nullable=False),
        sa.Column("venue_id", sa.String(200), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("hold_level", sa.Integer(), nullable=False),
        sa.Column("artist", sa.String(600), nullable=True),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.Column("placed_by", sa.String(320), nullable=False),
        sa.Column("placed_at", sa.DateTime(), nullable=False),
        sa.Column("challenged_by", sa.String(32), nullable=True),
        sa.Column("challenged_at", sa.DateTime(), nullable=True),
        sa.Column("respond_by", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hold_id", name="pk_date_hold")
    )
    op.create_index("uq_date_hold_place", "date_hold", ["venue_id", "local_date", "hold_level"], unique=True,
                    sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL"))
    op.create_table(
        "hold_event",
        sa.Column("hold_event_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("hold_id", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(320), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("hold_level", sa.Integer(), nullable=False),
        sa.Column("detail", sa.String(2000), nullable=False),
        sa.PrimaryKeyConstraint("hold_event_id", name="pk_hold_event")
    )
    op.create_index("ix_hold_event_hold_id", "hold_event", ["hold_id"])
    op.create_table(
        "identity_decision",
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("source_artist_id", sa.String(200), nullable=False),
        sa.Column("artist_id", sa.String(200), nullable=True),
        sa.Column("decided_by", sa.String(320), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", "source_artist_id", name="pk_identity_decision")
    )
    op.create_table(
        "offer",
        sa.Column("offer_id", sa.String(32), nullable=False),
        sa.Column("concert_id", sa.String(200), nullable=True),
        sa.Column("artist", sa.String(600), nullable=False),
        sa.Column("venue_id", sa.String(200), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("deal", sa.JSON(), nullable=False),
        sa.Column("forecast", sa.JSON(), nullable=False),
        sa.Column("comparables", sa.JSON(), nullable=False),
        sa.Column("assumptions", sa.JSON(), nullable=False),
        sa.Column("snapshot", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(320), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("score", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("scored_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("offer_id", name="pk_offer")
    )
    op.create_index("ix_offer_concert_id", "offer", ["concert_id"])
    op.create_table(
        "person",
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("personal_data", sa.Boolean(), nullable=False),
        sa.Column("markets", sa.JSON(), nullable=False),
        sa.Column("venues", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("email", name="pk_person")
    )
    op.create_table(
        "saved_view",
        sa.Column("view_id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(320), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("query", sa.String(4000), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("view_id", name="pk_saved_view")
    )
    op.create_index("ix_saved_view_owner", "saved_view", ["owner"])
    op.create_table(
        "scheduled_export",
        sa.Column("export_id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(320), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("question", sa.String(200), nullable=False),
        sa.Column("query", sa.String(4000), nullable=False),
        sa.Column("style", sa.String(10), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("next_run_at", sa.DateTime(), nullable=False),
        sa.Column("last_run_at", sa.DateTime(), nullable=True),
        sa.Column("last_outcome", sa.String(2000), nullable=False),
        sa.Column("stopped_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("export_id", name="pk_scheduled_export")
    )
    op.create_table(
        "share_link",
        sa.Column("link_id", sa.String(32), nullable=False),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("query", sa.String(4000), nullable=False),
        sa.Column("made_by", sa.String(320), nullable=False),
        sa.Column("markets", sa.JSON(), nullable=False),
        sa.Column("venues", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("link_id", name="pk_share_link")
    )
    op.create_table(
        "watch_list",
        sa.Column("person", sa.String(320), nullable=False),
        sa.Column("artist_id", sa.String(200), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", "artist_id", name="pk_watch_list")
    )
    # ### end Alembic commands ###

    for table in GUARDED:
        append_only(table, op.get_context().dialect.name)


def append_only(table: str, dialect: str) -> None:
    """The database refuses to change or remove a line, whoever asks."""
    if dialect == "postgresql":
        op.execute(f"CREATE FUNCTION {table}_grows_only() RETURNS trigger LANGUAGE plpgsql AS "
                   f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$")
        op.execute(f"CREATE TRIGGER {table}_grows_only BEFORE UPDATE OR DELETE ON {table} "
                   f"FOR EACH ROW EXECUTE FUNCTION {table}_grows_only()")
        op.execute(f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
                   f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_grows_only()")
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                   f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END")
