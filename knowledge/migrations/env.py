"""What Alembic runs for each command: on the connection that it was handed, in that connection's transaction."""

from alembic import context

from knowledge.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
