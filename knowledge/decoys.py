"""Names that are somebody else's, kept as hashes: one 64-bit number a name, the same on every machine."""

import zlib
from hashlib import blake2b

from knowledge.names import compact_core

HASH_VERSION = 1
"""Raised whenever `decoy_hash` would give another number for any name: stored hashes are then worthless."""


def hash_of_core(core: str) -> int:
    """The signed 64-bit hash of a name already reduced by `compact_core`.

    The low half is a CRC, cheap enough to ask of every window of a message; the high half makes it certain.
    """
    encoded = core.encode("utf-8", "surrogatepass")
    high = int.from_bytes(blake2b(encoded, digest_size=4).digest(), "big", signed=True)
    return (high << 32) | zlib.crc32(encoded)


def decoy_hash(name: str) -> int:
    """The signed 64-bit hash of a name; width, case, spacing and legal forms make no difference."""
    return hash_of_core(compact_core(name))
