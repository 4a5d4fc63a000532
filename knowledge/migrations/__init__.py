"""One Alembic tree for SQLite and PostgreSQL, run from code by `knowledge.storage.schema`."""
