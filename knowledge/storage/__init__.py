"""The rooms behind `store`: everything that runs SQL."""

from knowledge.startup import defer, keep_promises

# SQLAlchemy's async engine brings the sessions of its ORM along, which nobody here opens: 6 MB and 45 ms.
defer("sqlalchemy.ext.asyncio.session", importer="sqlalchemy.ext.asyncio")
defer("sqlalchemy.ext.asyncio.scoping", importer="sqlalchemy.ext.asyncio")

import sqlalchemy.ext.asyncio  # noqa: E402

keep_promises(sqlalchemy.ext.asyncio.__name__)
