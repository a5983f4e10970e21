"""What a paper made from a page may say: what its page says, and nothing else."""

from pathlib import Path

import pikepdf
import pytest

from jsna.disclosure.prints import leaks, numbers_of

PAGE = """<html><head><meta name="description" content="40 wait"><style>p { margin: 77px }</style>
</head><body><p>3,503 plans</p><svg aria-label="12 bars"></svg><img alt="5 of 9">
<script>var x = 88;</script></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def kinds(path: Path, page: Path) -> list[str]:
    return [leak.kind for leak in leaks(path, page)]


def test_a_page_says_its_text_and_the_words_of_its_pictures(page: Path) -> None:
    assert numbers_of(page) == {"40", "3", "503", "12", "5", "9"}


def test_a_text_says_no_other_number_and_no_trace(page: Path, tmp_path: Path) -> None:
    text = tmp_path / "card.txt"
    text.write_text("3,503 plans, 40 wait", encoding="utf-8")
    assert kinds(text, page) == []
    text.write_text("3,503 plans, 41 wait, see /home/analyst/x", encoding="utf-8")
    assert kinds(text, page) == ["path", "number"]


def test_a_pdf_says_no_other_number(page: Path, tmp_path: Path) -> None:
    for words, found in ((b"(40 wait)", []), (b"(88 wait)", ["number"])):
        held = pikepdf.new()
        held.add_blank_page().Contents = held.make_stream(b"BT /F1 12 Tf " + words + b" Tj ET")
        held.save(tmp_path / "page.pdf")
        assert kinds(tmp_path / "page.pdf", page) == found


def test_a_picture_carries_no_words(page: Path, tmp_path: Path) -> None:
    picture = tmp_path / "card.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert kinds(picture, page) == []
    picture.write_bytes(b"\x89PNG\r\n\x1a\nbehind it")
    assert kinds(picture, page) == ["metadata"]
