"""What stands around the findings: key points, limits, sources, the meaning of words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jsna.disclosure.safe import Safe
from jsna.figures import Figure
from jsna.show.markup import attribute, words
from jsna.show.shown import Shown
from jsna.show.sourced import named

N_IS = "n: on how many children, answers or cases a number rests."


def key_points(points: Sequence[Shown], *, heading: str = "In short") -> Shown:
    """Return the findings of a page as one box at its top.

    A page that holds real and made-up figures has two boxes, and their headings say which is which.
    Where a point says `(n 355)`, the box says what n is.
    """
    note = N_IS if any("(n " in point.text for point in points) else ""
    said_of_n = f'<p class="note">{words(note)}</p>' if note else ""
    items = "".join(f"<li>{_inside(point.html)}</li>" for point in points)
    html = (
        f'<section class="points" aria-label="{attribute(heading)}">'
        f"<p><strong>{words(heading)}</strong></p>"
        f"<ul>{items}</ul>{said_of_n}</section>"
    )
    said = [heading, *(f"- {point.text}" for point in points), *([note] if note else [])]
    return Shown(html, "\n".join(said))


def _inside(html: str) -> str:
    """Return a paragraph's inside, so that a list item holds words and not a paragraph."""
    start, end = html.find(">"), html.rfind("</p>")
    one = html.startswith("<p") and end > 0 and html.count("<p") == 1
    return html[start + 1 : end] if one else html


def limits(*of: Figure | Safe) -> Shown:
    """Return what the figures do not tell, each sentence once."""
    figures = [one.figure if isinstance(one, Safe) else one for one in of]
    said = list(dict.fromkeys(figure.limits.strip() for figure in figures if figure.limits.strip()))
    if not said:
        return Shown("", "")
    items = "".join(f"<li>{words(part)}</li>" for part in said)
    head = "<p><strong>What this does not tell us</strong></p>"
    html = f'<div class="limits">{head}<ul>{items}</ul></div>'
    return Shown(html, "What this does not tell us\n" + "\n".join(f"- {part}" for part in said))


def sources(safes: Iterable[Safe], edition: Any = None) -> Shown:
    """Return where the figures come from: one line a source, then how each figure was made."""
    used: dict[str, list[str]] = {}
    made: dict[str, str] = {}
    for safe in safes:
        figure = safe.figure
        how = [figure.period, safe.protection.method, figure.method]
        made[figure.title] = "; ".join(part.rstrip(".") for part in how if part)
        for source in named(safe, licence=True):
            used.setdefault(source, []).append(figure.title)
    note = ""
    if edition is not None:
        day = edition.as_of
        note = f"Nothing published after {day.day} {day:%B %Y} is used."
    lines = [(source, "; ".join(dict.fromkeys(titles))) for source, titles in used.items()]
    items = "".join(
        f"<li><strong>{words(source)}.</strong> Used for: {words(of)}.</li>" for source, of in lines
    )
    ways = "".join(f"<li>{words(title)}: {words(how)}.</li>" for title, how in made.items())
    html = (
        f'<ul class="sources">{items}</ul>'
        f'<p>How each was made:</p><ul class="sources">{ways}</ul>'
        + (f'<p class="note">{words(note)}</p>' if note else "")
    )
    text = [f"- {source}. Used for: {of}." for source, of in lines]
    text += [f"- {title}: {how}." for title, how in made.items()]
    return Shown(html, "\n".join([*text, note]).rstrip())


def about(*, how: str = "", missing: str = "", tell: str = "") -> Shown:
    """Return a page's own words on its use, its gaps and how to answer.

    The template says the general ones; this adds what is true of one page only.
    """
    blocks = (
        ("How to use this part", how),
        ("What is missing here", missing),
        ("Tell us", tell),
    )
    html = "".join(
        f"<details><summary>{name}</summary><p>{words(text)}</p></details>"
        for name, text in blocks
        if text
    )
    return Shown(html, "\n".join(f"{name}: {text}" for name, text in blocks if text))


def glossary(terms: Mapping[str, str]) -> Shown:
    """Return terms and their meaning as a list of definitions."""
    html = "".join(f"<dt>{words(term)}</dt><dd>{words(text)}</dd>" for term, text in terms.items())
    text = "\n".join(f"{term}: {meaning}" for term, meaning in terms.items())
    return Shown(f'<dl class="glossary">{html}</dl>', text)
