"""What is printed or posted: PDF copies, pictures of single figures, posters on A3.

They are made from the pages of a report that passed the gate, are read again themselves, and lie
outside the report: a build replaces its report whole, and nobody wants last month's papers in it.
Papers of the partnership's pages lie in a folder of their own and bear its marking in their names:
a picture of a figure has no head of a page to say it.
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from jsna.disclosure import prints as checked
from jsna.errors import BuildError, DisclosureError
from jsna.publish import cards, pdf, workshop
from jsna.publish.chromium import browser
from jsna.publish.page import MARKINGS
from jsna.run.checksums import of_file

KINDS = ("pdf", "cards", "posters")
RECORD = "prints.json"
"""What was printed from which page; also the sign that a folder may be replaced."""


@dataclass(frozen=True)
class Printed:
    """One paper."""

    path: Path
    page: str
    """The page it was made from, from its audience's folder."""


def write(
    public: Path, folder: Path, pages: str = "*", kinds: Sequence[str] = KINDS
) -> list[Printed]:
    """Write the papers of one audience's folder; all of them pass the gate, or none is kept.

    `public` is that folder: `public` of a report, or its `partnership`.
    """
    listed = _gated(public)
    chosen = [name for name in listed if name.startswith("pages/")]
    chosen = [name for name in chosen if fnmatch(name[len("pages/") : -len(".html")], pages)]
    posters = [name for name in listed if fnmatch(name, f"{workshop.FOLDER}/*-poster.html")]
    if not chosen:
        raise BuildError(
            f"No page is called '{pages}':",
            [f"the pages are: {', '.join(n[6:-5] for n in listed if n.startswith('pages/'))}"],
        )
    _may_be_replaced(folder)
    staged = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        made = _made(public, staged, chosen, posters, kinds)
        _pass_the_gate(public, made)
        _record(public, staged, made)
        shutil.rmtree(folder, ignore_errors=True)
        staged.replace(folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return [Printed(folder / one.path.relative_to(staged), one.page) for one in made]


def _gated(public: Path) -> list[str]:
    """Return the pages of the report as the gate passed them; one edited since is refused."""
    try:
        outputs = json.loads((public / "run.json").read_text(encoding="utf-8"))["outputs"]
    except FileNotFoundError:
        raise BuildError(
            "There is no report to print from:",
            [f"'{public.parent.name}' was not built here; run: jsna build"],
        ) from None
    pages = [name for name in outputs if name.endswith(".html")]
    edited = [
        name
        for name in pages
        if not (public / name).is_file() or of_file(public / name) != outputs[name]
    ]
    if edited:
        raise BuildError(
            "The report is not as it passed the gate:",
            [f"{name} was changed or taken away since; build again" for name in edited],
        )
    return sorted(pages)


def _may_be_replaced(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / RECORD).is_file():
        raise BuildError(
            f"{folder} cannot be used:", ["it holds something else; name a new or an empty folder"]
        )


def _made(
    public: Path, staged: Path, pages: list[str], posters: list[str], kinds: Sequence[str]
) -> list[Printed]:
    day = json.loads((public / "run.json").read_text(encoding="utf-8"))["as_of"].replace("-", "")
    made = []
    marking = f"{MARKINGS[public.name]}--" if MARKINGS.get(public.name) else ""
    with browser() as context:
        for name in pages:
            short = marking + name[len("pages/") : -len(".html")].replace("/", "--")
            if "pdf" in kinds:
                target = staged / "pdf" / f"{short}.pdf"
                made.append(Printed(pdf.write(context, public / name, target, day), name))
            if "cards" in kinds:
                for path in cards.write(context, public / name, staged / "cards" / short):
                    made += [Printed(path, name), Printed(path.with_suffix(".txt"), name)]
        for name in posters if "posters" in kinds else []:
            target = staged / "posters" / f"{Path(name).stem}.pdf"
            made.append(Printed(pdf.write(context, public / name, target, day), name))
    return made


def _pass_the_gate(public: Path, made: list[Printed]) -> None:
    open_to_all = public.name == "public"
    found = [
        leak
        for one in made
        for leak in checked.leaks(one.path, public / one.page, public=open_to_all)
    ]
    if found:
        raise DisclosureError("The papers are not handed over:", [str(leak) for leak in found])


def _record(public: Path, staged: Path, made: list[Printed]) -> None:
    record = {
        "edition": public.parent.name,
        "papers": {one.path.relative_to(staged).as_posix(): one.page for one in made},
        "checksums": {one.path.relative_to(staged).as_posix(): of_file(one.path) for one in made},
    }
    text = json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    (staged / RECORD).write_text(text, encoding="utf-8", newline="\n")
