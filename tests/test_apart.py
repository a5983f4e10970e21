"""What a made-up figure touched stands in an annex, and nothing is lost on the way."""

from inspection.apart import NOTHING_REAL, apart
from inspection.paper import ANNEX, Bullets, Links, OwnWords, Paper, Row, Section, Sentence, Table

REAL, MADE = Sentence("Plans rose."), Sentence("Waits fell.", made_up=True)
WORDS = OwnWords("mine", "[Your words.]")


def paper(*sections: Section) -> Paper:
    return Paper("draft", "Draft", "Demoshire", "2021-08-31", "OFFICIAL", sections)


def table(*rows: Row, caption: str = "Measures") -> Table:
    return Table(caption, ("Measure", "Value"), rows)


def test_a_paper_without_rehearsal_stays_as_it_is() -> None:
    one = paper(Section("a", "A", 1, (REAL, WORDS)))
    assert apart(one) is one
    assert one.marking == ""


def test_rows_and_sentences_part_and_keep_their_order() -> None:
    rows = (Row(("A", "1")), Row(("B", "2"), True), Row(("C", "3")), Row(("D", "4"), True))
    one = apart(paper(Section("a", "A", 1, (Bullets((REAL, MADE)), table(*rows), WORDS))))
    real, opening, annex = one.sections
    assert real.blocks == (Bullets((REAL,)), table(rows[0], rows[2]), WORDS)
    assert (opening.id, opening.level) == (ANNEX, 1)
    assert (annex.id, annex.heading, annex.level) == ("rehearsal-a", "Rehearsal: A", 2)
    made_up = table(rows[1], rows[3], caption="Measures, rehearsed")
    assert annex.blocks == (Bullets((MADE,)), made_up)


def test_a_section_whose_all_is_rehearsed_says_that_nothing_real_is_known() -> None:
    (real, _, annex) = apart(paper(Section("a", "A", 1, (MADE, WORDS)))).sections
    assert real.blocks == (Sentence(NOTHING_REAL), WORDS)
    assert annex.blocks == (MADE,)


def test_a_part_comes_below_the_name_of_its_chapter() -> None:
    one = paper(
        Section("a", "A", 1, (REAL,)),
        Section("a-1", "A: impact", 2, (REAL, MADE)),
        Section("a-2", "A: evidence", 2, (MADE,)),
        Section("b", "B", 1, (REAL,)),
    )
    found = [(each.id, each.level) for each in apart(one).sections[4:]]
    assert found == [
        ("rehearsal", 1),
        ("rehearsal-a", 2),
        ("rehearsal-a-1", 3),
        ("rehearsal-a-2", 3),
    ]


def test_a_title_keeps_its_note_and_the_contents_lead_to_the_annex() -> None:
    one = apart(
        paper(
            Section("title", "Draft", 0, (MADE,)),
            Section("contents", "Contents", 1, (Links((("a", "A"),)),)),
            Section("a", "A", 1, (REAL, MADE)),
        )
    )
    assert one.sections[0].blocks == (MADE,)
    assert one.marking == "REHEARSAL: the annex rests on made-up figures"
    links = one.sections[1].blocks[0]
    assert isinstance(links, Links)
    assert links.to[-1] == (ANNEX, "Annex: rehearsal with made-up figures")
