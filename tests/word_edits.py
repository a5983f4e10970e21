"""Edits to a Word file made in its XML, as Word would make them."""

from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from inspection.word_parts import tag_of


class Edit:
    """A document opened as Word would, changed in its XML, and saved under a new name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document = docx.Document(str(path))
        self.body = self.document.element.body

    def control(self, tag: str) -> Any:
        return next(sdt for sdt in self.body.iter(qn("w:sdt")) if tag_of(sdt) == tag)

    def type_in(self, tag: str, *paragraphs: str) -> "Edit":
        """Each paragraph is the XML of its content, or plain text."""
        sdt = self.control(tag)
        prompt = sdt.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
        if prompt is not None:
            prompt.getparent().remove(prompt)
        holder = sdt.find(qn("w:sdtContent"))
        for child in list(holder):
            holder.remove(child)
        for text in paragraphs:
            content = text if text.startswith("<") else f"<w:r><w:t>{text}</w:t></w:r>"
            holder.append(parse_xml(f"<w:p {nsdecls('w', 'r')}>{content}</w:p>"))
        return self

    def save(self, name: str) -> Path:
        path = self.path.with_name(name)
        self.document.save(str(path))
        return path
