"""How hard a text is: its reading age, its longest sentence, its unexplained abbreviations."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST_SENTENCE = 15
"""Words: the usual advice for easy read."""
OLDEST = 11
"""Years: what a reader should not have to be older than to follow the text."""
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]{2,}[a-z]?|[A-Z]+\d+)\b")


@dataclass(frozen=True)
class Measured:
    """How hard a text is."""

    age: float
    """Years, from the Flesch-Kincaid grade plus five."""
    words: int
    longest: int
    """Words in the longest sentence."""


def syllables(word: str) -> int:
    """Return about how many syllables an English word has; at least one.

    >>> [syllables(word) for word in ("plan", "people", "education", "made")]
    [1, 2, 4, 1]
    """
    plain = re.sub("[^a-z]", "", word.lower())
    silent = plain.endswith("e") and not plain.endswith(("le", "ee", "ie"))
    found = len(re.findall("[aeiouy]+", plain[:-1] if silent else plain))
    return max(1, found)


def measure(sentences: Sequence[str]) -> Measured:
    """Return the measures of a text given as sentences.

    Reference: Kincaid et al. (1975): 0.39 words a sentence + 11.8 syllables a word - 15.59 is the
    school grade in the United States, in which a child is five years older than the grade.
    """
    counted = [_WORD.findall(sentence) for sentence in sentences]
    counted = [words for words in counted if words]
    number = sum(len(words) for words in counted)
    if not number:
        return Measured(0.0, 0, 0)
    heard = sum(syllables(word) for words in counted for word in words)
    grade = 0.39 * number / len(counted) + 11.8 * heard / number - 15.59
    return Measured(grade + 5, number, max(len(words) for words in counted))


def problems(sentences: Sequence[str], explained: Mapping[str, str]) -> list[str]:
    """Return what makes a text too hard for easy read; `explained` are the words it explains."""
    found = []
    for sentence in sentences:
        words = _WORD.findall(sentence)
        if len(words) > LONGEST_SENTENCE:
            found.append(
                f"'{sentence[:60]}' has {len(words)} words; cut it, at most {LONGEST_SENTENCE}"
            )
        if re.search(r"[;:()]|[.!?]\s+\S", sentence.strip()):
            found.append(f"'{sentence[:60]}' holds more than one idea; one idea a line")
        found += [
            f"'{short}' is not explained; write it out or add it to the words explained"
            for short in sorted(set(_ABBREVIATION.findall(sentence)))
            if short not in explained
        ]
    age = measure(sentences).age
    if age > OLDEST:
        found.append(f"the reading age is {age:.0f}; use shorter words, at most {OLDEST}")
    return list(dict.fromkeys(found))
