"""Workshop themes: ten figures each, all in the catalogue, and every fault of the file at once."""

from pathlib import Path

import pytest

from jsna import catalogue, params
from jsna.edition import Edition
from jsna.errors import ParamError
from jsna.project import PARAMS
from jsna.run import contents
from jsna.show import themes

EDITION = params.read(PARAMS / "cumbria-2021.yaml")


def test_there_are_the_six_themes_of_the_workshops() -> None:
    assert themes.names() == [
        "Autism",
        "Mental health and CAMHS",
        "Speech and language",
        "Short breaks",
        "SEN Support",
        "Preparing for adulthood",
    ]


def test_each_theme_has_ten_figures_of_the_catalogue_narrowed_by_their_own_dimensions() -> None:
    for theme in themes.every():
        assert len(theme.figures) == 10
        for chosen in theme.figures:
            entry = catalogue.figure(chosen.figure)
            asked = {*chosen.where, chosen.by} | ({chosen.across} - {""})
            assert asked <= set(entry.dimensions), (theme.name, chosen.figure)


def test_each_figure_asks_the_room_a_question_and_types_no_number() -> None:
    for theme in themes.every():
        for said in [*(chosen.ask for chosen in theme.figures), *theme.prompts]:
            assert said.endswith("?"), said


def test_each_theme_says_what_no_figure_can() -> None:
    for theme in themes.every():
        assert len(theme.silent) == 3
        assert "?" in themes.prompts(theme).text
        assert themes.introduced(theme).text == theme.about


def test_each_theme_is_a_page() -> None:
    pages = [job.page for job in contents.jobs(EDITION) if job.page.startswith("themes/")]
    assert pages == [f"themes/{contents.slug(name)}" for name in themes.names()]


def test_all_that_is_wrong_with_the_file_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "themes.yaml"
    path.write_text(
        'themes:\n  - name: "One"\n    about: "a"\n    silent: []\n    promts: []\n    figures:\n'
        '      - {figure: "x", draw: "pie", by: "area", title: "t", ask: "?", colour: "red"}\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(themes, "THEMES", path)
    with pytest.raises(ParamError) as caught:
        themes.every()
    assert caught.value.problems == [
        "theme 'One': 'promts' is not known",
        "theme 'One': 'prompts' is missing",
        "theme 'One': it has 1 figures, not 10",
        "theme 'One', figure 'x': 'colour' is not known",
        "theme 'One', figure 'x': it is drawn as 'pie'; take line, bars, intervals, table",
    ]


def test_a_theme_that_is_not_listed_is_refused_with_those_that_are() -> None:
    with pytest.raises(ParamError) as caught:
        themes.theme("Dyslexia")
    assert "Autism, Mental health and CAMHS" in caught.value.problems[0]


def test_each_theme_shows_its_ten_figures_in_the_default_edition(built: Path) -> None:
    from jsna.disclosure import release

    tables = built / "public" / "tables"
    edition = Edition(EDITION, release.open_figures(tables), tables)
    for theme in themes.every():
        text = themes.pack(theme, edition).text
        assert text.count("\nAsk: ") == 10, theme.name
        assert themes.points(theme, edition).text.count("\n- ") >= 2, theme.name
    breaks = themes.points(themes.theme("Short breaks"), edition).text
    assert "by district: none lies apart from all others." in breaks  # planted alike: no ranking
