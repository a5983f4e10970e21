"""Whether a gap survives other ways of counting, in one sentence."""

from jsna.disclosure.safe import Safe
from jsna.show.chosen import get
from jsna.show.numbers import written
from jsna.show.sentence import Number, Part, cell_of, sentence
from jsna.show.shown import Shown
from jsna.stats.verdicts import further_out, on_ratio


def survives(
    safe: Safe, place: str, by: str = "denominator", *, among: int = 1, **where: str
) -> Shown:
    """Return whether a place's gap to the rest is there whichever children are counted.

    `safe` holds ratios of the place's share to the rest's, one for each value of `by`. Each is
    judged as one `among` so many questions of the page (Bonferroni).
    """
    wider = further_out(among)
    parts: list[Part] = [f"{place} against the rest of the county"]
    parts.append("".join(f", {value.lower()}" for value in where.values()))
    values = safe.values(by)
    verdicts: dict[str, str] = {}
    for position, value in enumerate(values):
        found = cell_of(safe, {**where, "area": place, by: value}, "gone_without.survives")
        parts.append(": " if position == 0 else "; ")
        parts.append(f"of those {_lower(value)} ")
        if not found.shown:
            parts.append(str(found.row["status"]))
            verdicts[value] = "cannot tell"
            continue
        lower, upper = get(found.row, "lower"), get(found.row, "upper")
        middle = found.value or 1.0
        ends = [
            None if end is None or end <= 0 else middle * (end / middle) ** wider
            for end in (lower, upper)
        ]
        verdicts[value] = on_ratio(*ends)
        parts += [found.number(), " times as many"]
        if lower is not None and upper is not None:
            parts += [
                " (likely ", Number(safe.figure.id, lower, written(lower, found.unit)), " to ",
                Number(safe.figure.id, upper, written(upper, found.unit)), ")",
            ]  # fmt: skip
    parts.append(f". {_conclusion(verdicts)}")
    return sentence(*parts)


_COUNTED = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def _conclusion(verdicts: dict[str, str]) -> str:
    """Return what the verdicts under all ways of counting say together.

    >>> _conclusion({"Eligible": "real", "With a plan": "cannot tell"})
    'The gap is real counted the first way and not sure when counting those with a plan.'
    """
    real = [name for name, verdict in verdicts.items() if verdict == "real"]
    rest = [name for name in verdicts if name not in real]
    if not rest:
        return f"The gap is real in all {_COUNTED.get(len(real), 'of the')} ways of counting."
    if not real:
        return "Counted in none of these ways is there a gap that is sure."
    first = (
        "The gap is real counted the first way"
        if real == [next(iter(verdicts))]
        else (f"The gap is real when counting those {_listed(real)}")
    )
    return f"{first} and not sure when counting those {_listed(rest)}."


def _listed(names: list[str]) -> str:
    words = [_lower(name) for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
