"""What a made-up figure touched, put apart: the real paper first, the rehearsal in an annex.

    apart(paper) -> the same paper, its REHEARSAL sentences, rows and pictures in the last sections

A reader who stops before the annex has read only what is real. The writer's own places stay
where they are; nothing is lost, and everything in the annex keeps its mark.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from inspection.paper import (
    ANNEX,
    Block,
    Bullets,
    Links,
    OwnWords,
    Paper,
    Section,
    Sentence,
    Table,
    block_made_up,
)

HEADING = "Annex: rehearsal with made-up figures"
NOTHING_REAL = "Nothing is known here from real figures and papers alone."

_OPENING = Sentence(
    "Nothing in this annex is known of the county. It shows how the paper would read with the "
    "records of a made-up one; each sentence and each row says so, and none can be signed off."
)


def apart(paper: Paper) -> Paper:
    """Return the paper with its rehearsal in an annex; one without any is returned as it is.

    A title's note on the rehearsal, a section of level 0, stays where it is.
    """
    real: list[Section] = []
    annex: list[Section] = []
    chapter: Section | None = None
    for section in paper.sections:
        if section.level == 0:
            real.append(section)
            continue
        ours, rehearsed = _parted(section.blocks)
        real.append(replace(section, blocks=ours))
        if section.level == 1:
            chapter = section
        if rehearsed:
            if section.level > 1 and chapter and not _holds(annex, chapter):
                annex.append(_moved(chapter, ()))
            annex.append(_moved(section, rehearsed))
    if not annex:
        return paper
    opening = Section(ANNEX, HEADING, 1, (_OPENING,))
    return replace(paper, sections=(*map(_linked, real), opening, *annex))


def _holds(annex: Iterable[Section], chapter: Section) -> bool:
    return any(one.id == f"{ANNEX}-{chapter.id}" for one in annex)


def _moved(section: Section, blocks: Sequence[Block]) -> Section:
    heading = f"Rehearsal: {section.heading}"
    return Section(f"{ANNEX}-{section.id}", heading, section.level + 1, tuple(blocks))


def _parted(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return what is real, said to be nothing where nothing is left, and what is rehearsed."""
    ours: list[Block] = []
    rehearsed: list[Block] = []
    for block in blocks:
        if not block_made_up(block):
            ours.append(block)
            continue
        if isinstance(block, Bullets):
            kept = tuple(one for one in block.sentences if not one.made_up)
            ours += [Bullets(kept)] if kept else []
            rehearsed.append(Bullets(tuple(one for one in block.sentences if one.made_up)))
        elif isinstance(block, Table):
            rows = tuple(row for row in block.rows if not row.made_up)
            ours += [replace(block, rows=rows)] if rows else []
            rehearsed.append(_rehearsed(block))
        else:
            rehearsed.append(block)
    if rehearsed and not any(not isinstance(block, OwnWords) for block in ours):
        ours.insert(0, Sentence(NOTHING_REAL))
    return tuple(ours), tuple(rehearsed)


def _rehearsed(table: Table) -> Table:
    """Return the made-up rows of a table under a caption that says so."""
    said = table.caption if "rehears" in table.caption else f"{table.caption}, rehearsed"
    return replace(table, caption=said, rows=tuple(row for row in table.rows if row.made_up))


def _linked(section: Section) -> Section:
    """Return a contents with the annex as its last line."""
    blocks = tuple(
        Links((*block.to, (ANNEX, HEADING))) if isinstance(block, Links) else block
        for block in section.blocks
    )
    return replace(section, blocks=blocks)
