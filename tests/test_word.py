"""What a person does to the Word draft comes back, and what cannot be kept is listed."""

import shutil
import subprocess
import zipfile
from copy import deepcopy
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree
from PIL import Image
from word_edits import Edit

from inspection import draft, draft_paper, sign_off, word, word_text
from inspection.paper import (
    Bullets,
    Figure,
    Links,
    OwnWords,
    Paper,
    Picture,
    Row,
    Section,
    Sentence,
    Table,
)
from inspection.word_ledger import read_ledger
from inspection.word_parts import tag_of
from jsna.errors import DataError

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def png(colour: str = "navy") -> bytes:
    held = BytesIO()
    Image.new("RGB", (60, 40), colour).save(held, "PNG")
    return held.getvalue()


def paper(plans: float = 3042, on_time: float = 78.1, waiting: float = 61, **changed: Any) -> Paper:
    values = {
        "name": "self-evaluation",
        "title": "Self-evaluation",
        "subtitle": "Demoshire, edition 2021",
        "as_of": "2021-08-31",
        "classification": "OFFICIAL",
        "sections": (
            Section("title", "Self-evaluation", 0, (Sentence("A draft."),)),
            Section("contents", "Contents", 1, (Links((("one", "Where we are"),)),)),
            Section(
                "one",
                "Where we are",
                1,
                (
                    Sentence(f"There were {plans:,.0f} plans in January.", ("plans",)),
                    OwnWords("one", "[Your words. Write here where the area stands.]"),
                    Table(
                        "Plans on time",
                        ("Measure", "Value"),
                        (
                            Row(("On time", f"{on_time}%")),
                            Row(("Waiting under 18 weeks", f"{waiting:.0f}%"), made_up=True),
                        ),
                    ),
                    OwnWords("two", "[Your words. Write here what it means.]"),
                ),
            ),
            Section(
                "impact",
                "Impact",
                1,
                (
                    Picture(
                        png(),
                        "Plans by year",
                        "A line of plans by year that rises from the first year to the last.",
                    ),
                    Bullets((Sentence("Families said so."),)),
                    OwnWords("three", "[Your words. Write here what is different.]"),
                ),
            ),
        ),
        "figures": (
            Figure("plans", "EHC plans in the county", plans, f"{plans:,.0f}", "plans"),
            Figure("on-time", "Plans issued on time", on_time, f"{on_time}%", "%"),
            Figure("waiting", "Waiting under 18 weeks", waiting, f"{waiting:.0f}%", "%", True),
        ),
        "states": (("Area 1", "cannot tell yet"),),
    }
    return Paper(**{**values, **changed})


def written(folder: Path, made: Paper | None = None) -> Path:
    return word.write(made or paper(), folder / "v1.docx").path


def xml_of(path: Path, tag: str) -> str:
    return etree.tostring(Edit(path).control(tag).find(qn("w:sdtContent"))).decode()


def after_three_refreshes(folder: Path, mine: Path) -> list[word.Written]:
    """Refresh three times with changed figures, each time from the last version."""
    made = []
    for number, (plans, on_time) in enumerate([(3310, 79.0), (3425, 80.2), (3561, 84.7)], start=2):
        made.append(word.write(paper(plans, on_time), folder / f"v{number}.docx", keep=mine))
        mine = made[-1].path
    return made


INSERTED = (
    '<w:r><w:t xml:space="preserve">There are 3,042 plans </w:t></w:r>'
    '<w:ins w:id="901" w:author="Lead" w:date="2021-02-01T10:00:00Z">'
    '<w:r><w:t xml:space="preserve">and rising </w:t></w:r></w:ins>'
    '<w:del w:id="902" w:author="Lead" w:date="2021-02-01T10:00:00Z">'
    "<w:r><w:delText>and falling </w:delText></w:r></w:del>"
    "<w:r><w:t>in the county.</w:t></w:r>"
)
MOVED_FROM = (
    '<w:moveFromRangeStart w:id="910" w:name="move1" w:author="Lead"/>'
    '<w:moveFrom w:id="911" w:author="Lead" w:date="2021-02-01T10:00:00Z">'
    "<w:r><w:t>Parents told us in March.</w:t></w:r></w:moveFrom>"
    '<w:moveFromRangeEnd w:id="910"/>'
)
MOVED_TO = (
    '<w:moveToRangeStart w:id="912" w:name="move1" w:author="Lead"/>'
    '<w:moveTo w:id="913" w:author="Lead" w:date="2021-02-01T10:00:00Z">'
    "<w:r><w:t>Parents told us in March.</w:t></w:r></w:moveTo>"
    '<w:moveToRangeEnd w:id="912"/>'
)


@pytest.mark.parametrize(
    ("content", "text", "must_hold"),
    [
        ("We are proud of 3,042 plans.", "We are proud of 3,042 plans.", "proud"),
        (
            "<w:r><w:rPr><w:b/></w:rPr><w:t>All 3,042 plans.</w:t></w:r>",
            "All 3,042 plans.",
            "<w:b/>",
        ),
        (INSERTED, "There are 3,042 plans and rising in the county.", "<w:delText>"),
    ],
    ids=["plain text", "bold", "tracked insertion and deletion"],
)
def test_an_edit_survives_three_refreshes_and_its_stale_number_is_listed_each_time(
    tmp_path, content, text, must_hold
):
    mine = Edit(written(tmp_path)).type_in("mine:one", content).save("mine.docx")
    before = xml_of(mine, "mine:one")
    for made in after_three_refreshes(tmp_path, mine):
        assert xml_of(made.path, "mine:one") == before
        assert must_hold in xml_of(made.path, "mine:one")
        assert made.words["one"] == (text,)
        assert [(one.written, one.sentence) for one in made.changes.checked.stale] == [
            ("3,042", text)
        ]
        assert "'3,042' no longer holds" in made.changes_path.read_text(encoding="utf-8")


def test_the_figures_around_the_words_are_refreshed(tmp_path):
    mine = Edit(written(tmp_path)).type_in("mine:one", "Our words.").save("mine.docx")
    last = after_three_refreshes(tmp_path, mine)[-1]
    text = " ".join(word_text.lines_of(Edit(last.path).body))
    assert "There were 3,561 plans in January." in text
    assert "84.7%" in text
    assert "3,042" not in text
    assert read_ledger(docx.Document(str(last.path))).version == 4


def test_a_paragraph_moved_from_one_control_to_another_survives_in_both(tmp_path):
    edit = Edit(written(tmp_path))
    edit.type_in("mine:one", "The first stays.", MOVED_FROM)
    mine = edit.type_in("mine:three", MOVED_TO, "The last stays.").save("mine.docx")
    moved_from, moved_to = xml_of(mine, "mine:one"), xml_of(mine, "mine:three")
    for made in after_three_refreshes(tmp_path, mine):
        assert xml_of(made.path, "mine:one") == moved_from
        assert xml_of(made.path, "mine:three") == moved_to
        assert "w:moveFrom" in moved_from and "w:moveTo" in moved_to
        assert made.words["one"] == ("The first stays.",)
        assert made.words["three"] == ("Parents told us in March.", "The last stays.")


def test_a_picture_pasted_into_a_control_survives_and_ours_is_drawn_anew(tmp_path):
    edit = Edit(written(tmp_path))
    paragraph = edit.document.add_paragraph()
    paragraph.add_run().add_picture(BytesIO(png("red")))
    edit.type_in("mine:three", "Look:")
    edit.control("mine:three").find(qn("w:sdtContent")).append(paragraph._p)
    last = after_three_refreshes(tmp_path, edit.save("mine.docx"))[-1]
    held = Edit(last.path)
    blips = list(held.control("mine:three").iter(qn("a:blip")))
    image = held.document.part.related_parts[blips[0].get(qn("r:embed"))]
    assert image.blob == png("red")
    with zipfile.ZipFile(last.path) as package:
        images = [name for name in package.namelist() if name.startswith("word/media/")]
    assert len(images) == 2


def test_a_comment_in_a_control_survives_and_one_on_a_locked_line_is_listed(tmp_path):
    edit = Edit(written(tmp_path)).type_in("mine:one", "A sentence.")
    for tag, text in (("mine:one", "Is this so?"), ("ours:one/0", "Which return?")):
        paragraph = docx.text.paragraph.Paragraph(
            list(edit.control(tag).iter(qn("w:p")))[-1], edit.document
        )
        edit.document.add_comment(paragraph.runs, text=text, author="Lead", initials="L")
    made = word.write(paper(3310), tmp_path / "v2.docx", keep=edit.save("mine.docx"))
    kept = docx.Document(str(made.path))
    assert len(list(Edit(made.path).control("mine:one").iter(qn("w:commentRangeStart")))) == 1
    assert "Is this so?" in [comment.text for comment in kept.comments]
    assert made.changes.returned.comments == (("Where we are", "Which return?"),)
    assert "Which return?" in made.changes_path.read_text(encoding="utf-8")


def test_an_edit_inside_a_locked_control_is_listed_with_its_sentence_and_not_carried_over(tmp_path):
    edit = Edit(written(tmp_path))
    for text in edit.control("ours:one/0").iter(qn("w:t")):
        text.text = text.text.replace("3,042 plans", "4,000 plans")
    made = word.write(paper(), tmp_path / "v2.docx", keep=edit.save("mine.docx"))
    assert [(one.heading, one.was, one.now) for one in made.changes.returned.edited] == [
        (
            "Where we are",
            "There were 3,042 plans in January. [plans]",
            "There were 4,000 plans in January. [plans]",
        )
    ]
    listed = made.changes_path.read_text(encoding="utf-8")
    assert "had become “There were 4,000 plans in January. [plans]”" in listed
    lines = word_text.lines_of(Edit(made.path).control("ours:one/0"))
    assert "There were 3,042 plans in January. [plans]" in lines


def test_an_untouched_file_has_no_edit_no_stale_number_and_nothing_outside(tmp_path):
    made = word.write(paper(), tmp_path / "v2.docx", keep=written(tmp_path))
    assert made.changes.returned.edited == ()
    assert made.changes.returned.outside == ()
    assert made.changes.checked.stale == ()
    assert made.changes.moved == ()


def test_text_outside_every_control_is_listed_and_kept_at_the_end_through_refreshes(tmp_path):
    edit = Edit(written(tmp_path))
    stray = parse_xml(
        f"<w:p {nsdecls('w')}><w:r><w:rPr><w:b/></w:rPr><w:t>A stray thought on 3,042 plans.</w:t>"
        "</w:r></w:p>"
    )
    edit.control("mine:one").addnext(stray)
    made = after_three_refreshes(tmp_path, edit.save("mine.docx"))
    assert [(one.after, one.text) for one in made[0].changes.returned.outside] == [
        ("Where we are", "A stray thought on 3,042 plans.")
    ]
    assert "could not be kept in place" in made[0].changes_path.read_text(encoding="utf-8")
    for one in made:
        kept = xml_of(one.path, "mine:kept")
        assert kept.count("A stray thought on 3,042 plans.") == 1
        assert "<w:b/>" in kept
    assert made[1].changes.returned.outside == ()
    assert [one.written for one in made[2].changes.checked.stale] == ["3,042"]


def test_a_copied_control_loses_no_words(tmp_path):
    edit = Edit(written(tmp_path)).type_in("mine:one", "First words.")
    copied = deepcopy(edit.control("mine:one"))
    next(copied.iter(qn("w:t"))).text = "Second words."
    edit.control("mine:two").addnext(copied)
    made = word.write(paper(), tmp_path / "v2.docx", keep=edit.save("mine.docx"))
    assert made.words["one"] == ("First words.",)
    assert "Second words." in made.words["kept"]


def test_words_of_a_section_that_the_paper_no_longer_has_are_kept_at_the_end(tmp_path):
    mine = Edit(written(tmp_path)).type_in("mine:three", "Do not lose me.").save("mine.docx")
    shorter = paper(sections=paper().sections[:3])
    made = word.write(shorter, tmp_path / "v2.docx", keep=mine)
    assert "Do not lose me." in made.words["kept"]
    assert "Impact" not in " ".join(word_text.lines_of(Edit(made.path).body))


def test_a_new_section_takes_its_place_among_kept_words(tmp_path):
    mine = Edit(written(tmp_path)).type_in("mine:three", "Kept.").save("mine.docx")
    sections = list(paper().sections)
    new = Section("new", "A new heading", 1, (Sentence("New."), OwnWords("new", "[Your words.]")))
    sections.insert(3, new)
    made = word.write(paper(sections=tuple(sections)), tmp_path / "v2.docx", keep=mine)
    tags = [tag_of(sdt) for sdt in Edit(made.path).body.iterchildren(qn("w:sdt"))]
    assert tags == [
        "ours:title/0",
        "ours:changed/0",
        "ours:contents/0",
        "ours:one/0",
        "mine:one",
        "ours:one/1",
        "mine:two",
        "ours:new/0",
        "mine:new",
        "ours:impact/0",
        "mine:three",
        "ours:check/0",
    ]


def test_a_control_that_was_dragged_elsewhere_goes_back_to_its_heading(tmp_path):
    edit = Edit(written(tmp_path)).type_in("mine:one", "Dragged.")
    edit.control("ours:impact/0").addnext(edit.control("mine:one"))
    made = word.write(paper(), tmp_path / "v2.docx", keep=edit.save("mine.docx"))
    tags = [tag_of(sdt) for sdt in Edit(made.path).body.iterchildren(qn("w:sdt"))]
    assert tags.index("mine:one") == tags.index("ours:one/0") + 1
    assert made.words["one"] == ("Dragged.",)


def test_typing_over_the_prompt_without_word_clearing_its_flag_is_still_kept(tmp_path):
    edit = Edit(written(tmp_path))
    next(edit.control("mine:one").iter(qn("w:t"))).text = "Typed by another program."
    made = word.write(paper(), tmp_path / "v2.docx", keep=edit.save("mine.docx"))
    assert made.words["one"] == ("Typed by another program.",)
    assert made.words["two"] == ()


def test_nothing_is_ever_overwritten(tmp_path):
    path = written(tmp_path)
    held = path.read_bytes()
    with pytest.raises(DataError) as refusal:
        word.write(paper(3310), path, keep=path)
    assert refusal.value.problems == [
        f"{path} is already there: give a new name with --out",
        f"{path.with_suffix('.changes.md')} is already there: give a new name with --out",
    ]
    assert path.read_bytes() == held


def test_the_persons_file_is_not_changed_by_a_refresh(tmp_path):
    mine = Edit(written(tmp_path)).type_in("mine:one", "Mine.").save("mine.docx")
    held = mine.read_bytes()
    word.write(paper(3310), tmp_path / "v2.docx", keep=mine)
    assert mine.read_bytes() == held


def strip_tags(path: Path, name: str, leave: int) -> Path:
    """Take the controls away and leave what they held, as LibreOffice does."""
    edit = Edit(path)
    for sdt in list(edit.body.iterchildren(qn("w:sdt")))[leave:]:
        for piece in reversed(list(sdt.find(qn("w:sdtContent")))):
            sdt.addnext(piece)
        edit.body.remove(sdt)
    return edit.save(name)


@pytest.mark.parametrize(("leave", "came"), [(0, "0 of 9"), (5, "5 of 9")])
def test_a_file_that_lost_its_controls_is_refused_and_nothing_is_written(tmp_path, leave, came):
    mine = strip_tags(written(tmp_path), "mine.docx", leave)
    with pytest.raises(DataError) as refusal:
        word.write(paper(), tmp_path / "v2.docx", keep=mine)
    assert refusal.value.problems[0] == f"{came} tagged controls came back"
    assert "LibreOffice" in refusal.value.problems[1]
    assert not (tmp_path / "v2.docx").exists()
    assert not (tmp_path / "v2.changes.md").exists()


def test_the_wrong_paper_and_a_file_that_is_no_word_file_are_refused(tmp_path):
    with pytest.raises(DataError, match="it is the paper 'self-evaluation', not 'board'"):
        word.write(paper(name="board"), tmp_path / "v2.docx", keep=written(tmp_path))
    plain = tmp_path / "plain.docx"
    plain.write_text("no Word file", encoding="utf-8")
    with pytest.raises(DataError, match="is not a Word file"):
        word.write(paper(), tmp_path / "v2.docx", keep=plain)


def test_it_opens_with_what_changed_in_three_sentences(tmp_path):
    first = word.write(paper(), tmp_path / "v1.docx")
    lines = word_text.lines_of(Edit(first.path).control("ours:changed/0"))
    assert lines == [
        "What changed since the last version",
        "This is the first version: there is no earlier draft to compare it with.",
        "It rests on 3 figures, 1 of them made up, and uses nothing published after "
        "31 August 2021.",
        "It has 3 places for your own words, which no refresh will change.",
    ]
    mine = Edit(first.path).type_in("mine:one", "3,042 plans, 78.1% on time.").save("mine.docx")
    states = (("Area 1", "not yet"),)
    made = word.write(paper(3310, states=states), tmp_path / "v2.docx", keep=mine)
    lines = word_text.lines_of(Edit(made.path).control("ours:changed/0"))
    assert lines[1:] == [
        "Since version 1, as of 31 August 2021, 1 figure of 3 changed; the largest change is in "
        "EHC plans in the county, from 3,042 to 3,310 [plans].",
        "1 state of a judgement, claim or measure changed: Area 1 from “cannot tell yet” to "
        "“not yet”.",
        "In your own words 1 number no longer holds, nothing was edited where the paper is locked, "
        "and every passage is in its place: “What to check” lists it all.",
    ]


def test_figures_are_locked_and_own_words_can_be_edited_but_not_deleted(tmp_path):
    locks = {}
    for sdt in Edit(written(tmp_path)).body.iterchildren(qn("w:sdt")):
        lock = sdt.find(f"{qn('w:sdtPr')}/{qn('w:lock')}").get(qn("w:val"))
        locks.setdefault(tag_of(sdt).partition(":")[0], set()).add(lock)
    assert locks == {"ours": {"sdtContentLocked"}, "mine": {"sdtLocked"}}


def test_a_reader_with_a_screen_reader_gets_headings_captions_headers_and_alternatives(tmp_path):
    path = written(tmp_path)
    document = docx.Document(str(path))
    xml = document.element.xml
    styles = [node.get(qn("w:val")) for node in document.element.iter(qn("w:pStyle"))]
    assert styles.count("Title") == 1
    assert styles.count("Heading1") == 4
    assert "w:tblHeader" in xml
    assert 'descr="A line of plans by year that rises from the first year to the last."' in xml
    assert "Table 1. Plans on time" in word_text.lines_of(document.element.body)
    assert document.core_properties.title == "Self-evaluation: Demoshire, edition 2021"
    assert document.core_properties.language == "en-GB"
    languages = [node.get(qn("w:val")) for node in document.styles.element.iter(qn("w:lang"))]
    assert set(languages) == {"en-GB"}
    header = document.sections[0].header.paragraphs[0].text
    assert header.startswith("OFFICIAL")
    assert "REHEARSAL" in header
    fields = [
        node.get(qn("w:instr")).strip()
        for node in document.sections[0].footer._element.iter(qn("w:fldSimple"))
    ]
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_made_up_row_says_rehearsal_in_its_own_cell(tmp_path):
    lines = word_text.lines_of(Edit(written(tmp_path)).body)
    assert "REHEARSAL: Waiting under 18 weeks" in lines


def test_own_words_that_give_a_made_up_figure_are_listed_as_rehearsal(tmp_path):
    mine = Edit(written(tmp_path)).type_in("mine:one", "Now 61% wait less.").save("mine.docx")
    made = word.write(paper(), tmp_path / "v2.docx", keep=mine)
    assert made.changes.checked.rehearsal == (("one", "Now 61% wait less."),)
    assert "REHEARSAL: one: “Now 61% wait less.”" in made.changes_path.read_text(encoding="utf-8")


def test_the_same_paper_gives_the_same_file(tmp_path):
    first = word.write(paper(), tmp_path / "a" / "v1.docx").path
    again = word.write(paper(), tmp_path / "b" / "v1.docx").path
    assert first.read_bytes() == again.read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_a_file_that_libreoffice_saved_is_refused_or_loses_no_word(tmp_path):
    mine = Edit(written(tmp_path)).type_in("mine:one", "Words from afar.").save("mine.docx")
    out = tmp_path / "libre"
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(mine)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    try:
        made = word.write(paper(3310), tmp_path / "v2.docx", keep=out / "mine.docx")
    except DataError as refusal:
        assert "tagged controls came back" in refusal.problems[0]
        assert not (tmp_path / "v2.docx").exists()
    else:
        assert "Words from afar." in " ".join(word_text.lines_of(Edit(made.path).body))


@pytest.mark.parametrize(
    ("content", "hindrance"),
    [
        (INSERTED, "area-1/impact holds a tracked insertion: accept, reject or resolve it in Word"),
        ("There are 417 plans.", "is no figure of the paper"),
        ("All is well.", None),
    ],
)
def test_only_settled_words_can_be_signed_off(tmp_path, content, hindrance):
    area = draft.DraftArea(
        1, "Weakness", "A finding.", "Good.", draft.DraftJudgement("cannot tell yet", (), ())
    )
    whole = draft.Draft("Demoshire", "demo-2021", "2021-08-31", (area,))
    first = word.write(draft_paper.paper(whole), tmp_path / "v1.docx").path
    mine = Edit(first).type_in("mine:area-1/impact", content).save("mine.docx")
    signed = sign_off.SignedBy("Board chair", date(2021, 9, 1))
    if hindrance is None:
        assert "<p>All is well.</p>" in sign_off.public_fragment(whole, signed, mine)
        return
    with pytest.raises(DataError) as refusal:
        sign_off.public_fragment(whole, signed, mine)
    assert any(hindrance in problem for problem in refusal.value.problems)


FOOTNOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="7"><w:p><w:r><w:t>Of 3,042 in all.</w:t></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)
BOX = (
    "<w:r><w:t>Beside it: </w:t></w:r><w:r><mc:AlternateContent "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>3,042 in a box.</w:t></w:r>'
    "</w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r>"
    "<w:t>3,042 in a box.</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def test_stale_numbers_in_footnotes_and_text_boxes_are_found_too(tmp_path):
    edit = Edit(written(tmp_path)).type_in(
        "mine:one", '<w:r><w:t>Families.</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r>'
    )
    edit.type_in("mine:two", BOX)
    package = edit.document.part.package
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    notes = Part(PackURI("/word/footnotes.xml"), content, FOOTNOTES.encode(), package)
    edit.document.part.relate_to(notes, f"{RELATIONS}/footnotes")
    last = after_three_refreshes(tmp_path, edit.save("mine.docx"))[-1]
    assert last.words["one"] == ("Families.", "Of 3,042 in all.")
    assert last.words["two"] == ("Beside it:", "3,042 in a box.")
    assert [one.place for one in last.changes.checked.stale] == ["one", "two"]
    with zipfile.ZipFile(last.path) as held:
        assert b"Of 3,042 in all." in held.read("word/footnotes.xml")


def test_a_control_that_was_emptied_in_word_shows_our_prompt_again(tmp_path):
    edit = Edit(written(tmp_path))
    next(edit.control("mine:one").iter(qn("w:t"))).text = "Click or tap here to enter text."
    edit.type_in("mine:two", "")
    made = word.write(paper(), tmp_path / "v2.docx", keep=edit.save("mine.docx"))
    assert made.words["one"] == made.words["two"] == ()
    for tag, prompt in (("one", "area stands"), ("two", "it means")):
        assert word_text.lines_of(Edit(made.path).control(f"mine:{tag}")) == [
            f"[Your words. Write here {'where the' if tag == 'one' else 'what'} {prompt}.]"
        ]


def test_a_picture_alone_in_a_control_that_the_paper_lost_is_kept_at_the_end(tmp_path):
    edit = Edit(written(tmp_path))
    paragraph = edit.document.add_paragraph()
    paragraph.add_run().add_picture(BytesIO(png("red")))
    edit.type_in("mine:three")
    edit.control("mine:three").find(qn("w:sdtContent")).append(paragraph._p)
    shorter = paper(sections=paper().sections[:3])
    made = word.write(shorter, tmp_path / "v2.docx", keep=edit.save("mine.docx"))
    assert len(list(Edit(made.path).control("mine:kept").iter(qn("a:blip")))) == 1


def test_captions_that_word_counted_anew_are_no_edit(tmp_path):
    edit = Edit(written(tmp_path))
    for field in edit.control("ours:one/1").iter(qn("w:fldSimple")):
        next(field.iter(qn("w:t"))).text = "4"
    made = word.write(paper(), tmp_path / "v2.docx", keep=edit.save("mine.docx"))
    assert made.changes.returned.edited == ()


def test_a_changed_page_header_is_listed_and_written_again(tmp_path):
    edit = Edit(written(tmp_path))
    edit.document.sections[0].header.paragraphs[0].runs[0].text = "PUBLIC"
    made = word.write(paper(), tmp_path / "v2.docx", keep=edit.save("mine.docx"))
    assert [(one.heading, one.now) for one in made.changes.returned.edited] == [
        ("head and foot of the page", "PUBLIC")
    ]
    assert (
        docx.Document(str(made.path)).sections[0].header.paragraphs[0].text.startswith("OFFICIAL")
    )
