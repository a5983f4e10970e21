"""An executed notebook as a page: self-contained, readable without pictures, pointer or network."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsna.errors import BuildError
from jsna.publish import checks, prose, short_forms
from jsna.publish.page import MARKINGS, Page
from jsna.show.markup import attribute, slug, words

_HERE = Path(__file__).parent / "templates"
_HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1>", re.S)
_CAPTION = re.compile(r'<figcaption><strong class="title">(?!<span class="no">)')
_QUESTIONS = "\x1e"
"""Marks where the first question begins; no text that is shown can hold it."""
_REGION = re.compile(r'(role="region" tabindex="0" aria-label=")([^"]*)"')


def render(notebook: Any, page: Page) -> str:
    """Return the page as HTML; what no page may have is refused, all of it in one message."""
    pieces, problems = _pieces(notebook)
    # What the page found comes first; the list of its questions after it, before the first.
    questions = next((at for at, piece in enumerate(pieces) if "<h2" in piece), len(pieces))
    body = "\n".join(pieces[:questions]) + _QUESTIONS + "\n".join(pieces[questions:])
    body = _told_apart(_numbered(body))
    body, headings = _with_ids(body)
    problems += checks.of_headings(headings) + checks.of_ids(body)
    if problems:
        raise BuildError(f"The page '{page.path}' cannot be made:", problems)
    body = body.replace('href="../tables/', f'href="{page.public}tables/')
    contents = [(slug_, text) for level, slug_, text in _contents(body) if level == 2]
    short = short_forms.line(page.title, body)
    found, body = body.split(_QUESTIONS)
    return whole("page.html.j2", page=page, found=found, body=body, contents=contents, short=short)


def whole(template: str, script: str = "page.js", **values: Any) -> str:
    """Return a template filled, with the shared style and script and their hashes in the policy."""
    style, code = asset("page.css"), asset(script)
    policy = (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src '{_digest(style)}'; script-src '{_digest(code)}'"
    )
    return str(
        _template(template).render(
            **values, style=style, script=code, policy=policy, markings=MARKINGS
        )
    )


def _digest(text: str) -> str:
    made = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(made).decode('ascii')}"


@lru_cache(maxsize=32)
def asset(name: str) -> str:
    """Return a style or script that stands inside every page."""
    return (_HERE / name).read_text(encoding="utf-8").strip()


@lru_cache(maxsize=1)
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(_HERE, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["words"] = words
    made.filters["attribute"] = attribute
    made.filters["slug"] = slug
    return made


@lru_cache(maxsize=16)
def _template(name: str) -> Any:
    return _environment().get_template(name)


def _pieces(notebook: Any) -> tuple[list[str], list[str]]:
    """Return what the cells show, in order, and what is wrong with them."""
    pieces: list[str] = []
    problems: list[str] = []
    for number, cell in enumerate(notebook.cells, 1):
        where = f"cell {number}"
        if cell.cell_type == "markdown":
            piece = prose.rendered(cell.source)
            if not pieces and not problems:
                # The page brings its own title: a notebook run for six places has six.
                piece = re.sub(r"^\s*<h1[^>]*>.*?</h1>\s*", "", piece, count=1, flags=re.S)
                piece = f'<div class="lead">{piece}</div>' if piece.strip() else piece
            problems += checks.of_fragment(piece, where)
            pieces.append(piece)
        elif cell.cell_type == "code":
            for output in cell.get("outputs", []):
                piece, wrong = _output(output, where)
                problems += wrong
                pieces.append(piece)
    return [piece for piece in pieces if piece.strip()], problems


def _output(output: Any, where: str) -> tuple[str, list[str]]:
    kind = output["output_type"]
    if kind == "stream":
        first = "".join(output["text"]).strip().splitlines()[:1]
        return "", [f"{where} printed to {output['name']}: {words(first[0] if first else '')[:80]}"]
    if kind == "error":
        return "", [f"{where} failed: {output.get('ename', 'Error')}"]
    data = output.get("data", {})
    if "text/html" in data:
        markup = "".join(data["text/html"])
        return markup, checks.of_fragment(markup, where)
    if "text/markdown" in data:
        markup = prose.rendered("".join(data["text/markdown"]))
        return markup, checks.of_fragment(markup, where)
    kinds = ", ".join(sorted(data)) or "nothing"
    return "", [
        f"{where} shows {kinds}, which is not for a page; show it with charts, tables or words"
    ]


def _told_apart(body: str) -> str:
    """Number tables that are called alike, so that who hears them can tell them apart."""
    seen: dict[str, int] = {}

    def one(match: re.Match[str]) -> str:
        start, name = match.groups()
        seen[name] = seen.get(name, 0) + 1
        return f'{start}{name}"' if seen[name] == 1 else f'{start}{name}, number {seen[name]}"'

    return _REGION.sub(one, body)


def _numbered(body: str) -> str:
    """Give each figure its number on the page, which a workshop can call out.

    One that brings its own, as those of a workshop pack do, keeps it.
    """
    parts = _CAPTION.split(body)
    made = parts[0]
    for number, part in enumerate(parts[1:], 1):
        made += f'<figcaption><strong class="title"><span class="no">Figure {number}.</span> {part}'
    return made


def _with_ids(body: str) -> tuple[str, list[tuple[int, str]]]:
    """Give every heading an id of its own; return the headings in order."""
    seen: dict[str, int] = {}
    found: list[tuple[int, str]] = []

    def one(match: re.Match[str]) -> str:
        level, attributes, inner = match.group(1), match.group(2), match.group(3)
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", inner)).strip()
        found.append((int(level), text))
        name = re.search(r'id="([^"]+)"', attributes)
        base = name.group(1) if name else slug(text, 60)
        seen[base] = seen.get(base, 0) + 1
        unique = base if seen[base] == 1 else f"{base}-{seen[base]}"
        rest = re.sub(r'\s*id="[^"]*"', "", attributes)
        return f'<h{level} id="{unique}"{rest}>{inner}</h{level}>'

    return _HEADING.sub(one, body), found


def _contents(body: str) -> list[tuple[int, str, str]]:
    return [
        (
            int(match.group(1)),
            re.search(r'id="([^"]+)"', match.group(2)).group(1),  # type: ignore[union-attr]
            re.sub(r"<[^>]+>", "", match.group(3)).strip(),
        )
        for match in _HEADING.finditer(body)
    ]
