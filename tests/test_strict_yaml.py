"""What a YAML file says is what is read."""

from pathlib import Path

from jsna import strict_yaml


def test_every_repeated_key_is_reported_with_its_line_at_any_depth():
    data, problems = strict_yaml.parse("a: 1\nb:\n  c: 2\n  c: 3\na: 4\n")
    assert sorted(problems) == [
        "line 4: 'c' is given again (first on line 3); keep one",
        "line 5: 'a' is given again (first on line 1); keep one",
    ]
    assert data == {"a": 4, "b": {"c": 3}}


def test_what_is_not_plainly_a_number_stays_the_text_that_was_typed():
    data, problems = strict_yaml.parse(
        "country: NO\ndate: 2021-08-31\nclock: 1:30\ncode: 010\nccg: 01H\nyear: 2020/21\n"
        "big: 1_000\nswitch: on\ntext: '5'\n"
    )
    assert problems == []
    assert data == {
        "country": "NO",
        "date": "2021-08-31",
        "clock": "1:30",
        "code": "010",
        "ccg": "01H",
        "year": "2020/21",
        "big": "1_000",
        "switch": "on",
        "text": "5",
    }


def test_numbers_truth_and_nothing_are_read_as_such():
    data, _ = strict_yaml.parse("a: 5\nb: -2.5\nc: true\nd: null\ne:\nf: 0\n")
    assert data == {"a": 5, "b": -2.5, "c": True, "d": None, "e": None, "f": 0}


def test_a_file_that_is_not_yaml_says_where():
    data, problems = strict_yaml.parse("a: 1\nb: [1, 2\nc: 3\n")
    assert data == {}
    assert len(problems) == 1
    assert problems[0].startswith("line 3, place 2: it cannot be read as YAML: ")


def test_a_missing_empty_foreign_or_listing_file_is_a_problem_not_a_traceback(tmp_path: Path):
    assert strict_yaml.load(tmp_path / "no.yaml") == ({}, ["there is no such file"])
    empty = tmp_path / "empty.yaml"
    empty.write_text("# nothing\n", encoding="utf-8")
    assert strict_yaml.load(empty) == ({}, ["it is empty"])
    foreign = tmp_path / "foreign.yaml"
    foreign.write_bytes(b"a: \xe9\n")
    assert strict_yaml.load(foreign) == (
        {},
        ["it is not UTF-8 text (byte 3); save it as UTF-8"],
    )
    listing = tmp_path / "list.yaml"
    listing.write_text("- a\n- b\n", encoding="utf-8")
    data, problems = strict_yaml.load(listing)
    assert data == {}
    assert problems == ['it should hold names with values, such as `edition: "2021"`']


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path: Path):
    marked = tmp_path / "marked.yaml"
    marked.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert strict_yaml.load(marked) == ({"a": 1}, [])
