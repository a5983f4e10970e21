"""What the pages of `partnership/` show, one module a page. Every piece is text, never a chart.

    known = open_for(Edition.open(edition))
    judgement.answers(known, 6)

Nothing here sees a child's record: of the extracts only the programme's own are opened, its log,
its returns (as the edition's safe figure shows them) and its register of evidence.
"""

from collections.abc import Iterable, Mapping

# What checking a register imports on its way: once, before pages are forked.
import pandera.strategies.pandas_strategies  # noqa: F401

from inspection import known
from inspection.known import Known
from inspection.paper import Sentence
from jsna.edition import Edition
from jsna.show.markup import words
from jsna.show.shown import Shown


def open_for(report: Edition) -> Known:
    """Return all that is known in the edition that is being built, or in its last build."""
    return known.open_known(report.params, known.stored(report.params), report.figures)


def listed(sentences: Iterable[Sentence], none: str = "") -> Shown:
    """Return sentences as a list, each with its mark and what it rests on."""
    told = [f"{one.exported} {one.reference}".strip() for one in sentences]
    if not told:
        return Shown(f'<p class="register">{words(none)}</p>', none)
    items = "".join(f"<li>{words(one)}</li>" for one in told)
    return Shown(f'<ul class="register">{items}</ul>', "\n".join(told))


def headed(parts: Mapping[str, Shown], level: int = 3) -> Shown:
    """Return pieces one under the other, each under its heading."""
    html = (
        f'<section class="register"><h{level}>{words(heading)}</h{level}>{part.html}</section>'
        for heading, part in parts.items()
    )
    return Shown("\n".join(html), "\n".join(f"{name}\n{one.text}" for name, one in parts.items()))
