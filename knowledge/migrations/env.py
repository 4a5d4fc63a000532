"""What Alembic runs for each command: on the connection that it was handed, in that connection's transaction."""

from alembic import context

from knowledge import talk_tables
from knowledge.tables import metadata

assert talk_tables.TALK_TABLES, "imported so that its tables are in the metadata"

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
