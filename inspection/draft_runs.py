"""What the commands about the draft, the packs and the questions do; each returns what to print."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from inspection import packs, word
from inspection.draft import paper, real_only, refused
from inspection.draft_assembly import assemble
from inspection.known import Known, open_known
from inspection.pack_assembly import context
from inspection.packs.lens import blocks
from inspection.paper import REHEARSAL, Table
from inspection.questions import by_organisation
from jsna import params as editions
from jsna.errors import DataError, FigureError

if TYPE_CHECKING:
    import pandas as pd

    from jsna.params import Params

PROGRAMME = ("action_log", "kpi_returns")
"""The extracts that inspection reads: totals and actions, never a child's record."""


def known_of(params: "Params", with_extracts: bool = True) -> Known:
    """Return all that is known: papers, published and safe figures, the programme's returns."""
    from jsna.edition import Edition

    accepted: Mapping[str, pd.DataFrame] = {}
    if with_extracts:
        from jsna.run import accepted as received

        held = received.accepted(params)
        accepted = {name: held[name] for name in PROGRAMME if name in held}
    try:
        figures = Edition.open(params.edition).figures
    except FigureError:
        figures = {}  # no build yet: papers and published figures alone
    return open_known(params, accepted, figures)


def run_draft(
    params_path: Path,
    mine: Path | None,
    out: Path,
    marked: bool = False,
    real: bool = False,
) -> str:
    """Write a draft, keeping the words in `mine`; return what was written and what to look at."""
    whole = assemble(known_of(editions.read(params_path), with_extracts=not real))
    chosen = real_only(whole) if real else whole
    written = word.write(paper(chosen, marked), out, mine)
    found = written.changes
    lines = [f"Wrote {written.path} and {written.changes_path}."]
    if marked and refused(chosen):
        lines.append(f"{len(refused(chosen))} claims may not stand yet and are marked in it.")
    if written.paper.made_up:
        lines.append(f"It holds made-up figures: what they touched says {REHEARSAL}.")
    if found.returned is not None:
        lines.append(
            f"{len(found.moved)} figures changed; in your words "
            f"{len(found.checked.stale)} numbers no longer hold; "
            f"{len(found.returned.edited)} locked lines had been edited; "
            f"{len(found.returned.outside)} passages could not be kept in place."
        )
        lines += [f"  - {one.place}: {one.line}" for one in found.checked.stale]
        lines += [f"  - edited where it is locked, {one.line}" for one in found.returned.edited]
    return "\n".join(lines) + "\n"


def run_pack(params_path: Path, name: str, folder: Path, keep: Path | None = None) -> str:
    """Write one pack, or with `all` every one; return the paths."""
    if name != "all" and name not in packs.NAMES:
        packs.paper(name, None)  # type: ignore[arg-type]  # refuses, naming those there are
    known = known_of(editions.read(params_path))
    facts = context(known, assemble(known))
    wanted = packs.NAMES if name == "all" else (name,)
    if keep is not None and len(wanted) > 1:
        raise DataError("The words of one pack cannot be kept in all:", ["name the pack"])
    paths = [packs.make(one, facts, folder, keep) for one in wanted]
    return "".join(f"Wrote {path} and {path.with_suffix('.html')}.\n" for path in paths)


def run_questions(params_path: Path, area: int = 0, place: str = "") -> str:
    """Return the questions for each organisation, or through the lens of an area and a place."""
    known = known_of(editions.read(params_path))
    facts = context(known, assemble(known))
    if area:
        return _lens(known, area, place, blocks(facts, area, place))
    lines = []
    for organisation, found in by_organisation(facts).items():
        lines.append(f"{organisation} ({len(found)})")
        for one in found:
            mark = f"{REHEARSAL}: " if one.made_up else ""
            lines.append(f"  - {mark}{one.text} [{', '.join(one.why)}]")
        lines.append("")
    return "\n".join(lines)


def _lens(known: Known, area: int, place: str, found: tuple[object, ...]) -> str:
    problems = []
    numbers = [one.area_no for one in known.plan.areas]
    if area not in numbers:
        problems.append(f"there is no area {area}; choose one of {min(numbers)} to {max(numbers)}")
    if place and place not in known.districts:
        problems.append(f"'{place}' is no district; choose one of {', '.join(known.districts)}")
    if problems:
        raise DataError("The inspector's lens cannot be set:", problems)
    lines = []
    for block in found:
        if isinstance(block, Table):
            lines.append(block.caption)
            for row in block.rows:
                question, answer, _ = row.exported
                lines += [f"  - {question}", f"    {answer}"]
        else:
            lines.append(getattr(block, "exported", ""))
    return "\n".join(lines) + "\n"
