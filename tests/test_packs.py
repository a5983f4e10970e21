"""Every pack is written from the same facts, as Word and HTML, and says what is not known."""

from dataclasses import replace

import docx
import pytest
from browsing import MODES, axe, browser, opened, violations
from word_edits import Edit

from inspection import packs, word_text
from inspection.draft import (
    Draft,
    DraftAction,
    DraftArea,
    DraftClaim,
    DraftEvidence,
    DraftFigure,
    DraftJudgement,
    DraftMeasure,
)
from inspection.pack_context import (
    Advice,
    Ahead,
    Context,
    Contradiction,
    Gap,
    Group,
    PlaceValue,
    Request,
)
from inspection.paper import ANNEX, Sentence, block_made_up
from jsna.errors import DataError
from jsna.project import ROOT

SUFFICIENT = DraftJudgement("sufficient progress", ("Impact is shown.",), ("One place lags.",))
CANNOT_TELL = DraftJudgement("cannot tell yet", ("No impact evidence.",), ("Waits rose.",))


def area(number: int, judgement: DraftJudgement = CANNOT_TELL, **changed) -> DraftArea:
    values = {
        "number": number,
        "title": f"Weakness {'ABCDEFGHI'[number - 1]}",
        "finding": "Found.",
        "good": "Good.",
        "judgement": judgement,
    }
    return DraftArea(**{**values, **changed})


WORKED = DraftAction(
    "5.5.1",
    "Report waits",
    "Team Manager, CAMHS, NTW/LSC NHS Trust",
    "31 December 2019",
    "reported as worked on",
    overdue=True,
    delay_reason="the pandemic",
    changed_approach="video appointments",
    wg_no=5,
    critical=True,
)
IN_PLACE = DraftAction(
    "5.1.1", "Set it up", "AD, CCC", "30 June 2020", "implemented", wg_no=5, implemented="May 2020"
)


def full() -> Context:
    six = area(
        6,
        rehearsed=DraftJudgement("not yet", ("Made-up waits rise.",), ("They rise in Copeland.",)),
        claims=(DraftClaim("felt", 6, "impact", "Families said so."),),
        measures=(
            DraftMeasure("WG5.3", "Waiting", "", "75%", "61%", "not on track", made_up=True),
            DraftMeasure("WG5.6", "Satisfied", "70%", "90%", "", "cannot tell yet"),
        ),
        actions=(WORKED, IN_PLACE),
        evidence=(DraftEvidence("E1", "Audit", "impact", "May 2021", "AD"),),
    )
    areas = (*(area(n) for n in range(1, 6)), six, area(7, SUFFICIENT), area(8), area(9))
    return Context(
        Draft(
            "Demoshire",
            "demo-2021",
            "2021-08-31",
            areas,
            figures=(DraftFigure("w", "Waiting", 61, "61%", "%", "2021", "x", made_up=True),),
        ),
        groups=(Group(5, "Wellbeing", (("Director, CCC", "2019"), ("Lead, CCG", "2021"))),),
        places=(
            PlaceValue(6, "WG5.3", "Waiting", "Copeland", "41%", 41, "good", made_up=True),
            PlaceValue(6, "WG5.3", "Waiting", "Eden", "71%", 71, "good", made_up=True),
        ),
        gaps=(Gap(1, "action without KPI", "No KPI measures action 1.1.2."),),
        contradictions=(Contradiction(4, "Trust rose, complaints rose."),),
        advice=(
            Advice("A1", "21 December 2020", "Show when actions are embedded.", "We do.", ("E1",)),
            Advice("A2", "December 2020", "Show impact.", "", (), "Strategic Lead", ("1.2.7",)),
        ),
        requests=(Request("Tribunal outcomes", "gap", "Senior Manager, CCC"),),
        ahead=(Ahead("September 2021", "Re-visit not before", ""),),
        changed=(Sentence("Nothing changed."),),
    )


def empty() -> Context:
    return Context(Draft("Demoshire", "demo-2021", "2021-08-31", (area(1),)))


def lines(name: str, context: Context, folder) -> list[str]:
    path = packs.make(name, context, folder)
    return word_text.lines_of(docx.Document(str(path)).element.body)


@pytest.mark.parametrize("name", packs.NAMES)
@pytest.mark.parametrize("made", [full, empty], ids=["full", "empty"])
def test_every_pack_is_written_as_word_and_html_with_its_marking(tmp_path, name, made):
    path = packs.make(name, made(), tmp_path)
    assert path.suffix == ".docx"
    html = path.with_suffix(".html").read_text(encoding="utf-8")
    assert "OFFICIAL" in html
    assert html.count("<h1>") == 1
    document = docx.Document(str(path))
    assert "OFFICIAL" in document.sections[0].header.paragraphs[0].text
    assert document.core_properties.title.startswith(packs.paper(name, made()).title)


@pytest.mark.parametrize("name", packs.NAMES)
def test_a_made_up_number_never_stands_in_a_pack_without_its_mark(tmp_path, name):
    html = packs.make(name, full(), tmp_path).with_suffix(".html").read_text(encoding="utf-8")
    for piece in (
        html.replace("<li", "\x00").replace("<tr", "\x00").replace("<p", "\x00").split("\x00")
    ):
        if "61%" in piece or "41%" in piece or "Made-up" in piece:
            assert "REHEARSAL" in piece, piece[:300]


def test_the_board_is_asked_first_and_sees_critical_overdue_and_group_counts(tmp_path):
    found = lines("board", full(), tmp_path)
    assert found.index("What the Board is asked to decide") < found.index("Where each area stands")
    assert "Who answers for 1 critical overdue actions of 1 overdue in all, and by when." in found
    start = found.index("5. Wellbeing")
    assert found[start : start + 7] == ["5. Wellbeing", "Lead, CCG", "2", "1", "1", "0", "1"]
    untold = "From published figures and papers alone 1 of 1 measures cannot be told yet: WG5.6."
    assert untold in found
    assert not any(line.startswith("Who files the action log") for line in found)


def test_without_any_day_of_implementation_the_board_is_asked_for_the_log_first(tmp_path):
    told = full()
    areas = tuple(
        replace(one, actions=tuple(a for a in one.actions if not a.implemented))
        for one in told.draft.areas
    )
    found = lines("board", replace(told, draft=replace(told.draft, areas=areas)), tmp_path)
    at = next(n for n, line in enumerate(found) if line.startswith("Who files the action log"))
    assert found[at + 1].startswith("Who answers for 1 critical overdue actions")


def test_the_boards_five_hardest_questions_are_about_different_things():
    places = tuple(
        PlaceValue(6, "WG5.3", "Waiting", name, f"{at}%", at, "good")
        for name, at in (("Copeland", 41), ("Eden", 71), ("Carlisle", 51), ("Allerdale", 45))
    )
    made = packs.paper("board", replace(full(), places=places))
    (table,) = next(one for one in made.sections if one.id == "questions").blocks
    assert len(table.rows) == 5
    assert sum("depend on where" in row.cells[0] for row in table.rows) == 1


def test_a_leader_reads_the_hardest_of_each_kind_and_the_rest_by_number():
    late = tuple(replace(WORKED, ref=f"5.5.{number}") for number in range(1, 31))
    told = replace(full(), draft=replace(full().draft, areas=(area(6, actions=late),)))
    made = packs.paper("questions", told)
    trust = next(one for one in made.sections if one.heading.startswith("CNTW"))
    table, more, _ = trust.blocks
    assert len(table.rows) == 12
    (rest,) = more.sentences
    assert rest.text.startswith("Critical overdue actions, 18 questions more: 5.5.")
    named = {row.cells[2].split(",")[0] for row in table.rows}
    named |= set(rest.text.rstrip(".").split(": ")[1].split(", "))
    assert named == {f"5.5.{number}" for number in range(1, 31)}


def test_dfe_gets_delay_reasons_changed_approach_consistency_and_advice_answered(tmp_path):
    found = lines("dfe-nhse", full(), tmp_path)
    for expected in (
        "the pandemic",
        "video appointments",
        "Area 6: Waiting, by place",
        "A1 Show when actions are embedded.",
        "We do.",
        "No answer is recorded. It is to come from action 1.2.7.",
        "Strategic Lead",
        "Families said so. [felt]",
    ):
        assert any(expected in line for line in found), expected


def test_the_inspectors_pack_never_counts_reported_work_as_done(tmp_path):
    found = lines("inspector", full(), tmp_path)
    assert (
        "What was done: 1 of 2 actions have evidence that they are in place; 1 more is only "
        "reported as worked on or started." in found
    )
    assert "Against: Waits rose." in found
    assert "Tribunal outcomes" in found


@pytest.mark.parametrize("name", [one for one in packs.NAMES if one not in packs.TOGETHER])
def test_nothing_rehearsed_stands_in_a_pack_before_its_annex(name):
    sections = packs.paper(name, full()).sections
    ids = [one.id for one in sections]
    before = sections[: ids.index(ANNEX)]
    assert not any(block_made_up(block) for section in before for block in section.blocks)
    after = sections[ids.index(ANNEX) + 1 :]
    assert after
    assert all(block_made_up(block) for section in after for block in section.blocks)


def test_the_inspectors_hardest_questions_are_on_what_is_real():
    (six,) = [one for one in packs.paper("inspector", full()).sections if one.id == "area-6"]
    text = str(six)
    assert "Is it Waiting" not in text
    assert "REHEARSAL" not in text
    assert "They rise in Copeland." not in text
    (told,) = [one for one in six.blocks if "hardest" in getattr(one, "caption", "")]
    assert len(told.rows) == 3


def test_a_measure_that_counts_what_was_done_is_no_high():
    met = DraftMeasure("WG3.2", "On the mailing list", "0", "500", "610", "met", shows="activity")
    felt = DraftMeasure("WG3.5", "Trust", "30%", "40%", "45%", "met")
    told = replace(full(), draft=replace(full().draft, areas=(area(4, measures=(met, felt)),)))
    made = packs.paper("highs-and-lows", told)
    highs = next(one for one in made.sections if one.id == "highs").blocks[0]
    assert [one.text for one in highs.sentences] == ["Trust: 45%, target 40%: met."]


def test_highs_and_lows_fit_one_page_and_put_the_real_first(tmp_path):
    made = packs.paper("highs-and-lows", full())
    lists = {one.id: one.blocks[0] for one in made.sections}
    assert [one.exported for one in lists["highs"].sentences] == [
        "Area 7, Weakness G: sufficient progress.",
        "Families said so.",
    ]
    lows = [one.exported for one in lists["lows"].sentences]
    assert lows[0] == "Trust rose, complaints rose."
    assert lows[2:] == [
        "Areas 1, 2, 3, 4, 5, 6, 8, 9: Waits rose.",
        "REHEARSAL: Waiting: 61%, target 75%: not on track.",
    ]
    assert [line.startswith("REHEARSAL") for line in lows] == sorted(
        line.startswith("REHEARSAL") for line in lows
    )


def test_what_no_paper_reports_on_is_one_low_for_all_areas_together():
    silent = DraftAction("1.1.1", "Do", "AD", "2019", "nothing reported", overdue=True)
    told = "1 of 1 actions is past its date with nothing reported in any paper, 1.1.1 since 2019."
    judged = DraftJudgement("cannot tell yet", (), (told, "Waits rose."))
    areas = tuple(area(n, judged, actions=(silent,)) for n in (1, 2))
    made = packs.paper("highs-and-lows", Context(Draft("D", "d", "2021-08-31", areas)))
    lows = next(one for one in made.sections if one.id == "lows").blocks[0]
    assert [one.text for one in lows.sentences] == [
        "1 of 1 action is past its date with nothing reported in any paper.",
        "Areas 1, 2: Waits rose.",
    ]


def test_a_measure_of_two_areas_is_shown_by_place_once():
    eden = PlaceValue(3, "WG2.7", "Breaks", "Eden", "56%", 56, "good")
    told = replace(full(), places=(eden, replace(eden, area=9)))
    sections = {one.id: one for one in packs.paper("dfe-nhse", told).sections}
    (table, _) = sections["consistency"].blocks
    assert [row.cells for row in table.rows] == [("Eden", "56%")]


def test_the_accelerated_plan_has_a_chapter_for_every_area_that_is_not_sufficient(tmp_path):
    found = lines("accelerated-plan", full(), tmp_path)
    assert "Area 6. Weakness F" in found
    assert "Area 7. Weakness G" not in found
    assert any("6 months, 12 months, 18 months" in line for line in found)
    assert "Of 2 actions 2 are not shown to be embedded: 5.5.1, 5.1.1." in found


def test_the_lens_has_every_area_and_place(tmp_path):
    found = lines("lens", full(), tmp_path)
    assert "Area 6: the whole county" in found
    assert "Area 6: Copeland" in found
    assert "Area 1: Copeland or Eden" in found
    assert (
        "How do children and families in Copeland or Eden fare on area 1, against the rest of "
        "the county?" in found
    )


def test_the_words_of_an_earlier_pack_come_along(tmp_path):
    first = packs.make("board", full(), tmp_path / "one")
    mine = Edit(first).type_in("mine:words", "Please note this.").save("mine.docx")
    path = packs.make("board", full(), tmp_path / "two", keep=mine)
    assert "Please note this." in word_text.lines_of(docx.Document(str(path)).element.body)
    assert "Please note this." in path.with_suffix(".html").read_text(encoding="utf-8")


def test_an_unknown_pack_and_a_pack_that_is_there_already_are_refused(tmp_path):
    with pytest.raises(DataError) as refusal:
        packs.make("bored", full(), tmp_path)
    assert refusal.value.problems == [
        "choose one of board, dfe-nhse, inspector, highs-and-lows, accelerated-plan, questions, "
        "lens"
    ]
    packs.make("board", full(), tmp_path)
    with pytest.raises(DataError, match="already there"):
        packs.make("board", full(), tmp_path)


def test_the_guide_names_every_pack_and_no_other():
    text = (ROOT / "docs" / "self-evaluation.md").read_text(encoding="utf-8")
    table = text.split("## Packs")[1]
    named = [line.split("`")[1] for line in table.splitlines() if line.startswith("| `")]
    assert tuple(named) == packs.NAMES


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_pack_pages_pass_in_a_real_browser_and_fit_a_phone(tmp_path, mode):
    source = axe()
    with browser() as running:
        for name in packs.NAMES:
            path = packs.make(name, full(), tmp_path / mode.replace(" ", "-")).with_suffix(".html")
            with opened(running, path, mode) as page:
                assert violations(page, source) == [], name
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, name
