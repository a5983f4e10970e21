"""How many published numbers the records agree with, and which they do not, in a sentence."""

from jsna.code_words import DIFFERS
from jsna.disclosure.safe import Safe
from jsna.figures import SHOWN
from jsna.show.sentence import Number, Part, cell_of, sentence
from jsna.show.shown import Shown


def agreement(verdicts: Safe, compared: Safe) -> Shown:
    """Return how many of the numbers that could be compared agree, and name those that differ.

    `verdicts` counts the comparisons by their verdict: they agree, differ, or hold no records of
    that year. `compared` is the comparisons, one line each.
    """
    agree, differ, none = (
        cell_of(verdicts, {"verdict": one}, "agreeing.agreement")
        for one in verdicts.values("verdict")
    )
    if not (agree.shown and differ.shown and none.shown):
        return sentence("Whether records and published numbers agree cannot be said.")
    same, other = agree.number(), differ.number()
    whole = same.value + other.value
    if not whole:
        return sentence("No published number has records of its year: nothing can be compared.")
    together = Number(verdicts.figure.id, whole, f"{whole:,.0f}", "sum", (same.value, other.value))
    parts: list[Part] = [
        "Published numbers that the lists can be held against: ", together,
        ". With our lists ", same, " agree and ", other, f" differ{_which(compared)}.",
    ]  # fmt: skip
    if none.value:
        parts += [" For ", none.number(), " more there are no lists of that year."]
    return sentence(*parts)


def _which(compared: Safe) -> str:
    shown = compared.cells[compared.cells["status"] == SHOWN]
    named = list(dict.fromkeys(str(name) for name in shown["comparison"]))
    apart = [name.removesuffix(DIFFERS) for name in named if name.endswith(DIFFERS)]
    return f": {'; '.join(apart)}" if apart else ""
