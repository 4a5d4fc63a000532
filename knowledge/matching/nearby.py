"""NearIndex: the strings that one edit parts from a given one, found without comparing with them all."""

from rapidfuzz.distance import OSA

_Numbers = int | list[int]
_Bucket = dict[str, _Numbers]
_Table = tuple[int, int, _Bucket, _Bucket, _Bucket]


def _put(bucket: _Bucket, part: str, number: int) -> None:
    held = bucket.setdefault(part, number)
    if isinstance(held, list):
        held.append(number)
    elif held != number:
        bucket[part] = [held, number]


class NearIndex:
    """Strings, numbered as they are added, by three of their parts.

    A string is cut into thirds. One edit leaves two of them as they are, so that a string one edit away shares the
    first two, the last two, or the outer two, at places that follow from its length. A swap over a cut is undone
    first. Only what shares two thirds is compared.
    """

    def __init__(self, shortest: int) -> None:
        self.strings: list[str] = []
        self._shortest = shortest
        self._longest = 0
        self._tables: dict[int, _Table] = {}

    def add(self, string: str) -> None:
        """Enter a string under the next number; one that is shorter than the shortest is never found."""
        number, length = len(self.strings), len(string)
        self.strings.append(string)
        if length < self._shortest:
            return
        table = self._tables.get(length)
        if table is None:
            table = self._tables[length] = (length // 3, length - length // 3, {}, {}, {})
            self._longest = max(self._longest, length)
        first, second, front, back, outer = table
        _put(front, string[:second], number)
        _put(back, string[first:], number)
        _put(outer, string[:first] + string[second:], number)

    def __contains__(self, string: str) -> bool:
        """True if it is one of the strings."""
        table = self._tables.get(len(string))
        held = table[2].get(string[: table[1]]) if table else None
        if held is None:
            return False
        return any(self.strings[number] == string for number in ((held,) if isinstance(held, int) else held))

    def near(self, asked: str) -> dict[int, int]:
        """The numbers of the strings at most one edit away, each with its distance, 0 or 1.

        An edit puts in, takes out or changes one character, or swaps two neighbours.
        """
        found: dict[int, int] = {}
        if not self._shortest - 1 <= len(asked) <= self._longest + 1:
            return found
        for shared in self._sharing(asked):
            if shared is not None:
                for number in (shared,) if isinstance(shared, int) else shared:
                    if number not in found:
                        found[number] = OSA.distance(self.strings[number], asked, score_cutoff=1)
        return {number: distance for number, distance in found.items() if distance <= 1} if found else found

    def _sharing(self, asked: str) -> list[_Numbers | None]:
        """What shares two thirds with a string: of its length, one shorter, one longer."""
        get = self._tables.get
        shared: list[_Numbers | None] = []
        if table := get(len(asked)):
            first, second, front, back, outer = table
            shared += (
                front.get(asked[:second]),
                back.get(asked[first:]),
                outer.get(asked[:first] + asked[second:]),
                front.get(asked[: first - 1] + asked[first] + asked[first - 1] + asked[first + 1 : second]),
                back.get(asked[first : second - 1] + asked[second] + asked[second - 1] + asked[second + 1 :]),
            )
        if table := get(len(asked) - 1):
            first, second, front, back, outer = table
            shared += (
                front.get(asked[:second]),
                back.get(asked[first + 1 :]),
                outer.get(asked[:first] + asked[second + 1 :]),
            )
        if table := get(len(asked) + 1):
            first, second, front, back, outer = table
            shared += (
                front.get(asked[:second]),
                back.get(asked[first - 1 :]),
                outer.get(asked[:first] + asked[second - 1 :]),
            )
        return shared
