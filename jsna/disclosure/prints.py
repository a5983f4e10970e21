"""What a paper made from a page says that the page does not: nothing, or it is not handed over.

The page itself has passed the gate; its print copy, picture and alt text may hold no other number,
no trace of a person or a machine, and no property that names somebody.
"""

import re
from pathlib import Path

from lxml import html

from jsna.disclosure import read_other
from jsna.disclosure.explained import Explained
from jsna.disclosure.reading import Leak, Reader

_DIGITS = re.compile(r"\d+")


def leaks(path: Path, page: Path, *, public: bool = True) -> tuple[Leak, ...]:
    """Return what keeps a PDF, a picture or a text made from `page` from being handed over."""
    reader = Reader(path.name, Explained({}, {}, {}), public=public)
    content = path.read_bytes()
    if path.suffix == ".png":
        return tuple(read_other.png(content, reader))
    known = numbers_of(page)
    if path.suffix == ".pdf":
        return tuple(read_other.pdf(content, reader, known))
    text = content.decode("utf-8")
    return (*reader.traces(text, "its text"), *read_other.strange(text, known, reader, "its text"))


def numbers_of(page: Path) -> frozenset[str]:
    """Return every run of digits that a page says, in its text or in the words of its pictures."""
    tree = html.document_fromstring(page.read_bytes())
    for dropped in tree.xpath("//script|//style"):
        dropped.drop_tree()
    said = [*tree.itertext(), *tree.xpath("//@aria-label | //@alt | //@content")]
    return frozenset(_DIGITS.findall(" ".join(said)))
