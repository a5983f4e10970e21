"""Draw on matplotlib and return a small SVG for the page: no style, no ids but its own, no date."""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jsna.show.markup import attribute, printable

WIDTH = 4.4
"""Inches: at 11 point this is what a phone can read."""

INK = "#0b0c0c"
MUTED = "#505a5f"
GRID = "#b1b4b6"
PAPER = "#ffffff"
MAIN = "#12436d"
SECOND = "#c2500f"
CONTEXT = "#8a8f93"
BAND = "#d3dfe9"
LIGHT, MIDDLE, DARK = "#dce6ef", "#8fb3d1", "#12436d"
ROLES = {
    INK: "ink",
    MUTED: "muted",
    GRID: "grid",
    PAPER: "paper",
    MAIN: "main",
    SECOND: "second",
    CONTEXT: "context",
    BAND: "band",
}
"""Each colour has a role, so that a page can change it in the dark or where colours are forced."""

_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "jsna",
    "font.size": 11,
    "font.family": "DejaVu Sans",
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "xtick.major.pad": 5,
    "axes.titlesize": 11,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "path.simplify": True,
}


@contextmanager
def drawing(height: float, width: float = WIDTH) -> Iterator[tuple[Any, Any]]:
    """Give a figure and its axes, in inches, with the one chart language of the workbook."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        # An emoji in a school's name has no glyph in the font that measures text: the page has.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure = Figure(figsize=(width, height), facecolor="none")
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_facecolor("none")
        yield figure, axes


def margins(axes: Any, left: float, right: float, top: float, bottom: float) -> None:
    """Place the axes, leaving inches free on each side."""
    width, height = axes.figure.get_size_inches()
    axes.set_position(
        (
            left / width,
            bottom / height,
            max(0.1, width - left - right) / width,
            max(0.1, height - top - bottom) / height,
        )
    )


def text_width(text: str, size: float = 11) -> float:
    """Return about how many inches a text takes; generous, since fonts differ."""
    wide = sum(1.0 if ord(letter) > 0x2E80 else 0.58 for letter in text)
    return wide * size / 72


def wrapped(text: str, inches: float, size: float = 11) -> list[str]:
    """Return the text in lines that fit; a word too long for a line is broken, never cut."""
    import textwrap

    return textwrap.wrap(text, max(6, int(inches * 72 / (0.56 * size)))) or [""]


def svg(figure: Any, name: str, alt: str) -> str:
    """Return the drawing as SVG whose ids begin with `name`, described by `alt`."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, facecolor="none")
    return _light(printable(out.getvalue()), name, alt)


_STYLE = re.compile(r' style="([^"]*)"')
_DECIMALS = re.compile(r"(-?\d+\.\d{2})\d+")
_IDS = re.compile(r' id="([^"]+)"')
_TEXT_ONLY = {"text-anchor", "font-weight", "font-style"}


def _attributes(found: re.Match[str]) -> str:
    """Turn a style into attributes and role classes: a strict page allows no style."""
    kept, classes = [], []
    for part in found.group(1).split(";"):
        name, _, value = part.strip().partition(":")
        value = value.strip()
        if name == "font":
            size = re.search(r"([\d.]+)px", value)
            kept.append(f'font-size="{size.group(1)}"' if size else "")
            if "bold" in value or re.search(r"\b[6-9]00\b", value):
                kept.append('font-weight="bold"')
        elif name in {"fill", "stroke"}:
            kept.append(f'{name}="{value}"')
            if value in ROLES:
                classes.append(f"{name[0]}-{ROLES[value]}")
        elif name and name not in {"font-family", "stroke-linejoin", "font-size"}:
            kept.append(f'{name}="{value}"')
        elif name == "font-size":
            kept.append(f'font-size="{value.removesuffix("px")}"')
    if classes:
        kept.append(f'class="{" ".join(classes)}"')
    joined = " ".join(part for part in kept if part)
    return f" {joined}" if joined else ""


def _light(text: str, name: str, alt: str) -> str:
    body = text[text.index("<svg") :]
    box = re.search(r'viewBox="([^"]+)"', body)
    if box is None:
        raise ValueError("matplotlib wrote an SVG without a viewBox")
    body = body[body.index(">") + 1 : body.rindex("</svg>")]
    body = re.sub(
        r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>|<!--.*?-->", "", body, flags=re.S
    )
    body = _STYLE.sub(_attributes, body)
    body = _DECIMALS.sub(r"\1", body)
    body = body.replace("xlink:href", "href").replace(
        ' transform="rotate(-0 ', ' transform="rotate(0 '
    )
    body = re.sub(r' transform="rotate\(0 [^)]*\)"', "", body)
    used = set(re.findall(r"url\(#([^)]+)\)", body)) | set(re.findall(r'href="#([^"]+)"', body))
    body = _IDS.sub(lambda found: f' id="{name}-{found[1]}"' if found[1] in used else "", body)
    body = re.sub(r"url\(#", f"url(#{name}-", body)
    body = body.replace('href="#', f'href="#{name}-')
    body = re.sub(r">\s+<", "><", body)
    body = re.sub(r"\s*\n\s*", " ", body)
    for _ in range(3):
        body = re.sub(r"<g>\s*</g>|<defs>\s*</defs>", "", body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box.group(1)}" role="img" '
        f'aria-label="{attribute(alt)}" font-family="system-ui, Arial, sans-serif" '
        f'stroke-linejoin="round">{body.strip()}</svg>'
    )
