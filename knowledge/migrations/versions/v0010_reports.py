"""What readers say is wrong, counted."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build it."""
    op.create_table(
        "reports",
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("mark", sa.Text, nullable=False),
        sa.CheckConstraint("kind IN ('name', 'stance', 'day', 'sentence', 'link')", name=op.f("ck_reports_kind")),
        sa.PrimaryKeyConstraint("statement", "revision", "kind", "day", "mark", name=op.f("pk_reports")),
    )


def downgrade() -> None:
    """Take it down again."""
    op.drop_table("reports")
