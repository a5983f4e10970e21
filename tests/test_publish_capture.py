import json
from datetime import date
from types import SimpleNamespace

import pytest
from lxml import html as parser

from jsna.errors import DataError
from jsna.publish import capture, you_said
from jsna.publish.index import Listed

EDITION = SimpleNamespace(edition="demo", edition_state="draft", as_of=date(2021, 8, 31))
GIVEN = {
    "id": "0123456789abcdef", "received": "2021-09-14", "page": "county/plans.html", "figure": "2",
    "kind": "missing", "theme": "", "who": "parent", "text": "The wait for speech therapy.",
}  # fmt: skip


def handed_in(folder, *entries, name="a.json", **changes):
    path = folder / name
    content = {"format": "jsna-capture-1", "edition": "demo", "entries": list(entries), **changes}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_the_form_asks_for_no_name_and_has_a_label_for_every_field():
    listed = [Listed("pages/county/plans.html", "Plans", "The county", "", "")]
    tree = parser.fromstring(capture.form(listed, EDITION, ["Autism"]))
    for field in tree.xpath("//textarea | //select | //input[not(@type='radio')]"):
        assert tree.xpath(f"//label[@for='{field.get('id')}']"), field.get("id")
    assert tree.xpath("//select[@id='page']/option/@value") == ["", "county/plans.html"]
    assert "Please name nobody." in tree.text_content()


def test_a_file_that_the_form_saved_is_read_back(tmp_path):
    captured = capture.read([handed_in(tmp_path, GIVEN)], ["county/plans.html"])
    assert captured.problems == ()
    assert captured.entries[0].text == "The wait for speech therapy."
    assert captured.entries[0].edition == "demo"


def test_the_same_file_handed_in_twice_counts_once(tmp_path):
    files = [handed_in(tmp_path, GIVEN), handed_in(tmp_path, GIVEN, name="b.json")]
    assert len(capture.read(files).entries) == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"text": "  "}, "nothing was written"),
        ({"text": "x" * 2001}, "the text is longer than 2000 characters"),
        ({"kind": "rant"}, "'kind' should be one of missing, wrong, unclear, experience, idea"),
        ({"figure": "two"}, "'figure' is not the number of a figure"),
        ({"received": "14/09/2021"}, "'received' is not a day such as 2021-09-14"),
        ({"page": "other.html"}, "'page' is not a page of this report"),
        ({"name": "someone"}, "'name' is not a field of the form"),
        ({"id": "../x"}, "'id' is not one that the form makes"),
        ({"text": 5}, "'text' is not text"),
    ],
)
def test_an_entry_that_cannot_be_taken_says_why(tmp_path, changes, problem):
    captured = capture.read([handed_in(tmp_path, {**GIVEN, **changes})], ["county/plans.html"])
    assert captured.entries == ()
    assert captured.problems == (f"a.json, entry 1: {problem}",)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("his number is 943 476 5919", "an NHS number"),
        ("write to me@example.org", "an e-mail address"),
        ("we live at CA1 1AA", "a postcode"),
        ("born 3/4/2010", "a date of birth"),
    ],
)
def test_what_would_name_a_person_is_kept_out_and_not_repeated(tmp_path, text, what):
    captured = capture.read([handed_in(tmp_path, {**GIVEN, "text": text})])
    assert captured.entries == ()
    assert f"looks like {what};" in captured.problems[0]
    assert text not in captured.problems[0]


def test_files_that_are_not_the_forms_are_each_refused(tmp_path):
    other = tmp_path / "x.json"
    other.write_text("not json", encoding="utf-8")
    captured = capture.read([other, handed_in(tmp_path, GIVEN, format="else")])
    assert captured.problems == (
        "x.json: it is not a file that the form saved; ask for it again",
        "a.json: it does not say 'jsna-capture-1'; only the form's files are read",
    )


def test_the_register_keeps_its_answers_and_adds_what_is_new(tmp_path):
    register = tmp_path / "gaps.csv"
    first = capture.read([handed_in(tmp_path, GIVEN)]).entries
    text = capture.added(register, first).replace(
        ",new,,,", ",done,Speech therapy waits.,We asked the service.,2021-09-20"
    )
    register.write_text(text, encoding="utf-8", newline="")
    second = {**GIVEN, "id": "ffffffffffffffff", "received": "2021-09-15", "text": "=1+1"}
    entries = capture.read([handed_in(tmp_path, GIVEN, second)]).entries
    text = capture.added(register, entries)
    assert "'=1+1" in text
    register.write_text(text, encoding="utf-8", newline="")
    rows = capture.registered(register)
    assert [row["status"] for row in rows] == ["done", "new"]
    assert rows[1]["text"] == "=1+1"
    said = [(row["said"], row["took"]) for row in capture.answers(rows)]
    assert said == [("Speech therapy waits.", "6 days")]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("done,,,", "'done' without an answer or the day it was given"),
        ("lost,,,", "'status' should be one of new, in hand, done"),
        ("done,,Asked.,20/9/21", "a day is not written as 2021-09-14"),
        ("done,,Asked.,2021-09-01", "it was answered before it was said"),
        (
            "new,Ring 01228 123456,,",
            "'printed' holds what looks like a telephone number, and it will be printed; "
            "take it out",
        ),
        (
            "new,,Write to a@b.org,",
            "'answer' holds what looks like an e-mail address, and it will be printed; take it out",
        ),
    ],
)
def test_a_row_of_the_register_that_cannot_be_used_says_why(tmp_path, row, problem):
    register = tmp_path / "gaps.csv"
    entries = capture.read([handed_in(tmp_path, GIVEN)]).entries
    text = capture.added(register, entries).replace("new,,,", row)
    register.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(DataError) as caught:
        capture.registered(register)
    assert caught.value.problems == [f"line 2: {problem}"]


def page_of(rows):
    return parser.fromstring(you_said.render(EDITION, rows))


def test_an_empty_register_says_so_and_its_example_is_marked(tmp_path):
    tree = page_of(you_said.read(tmp_path / "none.csv"))
    assert "Nobody has handed anything in yet." in tree.text_content()
    assert tree.xpath("//caption")[0].text_content() == "Example: made up, said by nobody"


def test_only_words_that_somebody_agreed_to_are_printed_and_all_else_is_counted(tmp_path):
    register = tmp_path / "gaps.csv"
    secret = {**GIVEN, "id": "ffffffffffffffff", "text": "Our own story."}
    entries = capture.read([handed_in(tmp_path, GIVEN, secret)]).entries
    text = capture.added(register, entries).replace(
        "new,,,", "done,Speech therapy waits.,We asked the service.,2021-09-20", 1
    )
    register.write_text(text, encoding="utf-8", newline="")
    tree = page_of(you_said.read(register))
    said = tree.xpath("//main")[0].text_content()
    assert (
        "Handed in so far: 2 items. Answered: 1 items. Half of the answers came within 6 days."
        in said
    )
    assert [row.text_content() for row in tree.xpath("//tbody//th")] == ["Speech therapy waits."]
    assert [cell.text_content() for cell in tree.xpath("//tbody//td")] == [
        "We asked the service.", "2021-09-14", "6 days",
    ]  # fmt: skip
    assert "Our own story." not in said
    assert "Example" not in said
