"""A new place is a line of the area pack: it has its pages, counted and built, without any code."""

from pathlib import Path

import pytest
from breaks_county import LINKED

from jsna import demo, dimensions, params, places
from jsna.disclosure import release
from jsna.disclosure.protect import Released
from jsna.project import PARAMS
from jsna.run import contents, figures, page
from jsna.sources import Sources
from jsna.subjects import send

EDITION = params.read(PARAMS / "cumbria-2021.yaml")
LINE = (
    '  - {name: "Solway Plain", kind: "locality", code: "none", from: "1974-04-01", to: "open", '
    'made_of: ["Allerdale", "Carlisle"]}\n'
)
OF_A_PLACE = (
    "send-by-area-year", "send-by-area-need", "send-by-area-age-group", "send-by-area-sex",
    "send-by-area-deprivation", "pupils-by-provision",
)  # fmt: skip


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
    """Let the contents list read the copied pack; themes lie beside it as in `params/`."""
    themes = pack.parents[1] / "themes"
    themes.mkdir()
    for path in (PARAMS / "themes").glob("*.yaml"):
        (themes / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(contents, "PARAMS", pack.parents[1])


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


def test_the_page_of_a_new_place_is_counted_and_built(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {name: table.rename(columns=LINKED) for name, table in demo.tables(scale=0.2).items()}
    sources = Sources(EDITION, lambda: made)
    sources.__dict__["area"] = places.read_pack(pack)
    entries = [figure for figure in send.FIGURES if figure.id in OF_A_PLACE]
    assert len(entries) == len(OF_A_PLACE)
    safes = figures.rounded(entries, sources, Released(), figures.limits_of(EDITION))
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
