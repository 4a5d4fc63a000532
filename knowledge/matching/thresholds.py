"""Every threshold of the matcher, and every rule that can be taken out to see what it earns."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What the matcher holds to; `docs/matching.md` has the measurement behind each number."""

    fuzzy: bool = True
    """True if one keystroke of difference may answer."""
    syllables: bool = True
    """True if a syllable left out may answer."""
    letters: bool = True
    """True if Latin letters are looked for by their names."""
    particles: bool = True
    """True if what is stuck to a name may be a particle or talk."""
    neighbours: bool = True
    """True if a business noun or another Latin word beside a name makes it another thing."""
    everyday: bool = True
    """True if a name that is an everyday word is left alone."""
    letter_guard: bool = True
    """True if one abbreviation is never a slip of another: 에스티오 and 에스티에."""
    clash_guard: bool = True
    """True if a name that is one keystroke away from another team's only suggests where there is a slip.

    Off in a crowd: one name in twenty has such a neighbour among 2,000 teams, one in three among 115,000.
    """
    syllable_guard: bool = True
    """True if a slip of one name that is also another with a syllable left out only suggests both."""
    hand_guard: bool = True
    """True if in a crowd only a slip of a thumb or an ear answers, any other change only suggests."""
    dictionary_guard: bool = True
    """True if a word of the dictionary is never a slip: 바나나, 네이비."""
    noun_guard: bool = True
    """True if in a crowd a noun of the dictionary beside a name, or as the name beside another word, makes a doubt."""
    decoys: bool = True
    """True if names that are somebody else's win over what is not exact."""
    fuzzy_keys: int = 6
    """Keys of the shortest name that answers with a keystroke of difference: lower, and 기아 answers for 기라."""
    fuzzy_syllables: int = 3
    """Syllables of the shortest Korean name that does: two are never enough."""
    fuzzy_letters: int = 5
    """Letters of the shortest Latin name that does, and of capitals typed for it: KIST is not KAIST, Kaao is Kakao."""
    dropped_syllables: int = 4
    """Syllables of the shortest name that answers with one of them left out."""
    initials: int = 3
    """Initial consonants that may answer, in a programme of few names."""
    initials_crowd: int = 30
    """Teams among which three initial consonants may answer; ten times as many for each one more."""
    crowd: int = 300
    """Teams from which chance puts names everywhere: initials only suggest, names side by side are one."""
    words: int = 10
    """Words of a message that a name may be spread over."""
    candidates: int = 3
    """Suggestions, at most."""

    def in_words(self) -> Iterator[str]:
        """The thresholds as a person reads them beside a result of `ipjang match`."""
        yield f"one keystroke of difference answers from {self.fuzzy_keys} keys and {self.fuzzy_syllables} syllables"
        yield f"in Latin letters, from {self.fuzzy_letters}; a syllable left out, from {self.dropped_syllables}"
        yield f"initial consonants answer from {self.initials}, among at most {self.initials_crowd} teams"
        yield f"a tie, a part of a name and anything farther is suggested, at most {self.candidates} teams"
