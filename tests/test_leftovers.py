"""What no released file may hold, whatever it is about. The NHS numbers are of nobody."""

import pytest

from jsna.disclosure.leftovers import check_digit, leftovers


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("943 476 5919", True),
        ("907 483 3780", True),  # nothing over: 11 is written 0
        ("3040119800", False),  # one over: 10 is no digit
        ("9434765918", False),
        ("943476591", False),
        ("94347659190", False),
        ("4444444444", False),  # its check digit is right, and no one has it
    ],
)
def test_the_last_digit_of_an_nhs_number_checks_the_others(number: str, right: bool) -> None:
    assert check_digit(number) is right


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("seen: 943-476-5919.", "identifier"),
        ("9434765919", "identifier"),
        ("A123456789012", "identifier"),
        ("A12345678901B", "identifier"),
        ("CA28 7QE", "postcode"),
        ("LA97BQ", "postcode"),
        ("Traceback (most recent call last):", "traceback"),
        ('  File "a.py", line 3', "traceback"),
        ("-------------------- KeyError", "traceback"),
        ("read /home/analyst/x", "path"),
        (r"C:\Users\analyst", "path"),
        (r"\\server\share", "path"),
        ("file:///x", "path"),
        ("OFFICIAL-SENSITIVE", "marking"),
        ("//# sourceMappingURL=x", "source map"),
    ],
)
def test_a_text_may_not_hold(text: str, kind: str) -> None:
    assert [one.kind for one in leftovers(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918",  # of a telephone
        "1,943,476,5919",
        "9434765919.5",
        "d41d8cd9434765919e00998ecf8427e0",  # a checksum of 32
        "CA28",
        "I123456789012",  # no pupil number begins so
        "https://example.org/home/page",
        "a/tmp/b",
        "OFFICIAL",
    ],
)
def test_a_text_may_hold(text: str) -> None:
    assert leftovers(text) == ()


def test_each_kind_of_leftover_is_named_once() -> None:
    held = leftovers("943 476 5919 and A123456789012 at CA28 7QE, CA28 7QF")
    assert [one.what for one in held] == [
        "an NHS number (its check digit is right)",
        "a unique pupil number",
        "a full postcode",
    ]
