"""Markdown cells as HTML: headings with ids, no raw markup, no pictures, no address outside."""

import re
from typing import Any

from mistune import HTMLRenderer, Markdown, import_plugin

from jsna.show.markup import attribute, slug, words


class _Prose(HTMLRenderer):
    """Text is text: raw HTML is shown as it was typed."""

    def __init__(self) -> None:
        super().__init__(escape=True)

    def text(self, text: str) -> str:
        return words(text)

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return f'<h{level} id="{slug(re.sub("<[^>]+>", "", text), 60)}">{text}</h{level}>\n'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f'<span class="refused" data-problem="image">{words(text)}</span>'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return f'<a href="{attribute(self.safe_url(url))}">{text}</a>'


_markdown: list[Markdown] = []


def rendered(source: str) -> str:
    """Return a markdown cell as HTML."""
    if not _markdown:
        _markdown.append(Markdown(renderer=_Prose(), plugins=[import_plugin("strikethrough")]))
    return str(_markdown[0](source))
