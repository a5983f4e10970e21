"""What a Word paper remembers of itself: a small record inside the file, unseen in Word.

It holds the controls and the locked lines as they were written, every value each figure ever
had in this paper, and the states compared at the next refresh. Without it nobody could tell an
edited line from a refreshed one, or a stale number from one that was never a figure's.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from inspection.paper import Figure, Paper
from inspection.stale import PastFigure

_SPACE = "urn:send-needs-workbook:paper-ledger"
_PROPS = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPS_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PROPS_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
)
_STORE = "{6B1D8C52-5E0C-4C0B-9E7A-5E4D5E454453}"


@dataclass(frozen=True)
class Ledger:
    """The record of one written version."""

    paper: str
    version: int
    as_of: str
    controls: tuple[str, ...]
    """Tags of every control as written, in order."""
    lines: dict[str, tuple[str, ...]]
    """For each locked control its lines as written."""
    prompts: tuple[str, ...]
    """Every prompt that ever stood in an empty control of the writer."""
    figures: tuple[PastFigure, ...]
    printed: dict[str, str]
    """How each figure of this version was printed."""
    states: dict[str, str] = field(default_factory=dict)
    page: tuple[str, ...] = ()
    """Head and foot of the page as written."""


def past_figures(before: Ledger | None, figures: tuple[Figure, ...]) -> tuple[PastFigure, ...]:
    """Add today's values to those printed before; a figure that has gone is remembered."""
    past = {figure.id: figure for figure in before.figures} if before else {}
    for figure in figures:
        numbers = past[figure.id].numbers if figure.id in past else ()
        if figure.number is not None and figure.number not in numbers:
            numbers = (*numbers, figure.number)
        past[figure.id] = PastFigure(figure.id, figure.title, figure.unit, numbers)
    return tuple(past.values())


def ledger_of(
    paper: Paper,
    before: Ledger | None,
    controls: tuple[str, ...],
    lines: dict[str, tuple[str, ...]],
    page: tuple[str, ...],
) -> Ledger:
    """Make the record of the version that is being written."""
    prompts = [block.prompt for block in paper.own_words]
    return Ledger(
        paper=paper.name,
        version=before.version + 1 if before else 1,
        as_of=paper.as_of,
        controls=controls,
        lines=lines,
        prompts=tuple(dict.fromkeys([*(before.prompts if before else ()), *prompts])),
        figures=past_figures(before, paper.figures),
        printed={figure.id: figure.printed for figure in paper.figures},
        states=dict(paper.states),
        page=page,
    )


def read_ledger(document: Document) -> Ledger | None:
    """Return the record in a document, or None where it carries none that can be read."""
    for part in _ledger_parts(document):
        try:
            held = json.loads(etree.fromstring(part.blob).text or "")
            return Ledger(
                paper=held["paper"],
                version=held["version"],
                as_of=held["as_of"],
                controls=tuple(held["controls"]),
                lines={tag: tuple(lines) for tag, lines in held["lines"].items()},
                prompts=tuple(held["prompts"]),
                figures=tuple(
                    PastFigure(one["id"], one["title"], one["unit"], tuple(one["numbers"]))
                    for one in held["figures"]
                ),
                printed=held["printed"],
                states=held["states"],
                page=tuple(held["page"]),
            )
        except (ValueError, KeyError, TypeError):
            continue
    return None


def write_ledger(document: Document, ledger: Ledger) -> None:
    """Put the record into the document, in place of the one that it carried."""
    root = etree.Element(f"{{{_SPACE}}}ledger", nsmap={None: _SPACE})
    root.text = json.dumps(asdict(ledger), ensure_ascii=False, sort_keys=True)
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    for part in _ledger_parts(document):
        part._blob = blob
        return
    package = document.part.package
    name = package.next_partname("/customXml/item%d.xml")
    part = Part(name, "application/xml", blob, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    number = "".join(letter for letter in name if letter.isdigit())
    properties = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
        f'<ds:datastoreItem ds:itemID="{_STORE}" xmlns:ds="{_PROPS}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{_SPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    partname = PackURI(f"/customXml/itemProps{number}.xml")
    part.relate_to(
        Part(partname, _PROPS_TYPE, properties.encode("utf-8"), package), _PROPS_RELATION
    )


def _ledger_parts(document: Document) -> Iterator[Part]:
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_XML and not relation.is_external:
            part = relation.target_part
            if _SPACE.encode() in part.blob:
                yield part
