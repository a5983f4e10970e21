"""Easy read: short sentences, one idea a line, a drawing beside each, larger type.

A machine can count words; whether the page is easy, people who use easy read must say. Each piece
is marked as not yet reviewed until somebody has.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from jsna.disclosure.safe import Safe
from jsna.errors import BuildError, FigureError
from jsna.show import reading
from jsna.show.framed import MADE_UP
from jsna.show.icons import NAMES, icon
from jsna.show.markup import words
from jsna.show.numbers import written
from jsna.show.sentence import Number, Part, cell_of, sentence
from jsna.show.shown import Shown

NOT_REVIEWED = "A person must check this page before it is used."


@dataclass(frozen=True)
class Line:
    """One idea."""

    icon: str
    said: Shown
    made_up: bool = False


def text(drawing: str, said: str) -> Line:
    """Return a line of typed words; a number in it is refused, since it comes from a figure."""
    _no_typed_number(said, ())
    return _line(drawing, [said], False)


def _no_typed_number(said: str, known: Collection[str]) -> None:
    """Refuse a number that no figure brings; a year may be named where the figure is of it."""
    if set(re.findall(r"\d[\d,./]*", said)) - {part for value in known for part in value.split()}:
        raise FigureError(
            f"The easy read line '{said[:60]}' has a number typed in:",
            ["use easy.count or easy.one_in with a safe figure"],
        )


def count(drawing: str, safe: Safe, before: str, after: str, **where: str) -> Line:
    """Return a line with a count: `About 520 children | have autism`.

    `before` and `after` are the words around the number; a withheld number is said to be so.
    """
    _no_typed_number(f"{before} {after}", where.values())
    cell = cell_of(safe, where, "easy.count", "value")
    if not cell.shown or cell.value is None:
        return _line("hidden", ["The number is too small to tell you."
                                if cell.row["status"] == "too few to show"
                                else "Nobody counted this."], safe.made_up)  # fmt: skip
    rounded, how = _round(cell.value)
    number: Number = (
        cell.number()
        if rounded == cell.value
        else Number(safe.figure.id, rounded, written(rounded), how, (cell.value,))
    )
    about = "about " if rounded != cell.value or safe.protection.base > 1 else ""
    start = f"{before} {about}".lstrip()
    return _line(drawing, [start[:1].upper() + start[1:], number, f" {after}"], safe.made_up)


def one_in(drawing: str, safe: Safe, after: str, **where: str) -> Line:
    """Return a share as `About 4 out of every 5`: easier than a percentage."""
    _no_typed_number(after, where.values())
    cell = cell_of(safe, where, "easy.one_in", "percent")
    if not cell.shown or cell.value is None:
        return _line("hidden", ["We cannot tell you how many."], safe.made_up)
    part, whole = _fraction(cell.value)
    if part == 0:
        return _line(drawing, [f"Almost none {after}"], safe.made_up)
    if part == whole:
        return _line(drawing, [f"Almost all {after}"], safe.made_up)
    numbers = [
        Number(safe.figure.id, float(value), str(value), f"{which} of {whole}", (cell.value,))
        for which, value in (("parts", part), ("whole", whole))
    ]
    said: list[Part] = ["About ", numbers[0], " out of every ", numbers[1], f" {after}"]
    return _line(drawing, said, safe.made_up)


def _round(value: float) -> tuple[float, str]:
    """Return a number that is easy to hold: two figures that count, whole below a hundred."""
    if abs(value) < 100:
        return float(round(value)), "rounded"
    step = 10 ** (len(str(int(abs(value)))) - 2)
    return float(round(value / step) * step), "rounded"


def _fraction(percent: float) -> tuple[int, int]:
    """Return the simple fraction nearest to a percentage, in halves to tenths."""
    options = [(part, whole) for whole in (2, 3, 4, 5, 10) for part in range(whole + 1)]
    return min(options, key=lambda one: (round(abs(one[0] / one[1] - percent / 100), 3), one[1]))


def _line(drawing: str, parts: Sequence[Part], made_up: bool) -> Line:
    if drawing not in NAMES:
        raise FigureError(f"There is no drawing '{drawing}':", [f"take one of {', '.join(NAMES)}"])
    return Line(drawing, sentence(*parts, kind="easy-line"), made_up)


def _without(names: Collection[str], sentence: str) -> str:
    for name in sorted(names, key=len, reverse=True):
        sentence = sentence.replace(name, "here")
    return sentence


def read(
    lines: Sequence[Line],
    *,
    explained: Mapping[str, str] | None = None,
    names: Collection[str] = (),
) -> Shown:
    """Return the lines as one easy read piece; what is too hard is refused, all of it at once.

    `explained` gives the meaning of each word that must be used, such as `EHC`; `names` are names
    of places, which are what they are: they count as one easy word.
    """
    meanings = dict(explained or {})
    sentences = [line.said.text for line in lines]
    read_out = [_without(names, sentence) for sentence in sentences]
    problems = reading.problems([*read_out, *meanings.values()], meanings)
    if problems:
        raise BuildError("This is not easy to read yet:", problems)
    measured = reading.measure(read_out)
    rows = "".join(f'<li class="easy-row">{icon(line.icon)}{line.said.html}</li>' for line in lines)
    made_up = any(line.made_up for line in lines)
    head = f'<p class="banner"><strong>{words(NOT_REVIEWED)}</strong></p>'
    head += f'<p class="made-up">{words(MADE_UP)}</p>' if made_up else ""
    terms = "".join(
        f"<dt>{words(term)}</dt><dd>{words(meaning)}</dd>" for term, meaning in meanings.items()
    )
    glossary = f'<p><strong>Words we explain</strong></p><dl class="glossary">{terms}</dl>'
    html = (
        f'<div class="easy"{" data-made-up" if made_up else ""} '
        f'data-reading-age="{measured.age:.1f}">{head}<ul>{rows}</ul>'
        f"{glossary if terms else ''}</div>"
    )
    said = [NOT_REVIEWED, *([MADE_UP] if made_up else []), *sentences]
    return Shown(html, "\n".join(said))
