"""What the commands about the draft, the packs and the questions do; each returns what to print."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from inspection import call_day, claim_signing, evidence, frozen, packs, paper_html, requests, word
from inspection.changed import changes, many
from inspection.claims import State
from inspection.draft import real_only, refused
from inspection.draft_assembly import assemble
from inspection.draft_paper import paper
from inspection.known import CLAIMS, Known, open_known, stored
from inspection.pack_assembly import context
from inspection.packs.lens import blocks
from inspection.paper import REHEARSAL, Table
from inspection.questions import by_organisation
from inspection.stale import Checked
from inspection.value_figures import RETURNS
from jsna import params as editions
from jsna.errors import DataError, FigureError
from jsna.project import REPORTS, named

if TYPE_CHECKING:
    from jsna.disclosure.safe import Safe
    from jsna.params import Params


def known_of(
    params: "Params",
    with_extracts: bool = True,
    figures: "Mapping[str, Safe] | None" = None,
    claims_path: Path = CLAIMS,
) -> Known:
    """Return all that is known: papers, published and safe figures, the programme's returns.

    Without `figures` those of the last build are taken, if there was one. Before any build no
    return is shown: a build is what makes it safe.
    """
    from jsna.edition import Edition

    accepted = stored(params) if with_extracts else {}
    if figures is None:
        try:
            figures = Edition.open(params.edition).figures
        except FigureError:
            figures = {}
    if RETURNS not in figures:
        accepted = {name: held for name, held in accepted.items() if name != "kpi_returns"}
    return open_known(params, accepted, figures, claims_path=claims_path)


def ledger_at(path: Path | None) -> Path:
    """Return the claim ledger to use: the project's own, or one that is there to practise on."""
    if path is not None and not path.is_file():
        raise DataError(
            "The claim ledger cannot be read:",
            [f"there is no {path}: copy {named(CLAIMS)} there first"],
        )
    return path or CLAIMS


def run_draft(
    params_path: Path,
    mine: Path | None,
    out: Path,
    marked: bool = False,
    real: bool = False,
    ledger: Path | None = None,
) -> str:
    """Write a draft, keeping the words in `mine`; return what was written and what to look at."""
    claims = ledger_at(ledger)
    whole = assemble(
        known_of(editions.read(params_path), with_extracts=not real, claims_path=claims)
    )
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
            f"{many(len(found.moved), 'figure')} changed. In your words: "
            f"{many(len(found.checked.stale), 'number')} out of date, "
            f"{many(len(found.returned.edited), 'edited locked line')}, "
            f"{many(len(found.returned.outside), 'passage')} out of place."
        )
        lines += [f"  - {one.place}: {one.line}" for one in found.checked.stale]
        lines += [f"  - edited where it is locked, {one.line}" for one in found.returned.edited]
    return "\n".join(lines) + "\n"


def draft_fragment(known: Known, top: int = 2) -> str:
    """The draft as HTML for a page of `partnership/` that has its title, faults marked."""
    whole = paper(assemble(known), marked=True)
    opened = word.with_changes(whole, changes(whole, None, Checked(), None))
    return paper_html.fragment(opened, top=top)


def write_partnership(known: Known, folder: Path) -> tuple[Path, ...]:
    """Write the draft and every pack, Word and HTML, into a new folder; return the Word files."""
    whole = assemble(known)
    path = folder / "self-evaluation.docx"
    written = word.write(paper(whole, marked=True), path, list_changes=False)
    page = path.with_suffix(".html")
    page.write_text(paper_html.page(written.paper), encoding="utf-8", newline="\n")
    facts = context(known, whole)
    return (path, *(packs.make(name, facts, folder / "packs") for name in packs.NAMES))


def run_sign(
    params_path: Path,
    ids: Sequence[str],
    state: State,
    role: str,
    on: date,
    ledger: Path | None = None,
) -> str:
    """Sign claims in the ledger; without ids, list each claim with its state and what it says."""
    claims = ledger_at(ledger)
    known = known_of(editions.read(params_path), claims_path=claims)
    if ids:
        signed = claim_signing.sign(claims, known.claims, ids, state, role, on)
        return f"{many(len(signed), 'claim')} {state} by {role} on {on}, in {named(claims)}.\n"
    lines = []
    for one in known.claims:
        mark = f"{REHEARSAL}: " if one.made_up else ""
        faults = [refusal.fault for refusal in one.refusals if refusal.fault != "unsigned"]
        lines.append(f"{one.claim.id} ({', '.join([one.claim.state, *faults])})")
        lines.append(f"  {mark}{''.join(piece.text for piece in one.pieces)}")
    return "\n".join(lines) + "\n"


def run_call_day(call: date, params_path: Path, out: Path, evidence_folder: Path | None) -> str:
    """Freeze the evidence folder of a call; return the ten-day countdown, and where it lies.

    A folder that is there is never written over: it is held against its own checksums instead.
    `evidence_folder` holds files that are named by their evidence id, such as `post-box.pdf`.
    """
    held = requests.answers(requests.read(), evidence.read(date.max), call)
    plan = call_day.countdown(call, held)
    told = call_day.main_text(plan)
    if out.exists():
        problems = frozen.changed(out)
        if evidence_folder is not None:
            problems.append("evidence was given, and a frozen folder takes no more: name a new one")
        if problems:
            raise DataError(f"{out} was frozen before and cannot be used:", problems)
        return f"{told}\n{out} was frozen before and is as it was: nothing was written.\n"
    files = _by_stem(evidence_folder) if evidence_folder else {}
    papers = _built(editions.read(params_path).edition)
    frozen.freeze(plan, out, files, papers)
    left_out = frozen.unused(plan, files)
    told += f"\nFroze {out}: the countdown, {many(len(files) - len(left_out), 'piece')} of "
    told += f"evidence and {many(len(papers), 'paper')} of the last build.\n"
    if not papers:
        told += f"No report is built: run jsna build {named(params_path)}, then freeze elsewhere.\n"
    if evidence_folder is None:
        told += "No piece of evidence was copied: name their folder with --evidence.\n"
    told += "".join(f"Left out: {name} answers no item of the request list.\n" for name in left_out)
    return told


def _by_stem(folder: Path) -> dict[str, Path]:
    """Return the files of a folder by their name without its ending."""
    if not folder.is_dir():
        raise DataError("There is no evidence to freeze:", [f"{folder} is no folder"])
    found: dict[str, Path] = {}
    twice = []
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        if path.stem in found:
            twice.append(f"{found[path.stem].name} and {path.name} have one name: keep one")
        found[path.stem] = path
    if twice:
        raise DataError(f"The evidence in {folder} cannot be frozen:", twice)
    return found


def _built(edition: str) -> dict[str, Path]:
    """Return the papers of an edition's last build by their path in `partnership/`."""
    folder = REPORTS / edition / "partnership"
    papers = [*folder.glob("self-evaluation.*"), *folder.glob("packs/*")]
    return {path.relative_to(folder).as_posix(): path for path in sorted(papers)}


def run_pack(params_path: Path, name: str, folder: Path, keep: Path | None = None) -> str:
    """Write one pack, or with `all` every one; return the paths."""
    if name != "all" and name not in packs.NAMES:
        packs.paper(name, None)  # type: ignore[arg-type]  # refuses, naming those there are
    known = known_of(editions.read(params_path))
    facts = context(known, assemble(known, drawn=False))
    wanted = packs.NAMES if name == "all" else (name,)
    if keep is not None and len(wanted) > 1:
        raise DataError("The words of one pack cannot be kept in all:", ["name the pack"])
    paths = [packs.make(one, facts, folder, keep) for one in wanted]
    return "".join(f"Wrote {path} and {path.with_suffix('.html')}.\n" for path in paths)


def run_questions(params_path: Path, area: int = 0, place: str = "") -> str:
    """Return the questions for each organisation, or through the lens of an area and a place."""
    known = known_of(editions.read(params_path))
    facts = context(known, assemble(known, drawn=False))
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
