"""What stands in the record, read past the bot."""

from collections import Counter

from knowledge.store import Store


async def sentences(url: str) -> Counter[str]:
    """Every sentence on record, and how often it stands there."""
    store = await Store.open(url)
    try:
        facts = await store.facts()
    finally:
        await store.close()
    return Counter(statement.claim.quote for statement in facts.statements.values() if not statement.is_retracted)
