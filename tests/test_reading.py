"""One text held against what may stand in it."""

import hashlib
from pathlib import Path

import pytest
from reading import KNOWN, kinds, reader

from jsna.disclosure.reading import Documents, Phrases, longest_first, strings


def test_a_number_is_explained_by_its_figure_a_label_or_a_declared_phrase() -> None:
    assert reader().text("3,503 plans", ("plans",), "a line") == []
    assert reader().text("3,503 plans", None, "a line") == []
    assert kinds(reader().text("3,503 plans", ("waits",), "a line")) == ["number"]
    assert kinds(reader().text("under 18", ("plans",), "a line")) == []  # an age, not a label
    assert kinds(reader().text("18 of them", ("plans",), "a line")) == ["number"]
    assert reader().text("18 of them", ("plans",), "a line", ("waits",)) == []
    assert reader(constants=("1 in 7 schools",)).text("1 in 7 schools", (), "a line") == []
    assert reader().text("  ", (), "a line") == []


def test_a_leak_is_told_once_a_file_with_its_place_and_no_other_number() -> None:
    page = reader()
    (leak,) = page.text("Of 40 plans in Eden 7 were late.", ("plans", "waits"), "<p>")
    assert str(leak).startswith("page: '7' in <p> (…Of # plans in Eden 7 were late.…) is in no")
    assert page.text("Of 40 plans in Eden 7 were late.", ("plans", "waits"), "<p>") == []
    (far,) = page.text(f"{'word ' * 20}9 were late{' word' * 20}", (), "<p>")
    assert "(…word word word word word word 9 were late word word word wor…)" in far.what


def test_a_message_quotes_thirty_characters_before_and_after_the_start_of_its_number() -> None:
    (leak,) = reader().text("7 of the children of the county wait for it", (), "<p>")
    assert "(…7 of the children of the county…)" not in leak.what
    assert "(…7 of the children of the count…)" in leak.what


def test_a_number_beside_an_identifier_is_not_repeated() -> None:
    found = reader().text("Pupil A123456789012 and 7 more", (), "<p>")
    assert kinds(found) == ["identifier", "number"]
    assert "a number beside an identifier in <p>: take both out" in found[1].what


def test_phrases_of_the_plan_may_be_repeated_the_longest_first() -> None:
    printed = Phrases(["7 days", "within 7 days of 9 calls", "7", "no number at all"])
    assert printed.longest_first == ("within 7 days of 9 calls",)
    assert printed.taken_out_of("Answered  within 7 days of 9 calls.") == "Answered  ."
    page = reader(printed=printed)
    assert page.text("Answered within 7 days of 9 calls.", (), "<p>") == []
    assert kinds(page.text("Answered within 7 of 9 calls.", (), "<p>")) == ["number", "number"]


def test_a_phrase_has_two_words_and_a_number() -> None:
    texts = ["8 new plans", "8 plans", "8 plans a year", "plans", "9 of 9 plans"]
    assert longest_first(texts) == ("8 plans a year", "9 of 9 plans", "8 new plans")
    assert list(strings({"a": ["one  two", {"b": "three"}], "c": 4})) == ["one two", "three"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("target 95, baseline 12", []),
        ("target 95, baseline 13", ["number"]),
        ("target 4", ["number"]),  # a small number never stands alone
        ("4 of 24 actions", []),
        ("3,503 actions", []),
        ("40,003 places", ["number"]),  # 40 is a cell, and 003 places are no places
        ("40,003 days", ["number"]),
        ("waited 40.3 weeks", ["number"]),
        ("40 children", []),
        ("95 children", ["number"]),  # of people only a cell, not a target
        ("3 young people", ["number"]),
        ("no number", []),
        ("pupil A123456789012", ["identifier"]),
    ],
)
def test_a_register_may_say_the_plans_numbers_and_count_its_lines(
    text: str, found: list[str]
) -> None:
    plan = reader(plan_numbers=("95", "12", "4"))
    assert kinds(plan.register(text, "a paragraph")) == found


@pytest.mark.parametrize(
    ("how", "operands", "value", "right"),
    [
        ("sum", "3503 0", 3503, True),
        ("difference", "0 3503", 3503, True),
        ("difference", "0 3503", -3503, True),
        ("difference", "3503 0", 3504, False),
        ("difference", "3503 0", 3503.001, False),
        ("sum", "3503 7", 3510, False),  # 7 is no cell
        ("sum", "3503 40", 3543, False),  # 40 is a cell of another figure
        ("sum", "many", 3503, False),
        ("sum", "", 0, False),
        ("product", "3503 0", 0, False),
    ],
)
def test_what_a_page_works_out_is_worked_out_again(
    how: str, operands: str, value: float, right: bool
) -> None:
    found = reader().derived(how, operands, value, "plans", "a sentence")
    assert kinds(found) == ([] if right else ["number"])


def test_a_name_of_the_extracts_is_two_words_beside_each_other() -> None:
    names = {hashlib.sha256(b"anne-marie o'neil").hexdigest()}
    assert kinds(reader(names=names).text("Seen: Anne-Marie O'Neil.", (), "<p>")) == ["name"]
    assert reader(names=names).text("Anne-Marie and O'Neil", (), "<p>") == []
    assert KNOWN.any_word == {"18"}


def test_the_plan_and_the_descriptions_of_sources_are_read_phrase_by_phrase(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "sources").mkdir()
    plan = 'id,what\n1,"Answer 8 of 10 calls; see 3 new schools."\n'
    (tmp_path / "plan" / "actions.csv").write_text(plan, encoding="utf-8")
    (tmp_path / "sources" / "a.yaml").write_text("title: 7 in 10 young people\n", encoding="utf-8")
    held = Documents(tmp_path)
    assert held.texts == (
        "Answer 8 of 10 calls; see 3 new schools",
        "7 in 10 young people",
        "Answer 8 of 10 calls",
        "see 3 new schools",
    )
    assert held.numbers == {"1", "8", "10", "3"}
