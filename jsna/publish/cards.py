"""A picture of each figure of a page, for places where neither a page nor a PDF can be posted.

The picture holds title, chart, notes and source; its alt text goes into a file beside it, to be
pasted where the picture is posted.
"""

from pathlib import Path
from typing import Any

_TIDY = """
document.querySelectorAll('figure.shown').forEach(part => {
  part.querySelectorAll('details, .source a').forEach(hidden => { hidden.style.display = 'none'; });
  part.style.padding = '1rem'; part.style.margin = '0'; part.style.background = 'var(--paper)';
})
"""


def write(context: Any, page: Path, folder: Path) -> list[Path]:
    """Write `<figure>.png` and `<figure>.txt` for each figure of the page; return the pictures."""
    made = []
    opened = context.new_page()
    opened.goto(page.as_uri())
    opened.evaluate(_TIDY)
    for figure in opened.locator("figure.shown[id]").all():
        folder.mkdir(parents=True, exist_ok=True)
        name = figure.get_attribute("id")
        target = folder / f"{name}.png"
        figure.screenshot(path=target, animations="disabled")
        alt = figure.locator("svg[role=img]").first.get_attribute("aria-label")
        (folder / f"{name}.txt").write_text(f"{alt}\n", encoding="utf-8", newline="\n")
        made.append(target)
    opened.close()
    return made
