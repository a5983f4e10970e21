"""What a paper for people is made of, before it is Word or HTML.

The self-evaluation and every pack are a `Paper`: sections of blocks. Most blocks are ours and
are made again at each refresh; an `OwnWords` block belongs to its writer and is never touched.
A made-up figure is marked where it stands: `Sentence.made_up` and `Row.made_up` put the word
REHEARSAL into the exported text itself, so that a sentence copied out of the paper keeps it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inspection.periods import said

REHEARSAL = "REHEARSAL"
"""The word that every exported sentence carries which a made-up figure touched."""

ANNEX = "rehearsal"
"""Id of the annex that holds what made-up figures touched; its sections begin with it."""


@dataclass(frozen=True)
class Number:
    """A number in a sentence and the figure it is a cell of, so that a page can be traced."""

    printed: str
    figure_id: str
    value: float


@dataclass(frozen=True)
class Sentence:
    """One sentence, what it rests on, and what is to be said against using it."""

    text: str
    rests_on: tuple[str, ...] = ()
    """Ids of claims, figures, documents, actions: printed in brackets after the sentence."""
    made_up: bool = False
    mark: str = ""
    """Such as `UNSIGNED` or `STALE`: printed before the sentence, in capitals."""
    numbers: tuple[Number, ...] = ()
    """In the order in which they stand in the text."""

    @property
    def exported(self) -> str:
        """The sentence as any export prints it, its marks before it."""
        marks = [REHEARSAL] if self.made_up else []
        marks += [self.mark] if self.mark else []
        return f"{', '.join(marks)}: {self.text}" if marks else self.text

    @property
    def reference(self) -> str:
        """`[claim-4, figure-2]`, or nothing where it rests on nothing that has an id."""
        return f"[{', '.join(self.rests_on)}]" if self.rests_on else ""


@dataclass(frozen=True)
class Row:
    """One row of a table; its first cell names it."""

    cells: tuple[str, ...]
    made_up: bool = False
    numbers: tuple[tuple[int, Number], ...] = ()
    """Which cell, from 0, holds which figure's number, so that a page can be traced."""

    @property
    def exported(self) -> tuple[str, ...]:
        """The cells as any export prints them; a made-up row says so in its first cell."""
        if not self.made_up:
            return self.cells
        return (f"{REHEARSAL}: {self.cells[0]}", *self.cells[1:])


@dataclass(frozen=True)
class Table:
    """A table with its caption; `widths` are shares of the page's width."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture as PNG, with its caption and an alternative that tells what it shows."""

    png: bytes
    caption: str
    alternative: str
    made_up: bool = False


@dataclass(frozen=True)
class Bullets:
    """Sentences as a list."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Links:
    """Links to other sections of the same paper: section id and heading."""

    to: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OwnWords:
    """A place that belongs to its writer. Its id never changes; its prompt is ours."""

    id: str
    prompt: str


Block = Sentence | Table | Picture | Bullets | Links | OwnWords


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. The id is stable from edition to edition."""

    id: str
    heading: str
    level: int
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A figure as the paper prints it: what a number in somebody's text is held against."""

    id: str
    title: str
    number: float | None
    """None where it is not shown."""
    printed: str
    """The number as printed, or one of `too few to show`, `not collected`, `not applicable`."""
    unit: str
    made_up: bool = False


@dataclass(frozen=True)
class Paper:
    """A whole paper."""

    name: str
    """Lower-case words joined by hyphens, such as `self-evaluation`."""
    title: str
    subtitle: str
    as_of: str
    """ISO date after which nothing is used."""
    classification: str
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...] = ()
    states: tuple[tuple[str, str], ...] = ()
    """What else is compared with the last version: name and state, such as a judgement."""
    terms: tuple[str, ...] = ()
    """Phrases whose number is a name and no figure, such as `20 weeks`."""

    @property
    def made_up(self) -> bool:
        """True where any sentence, row or picture rests on a made-up figure."""
        return any(block_made_up(block) for _, block in self.blocks())

    @property
    def marking(self) -> str:
        """What stands on every page of a paper that made-up figures touched; else nothing."""
        if not self.made_up:
            return ""
        annex = any(section.id == ANNEX for section in self.sections)
        where = "the annex rests" if annex else "parts rest"
        return f"{REHEARSAL}: {where} on made-up figures"

    def blocks(self) -> Iterator[tuple[Section, Block]]:
        """Each block with the section that it stands in."""
        for section in self.sections:
            for block in section.blocks:
                yield section, block

    @property
    def own_words(self) -> tuple[OwnWords, ...]:
        """Every place that belongs to the writer, in order."""
        return tuple(block for _, block in self.blocks() if isinstance(block, OwnWords))


def block_made_up(block: Block) -> bool:
    """Say whether a made-up figure touched the block."""
    if isinstance(block, Sentence | Picture):
        return block.made_up
    if isinstance(block, Bullets):
        return any(sentence.made_up for sentence in block.sentences)
    if isinstance(block, Table):
        return any(row.made_up for row in block.rows)
    return False


def as_sentence(text: str) -> str:
    """Words found by a rule as a sentence: `Waits rose.` from `waits rose`."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def date_in_words(iso: str) -> str:
    """`31 August 2021` from `2021-08-31`."""
    return said(date.fromisoformat(iso))
