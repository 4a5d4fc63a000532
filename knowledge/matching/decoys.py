"""Names that are somebody else's, kept as hashes: one 64-bit number a name, the same on every machine."""

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

from knowledge.text.normalise import compact_core

HASH_VERSION: Final = 3
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


class DecoyRegister:
    """Whether a name is among very many, 8 bytes each: a bitmap of their checksums answers most, a search the rest."""

    __slots__ = ("_bits", "_hashes", "_mask")

    def __init__(self, hashes: Iterable[int]) -> None:
        self._hashes = array("q", sorted(set(hashes)))
        size = 1 << max(10, (len(self._hashes) * 32).bit_length())
        self._mask = size - 1
        self._bits = bytearray(size >> 3)
        for each in self._hashes:
            place = each & self._mask
            self._bits[place >> 3] |= 1 << (place & 7)

    def __len__(self) -> int:
        return len(self._hashes)

    def __contains__(self, core: str) -> bool:
        place = zlib.crc32(core.encode("utf-8", "surrogatepass")) & self._mask
        if not self._bits[place >> 3] >> (place & 7) & 1:
            return False
        asked = hash_of_core(core)
        at = bisect_left(self._hashes, asked)
        return at < len(self._hashes) and self._hashes[at] == asked
