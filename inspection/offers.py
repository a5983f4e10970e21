"""What the start pages say of our papers: where each lies, whom it is for, what it is good for.

Each offer has the fields of `jsna.publish.index.Offer`, as plain values.
"""

from pathlib import Path

from inspection.paper import REHEARSAL, date_in_words
from inspection.sign_off import SignedBy

DRAFT, MEETINGS, VISIT = "The self-evaluation", "For meetings", "For the visit"

PAPERS = (
    (
        "self-evaluation",
        DRAFT,
        "Draft self-evaluation against the nine areas",
        "Where each area stands and what it rests on. The Word file keeps your own words when it "
        "is refreshed.",
    ),
    (
        "packs/board-pack",
        MEETINGS,
        "Pack of the Improvement Board",
        "Every six weeks: what the Board must decide, what is overdue, what is off track.",
    ),
    (
        "packs/dfe-nhse-report",
        MEETINGS,
        "Report to DfE and NHS England",
        "Every six months: progress, delays and why, impact, the last letter's advice answered.",
    ),
    (
        "packs/highs-and-lows",
        MEETINGS,
        "Highs and lows on one page",
        "For anybody with one minute: at most five of each.",
    ),
    (
        "packs/inspector-pack",
        VISIT,
        "Inspectors' pack",
        "Each area from finding to impact, with the case against it printed beside it.",
    ),
    (
        "packs/inspectors-lens",
        VISIT,
        "The inspector's lens",
        "An area and a district: the three hardest questions, and what we can answer today.",
    ),
    (
        "packs/questions-to-leaders",
        VISIT,
        "Questions to senior leaders",
        "What each organisation should expect to be asked, and why.",
    ),
    (
        "packs/accelerated-plan",
        VISIT,
        "Accelerated progress plan: skeleton",
        "Should an area not be found sufficient: what is missing, and what each review looks at.",
    ),
)
"""Path without its ending, group, title, what it is good for."""


def of_partnership(folder: Path) -> list[dict[str, object]]:
    """Return what lies in a partnership folder beside its pages; a rehearsal says so."""
    return [
        {
            "path": f"{path}.html",
            "title": title,
            "what": what,
            "group": group,
            "rehearsal": REHEARSAL in (folder / f"{path}.html").read_text(encoding="utf-8"),
            "beside": [[f"{path}.docx", "Word"]],
        }
        for path, group, title, what in PAPERS
    ]


def signed_off(path: str, signed: SignedBy) -> dict[str, object]:
    """Return how the public start page leads to the signed-off self-evaluation."""
    on = date_in_words(signed.on.isoformat())
    return {
        "path": path,
        "title": "Self-evaluation against the nine areas",
        "what": f"What the partnership says of its own progress. Signed off by {signed.role} on "
        f"{on}; it rests on real figures and papers alone.",
    }
