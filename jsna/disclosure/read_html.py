"""What an HTML page, a fragment of one or an SVG says that it should not.

Every number on a page is explained by the figure that its element names in `data-figure`; by
`data-derived` and `data-operands`, from which it is worked out again; or is no measurement. A
chart's axis may carry evenly spaced round numbers.
"""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Any

from lxml import etree, html

from jsna.disclosure.explained import NUMBER, RATE
from jsna.disclosure.read_json import data
from jsna.disclosure.reading import Leak, Reader

_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "dfn", "em", "i", "kbd", "label"),
        *("mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "tspan", "u", "var"),
    )
)
_SAID = ("alt", "title", "aria-label", "aria-description", "placeholder", "content", "summary")
_ROWS = re.compile(
    r"\b(nhs[_ ]?number|upn|pupil[_ ]?id|child[_ ]?id|person[_ ]?id|forename|first[_ ]?name|"
    r"surname|date[_ ]?of[_ ]?birth|dob|postcode)\b",
    re.I,
)
_ARRAY = re.compile(r"\[\s*-?\d[\d.]*\s*(?:,\s*-?\d[\d.]*\s*){5,}\]")
_DATA_URI = re.compile(r"^data:([\w/+.-]+)?(?:;charset=[\w-]+)?;base64,(.+)$", re.S)
Named = tuple[str, ...]
"""The figures that an element names: those whose numbers may stand there."""
Picture = Callable[[bytes, Reader, str], list[Leak]]


def page(content: bytes, reader: Reader, picture: Picture) -> list[Leak]:
    """Return the leaks of a whole page; `picture` reads what it embeds."""
    text = content.decode("utf-8", errors="replace")
    if not text.strip():
        return []
    tree = html.document_fromstring(text, parser=html.HTMLParser(encoding=None))
    declared = [
        part.strip()
        for meta in tree.iter("meta")
        if meta.get("name") == "jsna:constants"
        for part in (meta.get("content") or "").split("|")
    ]
    for constant in filter(None, declared):
        if NUMBER.fullmatch(constant):
            return reader.leak(
                "number", f"'{constant}' is declared a constant without saying of what: add words"
            )
    reader = replace(reader, constants=(*reader.constants, *filter(None, declared)))
    return _Walk(reader, picture).over(tree)


def fragment(text: str, reader: Reader, picture: Picture, where: str) -> list[Leak]:
    """Return the leaks of a piece of HTML, such as a notebook's output."""
    if not text.strip():
        return []
    return _Walk(reader, picture, where).over(html.fragment_fromstring(text, create_parent="div"))


def figures_of(text: str) -> tuple[str, ...]:
    """Return the figures that a piece of HTML names."""
    return tuple(dict.fromkeys(re.findall(r'data-figure="([^"]+)"', text)))


def drawing(content: bytes, reader: Reader, picture: Picture) -> list[Leak]:
    """Return the leaks of an SVG file."""
    # A browser shows what a drawing's own entities stand for; nothing outside it is fetched.
    parser = etree.XMLParser(resolve_entities="internal", recover=True)
    tree = etree.fromstring(content, parser)
    if tree is None:
        return reader.leak("unreadable", "it is no SVG that can be read: make it again")
    return _Walk(reader, picture).over(tree)


class _Walk:
    """One pass over a tree: texts are gathered block by block, each with its figures."""

    def __init__(self, reader: Reader, picture: Picture, where: str = "") -> None:
        self.reader, self.picture, self.where = reader, picture, where
        self.leaks: list[Leak] = []
        self.buffer: list[str] = []
        self.spoken: set[str] = set()
        self.register = 0

    def over(self, tree: Any) -> list[Leak]:
        self._element(tree, self.reader.own or (), "text")
        self._flush((), "text")
        return self.leaks

    def _place(self, place: str) -> str:
        return f"{self.where}, {place}" if self.where else place

    def _flush(self, scope: Named, place: str) -> None:
        text, spoken = "".join(self.buffer), self.spoken
        self.buffer, self.spoken = [], set()
        if not text.strip():
            return
        if self.register:
            self.leaks += self.reader.register(text, self._place(place))
        else:
            self.leaks += self.reader.text(text, scope, self._place(place), spoken)

    def _element(self, element: Any, scope: Named, place: str) -> None:
        tag = element.tag
        if tag is etree.Comment:
            self._comment(str(element.text or ""))
            return
        if not isinstance(tag, str):
            return
        *_, tag = tag.lower().split("}")
        named = element.get("data-figure")
        if named is not None:
            scope = tuple(named.split())
            for name in scope:
                if name not in self.reader.known.values:
                    self.leaks += self.reader.leak(
                        "figure", f"'{name}' is named on a <{tag}> and is no figure of the edition"
                    )
        self._attributes(element, tag, scope)
        if tag == "script":
            self._script(element, scope)
            return
        if tag in ("style", "template", "metadata"):
            self.leaks += self.reader.traces(str(element.text or ""), self._place(f"<{tag}>"))
            if tag == "metadata":
                self.leaks += self.reader.traces(
                    " ".join(element.itertext()), self._place("the metadata of a drawing")
                )
            return
        if tag == "data":
            self._data(element, scope)
            return
        if tag == "svg":
            self._flush(scope, place)
            self._drawing(element, scope)
            return
        block = tag not in _INLINE
        if block:
            self._flush(scope, place)
            place = f"<{tag}>"
        if tag == "table":
            self._table(element)
        registered = "register" in (element.get("class") or "").split()
        self.register += registered
        self.buffer.append(element.text or "")
        for child in element:
            self._element(child, scope, place)
            self.buffer.append(child.tail or "")
        if block:
            self._flush(scope, place)
        self.register -= registered

    def _comment(self, text: str) -> None:
        if self.reader.public:
            self.leaks += self.reader.leak("comment", "an HTML comment: take it out")
        self.leaks += self.reader.text(text, (), self._place("a comment"))

    def _attributes(self, element: Any, tag: str, scope: Named) -> None:
        for name, value in element.attrib.items():
            if not value or name in ("d", "points", "viewBox", "transform", "style", "class"):
                continue
            where = self._place(f"the attribute {name} of <{tag}>")
            if name in _SAID and not (tag == "meta" and element.get("name") != "description"):
                self.leaks += self.reader.text(value, scope, where)
            elif value.startswith("data:"):
                self._embedded(value, where)
            elif not name.startswith("data-operands") and name != "value":
                self.leaks += self.reader.traces(value, where)
            elif name == "value" and tag != "data":
                self.leaks += self.reader.text(value, scope, where)

    def _embedded(self, value: str, where: str) -> None:
        found = _DATA_URI.match(value)
        if found is None:
            self.leaks += self.reader.text(value, (), where)
            return
        try:
            content = base64.b64decode(found.group(2), validate=False)
        except ValueError:
            content = b""
        self.leaks += self.picture(content, self.reader, where)

    def _script(self, element: Any, scope: Named) -> None:
        text = str(element.text or "")
        kind = (element.get("type") or "").lower()
        if "json" in kind:
            try:
                held = json.loads(text) if text.strip() else None
            except ValueError:
                self.leaks += self.reader.leak("unreadable", "embedded data that cannot be read")
                return
            self.leaks += data(held, self.reader, scope or None, self._place("embedded data"))
            return
        self.leaks += self.reader.traces(text, self._place("a script"))
        if _ARRAY.search(text):
            self.leaks += self.reader.leak(
                "number",
                "a list of numbers in a script: data belong into a JSON block of safe cells",
            )

    def _data(self, element: Any, scope: Named) -> None:
        text = " ".join("".join(element.itertext()).split())
        where = self._place("a sentence")
        self.spoken.update(scope)
        try:
            value = float(element.get("value", ""))
        except ValueError:
            self.leaks += self.reader.text(text, scope, where)
            self.buffer.append(" ")
            return
        how = element.get("data-derived")
        if how:
            figure = scope[0] if scope else ""
            operands = element.get("data-operands", "")
            self.leaks += self.reader.derived(how, operands, value, figure, where)
        elif not self.reader.known.cell(value, scope):
            self.leaks += self.reader.leak(
                "number",
                f"'{value:g}' in {where} is no cell of {', '.join(scope or ('any figure',))}",
            )
        for number in NUMBER.findall(re.sub(RATE, " ", text)):
            amount = abs(float(number.replace(",", "").lstrip("-−–")))
            *_, decimals = number.partition(".")
            named = any(number in self.reader.known.words.get(name, ()) for name in scope)
            if abs(amount - abs(value)) > 0.51 * 10 ** -len(decimals) and not named:
                self.leaks += self.reader.leak(
                    "number", f"'{number}' is printed in {where} for a cell that is {value:g}"
                )
        self.buffer.append(" ")

    def _drawing(self, element: Any, scope: Named) -> None:
        texts = []
        for part in element.iter():
            if part.tag is etree.Comment:
                self._comment(str(part.text or ""))
            if not isinstance(part.tag, str):
                continue
            *_, tag = part.tag.lower().split("}")
            if part is not element:
                self._attributes(part, tag, scope)
            if tag == "metadata":
                said = " ".join(part.itertext())
                self.leaks += self.reader.traces(said, self._place("the metadata of a drawing"))
            elif tag in ("title", "desc", "text"):
                texts.append((tag, "".join(part.itertext())))
        axis = evenly_spaced([text for tag, text in texts if tag == "text"])
        for tag, text in texts:
            plain = text.strip()
            if tag == "text" and plain.strip("%£ ") in axis:
                continue
            self.leaks += self.reader.text(text, scope, self._place(f"<{tag}> of a drawing"))

    def _table(self, element: Any) -> None:
        classes = (element.get("class") or "").split()
        if "dataframe" in classes:
            self.leaks += self.reader.leak(
                "table", "a table straight from a frame: show a safe figure with tables.table"
            )
        # The name of a row may be a figure's title, in which such a word is no column.
        columns = (th for th in element.iter("th") if th.get("scope") != "row")
        heads = " | ".join(" ".join(th.itertext()) for th in columns)
        if _ROWS.search(heads):
            self.leaks += self.reader.leak("rows", "a table with one row a child: take it out")


def evenly_spaced(texts: list[str]) -> set[str]:
    """Return the labels that are an axis: three or more at one distance, on multiples of it.

    A count that somebody wrote beside a bar is not taken for one, unless it lies on the axis.
    """
    numbers: dict[Decimal, set[str]] = {}
    for text in texts:
        plain = text.strip().strip("%£ ")
        if NUMBER.fullmatch(plain):
            amount = Decimal(plain.replace(",", "").replace("−", "-").replace("–", "-"))
            numbers.setdefault(amount, set()).add(plain)
    found: set[str] = set()
    values = sorted(numbers)
    for first, second in combinations(values, 2):
        step = second - first
        third = second + step
        if third in numbers and first % step == 0:
            found |= numbers[first] | numbers[second] | numbers[third]
    return found
