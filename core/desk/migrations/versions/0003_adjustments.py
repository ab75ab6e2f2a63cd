"""What is settled at the table beside the deal."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "adjustment",
        sa.Column("adjustment_id", sa.String(32), nullable=False),
        sa.Column("concert_id", sa.String(200), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("amount", sa.String(24), nullable=False),
        sa.Column("passed_on", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(320), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("adjustment_id", name="pk_adjustment")
    )
    op.create_index("ix_adjustment_concert_id", "adjustment", ["concert_id"])
