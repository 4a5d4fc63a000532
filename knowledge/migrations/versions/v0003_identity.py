"""Identity: a random id of each filling of a record, beside its version."""

from secrets import token_hex

import sqlalchemy as sa
from alembic import op

from knowledge.migrations.guards import sqlite_guards

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it, and call what is there a filling of its own."""
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(with_filling=True)
        return
    op.add_column("record", sa.Column("filling", sa.Text))
    op.execute(sa.text("UPDATE record SET filling = :filling").bindparams(filling=token_hex(8)))
    op.alter_column("record", "filling", nullable=False)


def downgrade() -> None:
    """Take it away."""
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(with_filling=False)
    else:
        op.drop_column("record", "filling")


def _rebuild(*, with_filling: bool) -> None:
    """SQLite would write an added column behind the constraints: the table of one row is made anew, with its guards."""
    version = op.get_bind().execute(sa.text("SELECT version FROM record")).scalar_one()
    op.drop_table("record")
    made = op.create_table(
        "record",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        *([sa.Column("filling", sa.Text, nullable=False)] if with_filling else []),
        sa.CheckConstraint("id = 1", name=op.f("ck_record_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    op.bulk_insert(made, [{"id": 1, "version": version} | ({"filling": token_hex(8)} if with_filling else {})])
    for guard in sqlite_guards():
        if " ON record " in guard:
            op.execute(guard)
