"""Which sources keep their quotes off the web, and how far each hook was told."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build it."""
    op.create_table(
        "source_sharing",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("share", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name=op.f("fk_source_sharing_source")),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_source_sharing")),
    )
    op.create_table(
        "hook_cursors",
        sa.Column("hook", sa.Text, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("hook", name=op.f("pk_hook_cursors")),
    )


def downgrade() -> None:
    """Take it down again."""
    op.drop_table("hook_cursors")
    op.drop_table("source_sharing")
