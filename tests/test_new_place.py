"""A new place is a line of the area pack: it has its pages, counted and built, without any code."""

import re
from pathlib import Path

import pytest

from jsna import catalogue, dimensions, edition, params, places
from jsna.disclosure import release
from jsna.disclosure.protect import Released
from jsna.disclosure.safe import Safe
from jsna.figures import Figure
from jsna.project import NOTEBOOKS, PARAMS
from jsna.run import contents, figures, page
from jsna.sources import Sources

EDITION = params.read(PARAMS / "cumbria-2021.yaml")
LINE = (
    '  - {name: "Solway Plain", kind: "locality", code: "none", from: "1974-04-01", to: "open", '
    'made_of: ["Allerdale", "Carlisle"]}\n'
)
PAGE = NOTEBOOKS / "20-place.ipynb"
OF_A_PLACE = set(
    re.findall(r'report\.figure\(\\"([a-z0-9-]+)\\"', PAGE.read_text(encoding="utf-8"))
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return a copy of the area pack with one more place."""
    text = (PARAMS / "areas" / "cumbria.yaml").read_text(encoding="utf-8")
    assert text.count("\nneighbours:\n") == 1
    copied = tmp_path / "areas" / "cumbria.yaml"
    copied.parent.mkdir()
    head, tail = text.split("\nneighbours:\n")
    comment = head[head.rstrip().rfind("\n\n") :]
    copied.write_text(
        f"{head.removesuffix(comment)}\n{LINE}{comment}\nneighbours:\n{tail}", encoding="utf-8"
    )
    return copied


def _beside_the_themes(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let contents and notebooks read the copied pack; what else is in `params/` lies beside it."""
    themes = pack.parents[1] / "themes"
    themes.mkdir()
    for path in (PARAMS / "themes").glob("*.yaml"):
        (themes / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    own = pack.parents[1] / "cumbria-2021.yaml"
    own.write_text((PARAMS / own.name).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(contents, "PARAMS", pack.parents[1])
    monkeypatch.setattr(edition, "PARAMS", pack.parents[1])


def test_a_line_of_the_pack_lists_the_pages_of_a_new_place(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _beside_the_themes(pack, monkeypatch)
    pages = [job.page for job in contents.jobs(EDITION)]
    assert [name for name in pages if name.endswith("/solway-plain")] == [
        "places/solway-plain",
        "one-page/solway-plain",
        "easy-read/solway-plain",
    ]


def made_of(entries: list[Figure], sources: Sources) -> dict[str, Safe]:
    limits = figures.limits_of(EDITION)
    by_rule = {rule: [e for e in entries if e.rule == rule] for rule in ("published", "rounded")}
    safes = {
        **figures.published(by_rule["published"], sources),
        **figures.rounded(by_rule["rounded"], sources, Released(), limits)[0],
    }
    for entry in entries:
        if entry.rule == "statistic":
            found = figures.measured(entry, figures.cells_of(entry, sources))
            safes[entry.id] = figures.statistic(*found, EDITION, Released(), limits)
    return safes


def test_the_page_of_a_new_place_is_counted_and_built(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = figures.sources_of(EDITION)
    sources.__dict__["area"] = places.read_pack(pack)
    entries = [figure for figure in catalogue.FIGURES if figure.id in OF_A_PLACE]
    assert len(entries) == len(OF_A_PLACE) > 10
    safes = made_of(entries, sources)
    release.write(safes, tmp_path, dimensions.hierarchy(sources.area), EDITION.edition)
    _beside_the_themes(pack, monkeypatch)
    jobs = {job.page: job for job in contents.jobs(EDITION)}
    made_page = page.make(jobs["places/solway-plain"], tmp_path / "tables")
    assert isinstance(made_page, page.Made), made_page
    assert "<h1>Solway Plain: what is known of children with SEND?</h1>" in made_page.html
    assert "in Solway Plain" in made_page.html
    two = [safes["send-by-area-year"].cell(area=name, provision="Total", year="2020/21")["value"]
           for name in ("Allerdale", "Carlisle", "Solway Plain")]  # fmt: skip
    assert abs(two[0] + two[1] - two[2]) <= 10
