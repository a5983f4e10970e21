"""What proves its worth on the workbench becomes an entry of the catalogue."""

import ast
from pathlib import Path

import pytest

from jsna import promote
from jsna.errors import FigureError

GOOD = {
    "figure_id": "send-by-sex-and-phase",
    "title": "Children with SEND by sex and phase",
    "question": "Are girls found later?",
    "population": "Children with SEND",
    "records": "children_with_send",
    "dimensions": ("sex", "phase"),
    "unit": "children",
    "source": ("pupils",),
    "period": "January",
    "limits": 'Recorded "SEND" only.',
}


def test_the_entry_is_code_that_makes_the_figure() -> None:
    code = promote.entry(**GOOD)  # type: ignore[arg-type]
    (call,) = ast.parse(f"(\n{code})").body[0].value.elts  # type: ignore[attr-defined]
    given = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
    assert given["id"] == "send-by-sex-and-phase"
    assert given["dimensions"] == ("sex", "phase")
    assert given["limits"] == 'Recorded "SEND" only.'
    assert given["rule"] == "rounded"


def test_everything_wrong_is_said_together() -> None:
    wrong = GOOD | {
        "figure_id": "SEND by sex",
        "question": "Are girls found later",
        "records": "everybody",
        "dimensions": ("sex", "shoe_size"),
        "limits": " ",
    }
    with pytest.raises(FigureError) as caught:
        promote.entry(**wrong)  # type: ignore[arg-type]
    assert len(caught.value.problems) == 5
    assert "there is no dimension 'shoe_size'" in caught.value.problems[3]


def test_a_figure_that_is_there_already_is_refused() -> None:
    with pytest.raises(FigureError) as caught:
        promote.entry(**(GOOD | {"figure_id": "ehc-plans-by-year"}))  # type: ignore[arg-type]
    assert caught.value.problems == ["the catalogue has a figure 'ehc-plans-by-year' already"]


def test_the_entry_goes_to_the_end_of_the_subjects_list(tmp_path: Path) -> None:
    subject = tmp_path / "demo.py"
    subject.write_text('FIGURES = (\n    Figure(id="a"),\n)\n\nPOPULATIONS = {}\n', "utf-8")
    code = promote.insert('    Figure(id="b"),\n', subject)
    assert code == (
        'FIGURES = (\n    Figure(id="a"),\n    Figure(id="b"),\n)\n\nPOPULATIONS = {}\n'
    )


def test_a_module_without_a_list_is_refused(tmp_path: Path) -> None:
    subject = tmp_path / "demo.py"
    subject.write_text("x = 1\n", "utf-8")
    with pytest.raises(FigureError):
        promote.insert("", subject)
