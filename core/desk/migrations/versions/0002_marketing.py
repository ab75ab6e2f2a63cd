"""What marketing writes: budgets, links, promo codes, announcements, media, audience rules and whom never to address."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Where the house begins: scores from 1 to 5 of recency, frequency and money, both ends included; the first that fits.
RULES = (
    ("Champions", {"r": [4, 5], "f": [4, 5], "m": [4, 5]}),
    ("Loyal", {"r": [3, 5], "f": [3, 5]}),
    ("Big spenders", {"r": [3, 5], "m": [5, 5]}),
    ("Promising", {"r": [4, 5], "f": [1, 2]}),
    ("Need attention", {"r": [3, 3], "f": [1, 2]}),
    ("At risk", {"r": [1, 2], "f": [3, 5]}),
    ("Hibernating", {"r": [1, 2], "f": [1, 2]}),
)


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("announcement_id", sa.String(32), nullable=False),
        sa.Column("concert_id", sa.String(200), nullable=False),
        sa.Column("goes_out_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(200), nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("author", sa.String(320), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("announcement_id", name="pk_announcement")
    )
    op.create_index("ix_announcement_concert_id", "announcement", ["concert_id"])
    op.create_table(
        "audience_rule",
        sa.Column("rule_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(320), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("rule_id", name="pk_audience_rule")
    )
    op.create_table(
        "campaign_budget",
        sa.Column("budget_id", sa.String(32), nullable=False),
        sa.Column("concert_id", sa.String(200), nullable=True),
        sa.Column("channel", sa.String(200), nullable=False),
        sa.Column("campaign", sa.String(600), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("amount", sa.String(24), nullable=False),
        sa.Column("objective", sa.String(200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("author", sa.String(320), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("budget_id", name="pk_campaign_budget")
    )
    op.create_index("ix_campaign_budget_concert_id", "campaign_budget", ["concert_id"])
    op.create_table(
        "campaign_link",
        sa.Column("campaign_link_id", sa.String(32), nullable=False),
        sa.Column("concert_id", sa.String(200), nullable=True),
        sa.Column("url", sa.String(4000), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("medium", sa.String(200), nullable=False),
        sa.Column("campaign", sa.String(600), nullable=False),
        sa.Column("made_by", sa.String(320), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("campaign_link_id", name="pk_campaign_link")
    )
    op.create_index("ix_campaign_link_concert_id", "campaign_link", ["concert_id"])
    op.create_table(
        "media_asset",
        sa.Column("asset_id", sa.String(32), nullable=False),
        sa.Column("concert_id", sa.String(200), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(600), nullable=False),
        sa.Column("file", sa.String(100), nullable=False),
        sa.Column("thumbnail", sa.String(100), nullable=False),
        sa.Column("content_type", sa.String(40), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("used_in", sa.JSON(), nullable=False),
        sa.Column("uploaded_by", sa.String(320), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("asset_id", name="pk_media_asset")
    )
    op.create_index("ix_media_asset_concert_id", "media_asset", ["concert_id"])
    op.create_table(
        "promo_code",
        sa.Column("code", sa.String(100), nullable=False),
        sa.Column("concert_id", sa.String(200), nullable=True),
        sa.Column("channel", sa.String(200), nullable=True),
        sa.Column("partner", sa.String(200), nullable=False),
        sa.Column("takes_off", sa.String(100), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("most_redemptions", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(320), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_promo_code")
    )
    op.create_table(
        "suppression_list",
        sa.Column("email_sha256", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("added_by", sa.String(320), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("email_sha256", name="pk_suppression_list")
    )

    names = ("rule_id", "name", "position", "author", "version", "rule", "written_at")
    columns = [sa.column(name, sa.Integer() if name in ("position", "version") else sa.String()) for name in names]
    # Literals, so that it can be written as SQL text too.
    op.bulk_insert(sa.table("audience_rule", *columns), [
        {"rule_id": f"rfm-{place}", "name": name, "position": place, "author": "Marquee", "version": 1,
         "rule": op.inline_literal(json.dumps(rule)), "written_at": op.inline_literal("2026-11-01 00:00:00")}
        for place, (name, rule) in enumerate(RULES)], multiinsert=False)
