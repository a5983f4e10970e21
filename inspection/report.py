"""What inspection adds to a report: the partnership folder. jsna finds it by entry point.

A self-evaluation that the params file says is signed off goes to `public/` as well, and nothing
else does; where anything stands in its way the build stops and names it all.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from inspection import draft_runs, offers
from inspection.draft_assembly import assemble
from inspection.known import CLAIMS
from inspection.sign_off import SignedBy, public_page
from jsna.edition import Edition

PUBLIC = "self-evaluation.html"


def write(edition: Edition, folder: Path, claims_path: Path = CLAIMS) -> None:
    """Write `partnership/`: the self-evaluation and every pack, as Word and HTML."""
    target = folder / "partnership"
    target.mkdir(parents=True)
    params = edition.params
    known = draft_runs.known_of(params, figures=edition.figures, claims_path=claims_path)
    draft_runs.write_partnership(known, target)
    _offer(target, offers.of_partnership(target))
    if params.self_evaluation_signed_by and params.self_evaluation_signed_on:
        signed = SignedBy(params.self_evaluation_signed_by, params.self_evaluation_signed_on)
        page = public_page(assemble(known), signed, params.self_evaluation_words)
        (folder / "public").mkdir()
        (folder / "public" / PUBLIC).write_text(page, encoding="utf-8", newline="\n")
        _offer(folder / "public", [offers.signed_off(PUBLIC, signed)])


def _offer(folder: Path, found: Iterable[dict[str, object]]) -> None:
    """Leave word for the start page of what it may lead to."""
    text = json.dumps(list(found), ensure_ascii=False)
    (folder / "offered.json").write_text(text, encoding="utf-8", newline="\n")
