"""What a programme calls its teams, who runs it, and which results imply others."""

import sqlalchemy as sa
from alembic import op

from knowledge.columns import JsonText

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build it."""
    op.create_table(
        "programme_words",
        sa.Column("place", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("members", JsonText, nullable=False),
        sa.Column("authority", JsonText, nullable=False),
        sa.CheckConstraint("place = 1", name=op.f("ck_programme_words_one")),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_programme_words")),
    )
    op.create_table(
        "stance_includes",
        sa.Column("stance", sa.Text, nullable=False),
        sa.Column("codes", JsonText, nullable=False),
        sa.ForeignKeyConstraint(["stance"], ["stances.code"], name=op.f("fk_stance_includes_stance")),
        sa.PrimaryKeyConstraint("stance", name=op.f("pk_stance_includes")),
    )


def downgrade() -> None:
    """Take it down again."""
    op.drop_table("stance_includes")
    op.drop_table("programme_words")
