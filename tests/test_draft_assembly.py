"""On the real plan the draft says what is known, and what is not; the made-up only rehearses."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import docx
import pandas as pd
import pytest
from lxml import etree
from word_edits import Edit

from inspection import draft, draft_paper, draft_runs, packs, paper_html, word, word_text
from inspection.draft_assembly import assemble, outside
from inspection.known import Known, open_known
from inspection.pack_assembly import context
from inspection.paper import REHEARSAL
from jsna import params as editions
from jsna.errors import DataError, ParamError
from jsna.project import PARAMS, ROOT

DEFAULT = PARAMS / "cumbria-2021.yaml"

EDITION = PARAMS / "cumbria-2021.yaml"
DAY = pd.Timestamp
LOG = pd.DataFrame(
    {
        "action_ref": ["1.1.1", "1.1.1", "5.5.1"],
        "recorded_on": [DAY("2020-01-07"), DAY("2021-01-05"), DAY("2021-01-05")],
        "status": ["under_way", "completed", "delayed"],
        "due": [DAY("2019-10-31"), DAY("2019-10-31"), DAY("2019-12-31")],
        "approved": [DAY("2019-10-18")] * 3,
        "implemented": [pd.NaT, DAY("2020-03-02"), pd.NaT],
        "embedded": [pd.NaT, pd.NaT, pd.NaT],
        "owner_role": ["Performance and Intelligence Manager, CCC"] * 2 + ["NTW/LSC NHS Trust"],
        "delay_reason": ["", "", "Made up: the data came late"],
        "changed_approach": ["", "", "Made up: held online"],
        "note": ["Made up"] * 3,
    }
)
RETURNS = pd.DataFrame(
    {
        "kpi_ref": ["WG3.7", "WG3.7", "WG2.2"],
        "organisation": ["council", "council", "NCIC"],
        "place": ["Cumbria", "Cumbria", "North Cumbria CCG"],
        "period_start": [DAY("2020-10-01"), DAY("2021-04-01"), DAY("2021-04-01")],
        "period_end": [DAY("2020-12-31"), DAY("2021-06-30"), DAY("2021-06-30")],
        "value": [66.0, 73.5, 61.5],
        "numerator": [26.0, 29.0, 246.0],
        "denominator": [40.0, 40.0, 400.0],
        "unit": ["percent"] * 3,
        "returned_date": [DAY("2021-01-14"), DAY("2021-07-14"), DAY("2021-07-14")],
        "note": ["Made up"] * 3,
    }
)


@cache
def papers_alone() -> Known:
    return open_known(editions.read(EDITION))


@cache
def rehearsed() -> Known:
    return open_known(editions.read(EDITION), {"action_log": LOG, "kpi_returns": RETURNS})


def html_of(known: Known) -> str:
    return paper_html.page(draft_paper.paper(assemble(known), marked=True))


def test_no_area_is_called_sufficient_on_what_papers_report():
    areas = assemble(papers_alone()).areas
    assert [area.number for area in areas] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert {area.judgement.answer for area in areas} <= {"cannot tell yet", "not yet"}
    assert all(area.judgement.against for area in areas)


def test_without_extracts_nothing_is_rehearsed():
    assert REHEARSAL not in html_of(papers_alone())


def test_what_papers_report_is_never_printed_as_done():
    for area in assemble(papers_alone()).areas:
        for action in area.actions:
            assert action.implemented == action.embedded == ""
            assert action.state.startswith(("reported as ", "nothing reported"))


def test_the_made_up_log_and_returns_only_rehearse():
    real, with_log = assemble(papers_alone()), assemble(rehearsed())
    assert [area.judgement for area in with_log.areas] == [area.judgement for area in real.areas]
    assert draft.real_only(with_log).areas == real.areas
    html = html_of(rehearsed())
    assert '<th scope="row">REHEARSAL: implemented</th><td>1.1.1</td>' in html
    real_part, _, annex = html.partition('id="rehearsal"')
    assert "REHEARSAL: WG3.7" in annex
    assert "73.5" not in real_part
    assert '<th scope="row">REHEARSAL: WG3.7' in html
    assert ">73.5</data>%" in html


def test_no_value_of_the_made_up_returns_stands_anywhere_without_the_word():
    for name in packs.NAMES:
        made = packs.paper(name, context(rehearsed(), assemble(rehearsed())))
        html = paper_html.page(made)
        for mark in ("<li", "<tr", "<p"):
            html = html.replace(mark, "\x00")
        for piece in html.split("\x00"):
            if "73.5" in piece or "61.5" in piece or "Made up:" in piece:
                assert REHEARSAL in piece, f"{name}: {piece[:200]}"


def test_a_kpi_with_a_baseline_for_each_ccg_takes_each_return_to_its_own_row():
    values = rehearsed().rehearsed.returned.readings
    assert [one.value for one in values["WG2.2-N"]] == [61.5]
    assert "WG2.2-S" not in values
    assert [one.value for one in values["WG3.7"]] == [66.0, 73.5]
    assert all(one.made_up for one in values["WG3.7"])


def test_a_return_that_came_after_the_day_is_not_known():
    params = replace(editions.read(PARAMS / "cumbria-2020.yaml"))
    known = open_known(params, {"kpi_returns": RETURNS})
    assert known.rehearsed is None


def test_what_stands_against_one_area_comes_before_what_stands_against_all():
    areas = {one.number: one.judgement.against for one in assemble(papers_alone()).areas}
    inspectors = "Area inspection, March 2019: Nine areas of significant weakness were found."
    assert all(inspectors in against for against in areas.values())
    assert areas[1] == (
        "1 of 5 actions is past its date with nothing reported in any paper, 1.1.4 since "
        "31 July 2020.",
        inspectors,
    )
    assert areas[3][0].startswith("Short breaks reported as started in January 2021")
    assert areas[3][-1] == inspectors


def test_what_is_weak_names_each_missing_link_once():
    (first, *_) = assemble(papers_alone()).areas
    assert [one.text for one in first.gaps] == [
        "No family was heard on it since the plan.",
        "Nobody can tell whether these actions work, since no measure follows them: "
        "1.1.1, 1.1.2, 1.1.3, 1.1.4, 1.1.5.",
    ]


def test_measures_that_only_count_activity_are_no_strength():
    strengths = assemble(rehearsed()).strengths
    shows = {one.kpi.row_id: one.measure.shows for one in rehearsed().real.standings}
    kpis = [ref for one in strengths for ref in one.rests_on if ref in shows]
    assert {shows[ref] for ref in kpis} <= {"impact"}


def test_the_letters_wording_comes_from_a_private_file_outside_the_repository(tmp_path):
    letter = tmp_path / "letter.yaml"
    rows = [f'  {number}: ["Sentence {"ABCDEFGHI"[number - 1]}."]' for number in range(1, 10)]
    letter.write_text("areas:\n" + "\n".join(rows) + "\n", encoding="utf-8")
    known = open_known(replace(editions.read(EDITION), letter_file=letter))
    whole = assemble(known)
    assert whole.areas[2].finding == "Sentence C."
    assert "What inspectors found, in the letter&#39;s words: Sentence C." in paper_html.page(
        draft_paper.paper(whole, marked=True)
    )
    with pytest.raises(ParamError, match="it lies inside the repository"):
        outside(ROOT / "params" / "letter.yaml")


def test_the_command_refuses_unsigned_claims_by_name_or_marks_them_when_asked(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(draft_runs, "known_of", lambda *_, **__: rehearsed())
    faulty = {one.claim.id for one in rehearsed().claims if one.refusals}
    out = tmp_path / "draft.docx"
    if faulty:
        with pytest.raises(DataError) as refusal:
            draft_runs.run_draft(EDITION, None, out)
        assert faulty == {problem.split(":")[0] for problem in refusal.value.problems}
        assert not out.exists()
    printed = draft_runs.run_draft(EDITION, None, out, marked=True)
    assert printed.startswith(f"Wrote {out} and {out.with_suffix('.changes.md')}.\n")
    assert "what they touched says REHEARSAL" in printed


def test_the_command_keeps_words_and_prints_what_no_longer_holds(tmp_path, monkeypatch):
    monkeypatch.setattr(draft_runs, "known_of", lambda *_, **__: papers_alone())
    first = tmp_path / "v1.docx"
    draft_runs.run_draft(EDITION, None, first, marked=True)
    edit = Edit(first).type_in("mine:area-7/impact", "Some 45.6% reach it.")
    mine = edit.save("mine.docx")

    def later(*_: object, **__: object) -> Known:
        known = papers_alone()
        standings = tuple(_moved(one) for one in known.real.standings)
        return replace(known, real=replace(known.real, standings=standings), claims=())

    monkeypatch.setattr(draft_runs, "known_of", later)
    printed = draft_runs.run_draft(EDITION, mine, tmp_path / "v2.docx", marked=True)
    assert "In your words: 2 numbers out of date" in printed
    assert "'45.6%' no longer holds" in printed
    text = word_text.lines_of(docx.Document(str(tmp_path / "v2.docx")).element.body)
    assert "Some 45.6% reach it." in text


def _moved(standing, value=51.2):
    if standing.kpi.row_id != "WG6.19":
        return standing
    *earlier, last = standing.readings
    return replace(standing, readings=(*earlier, replace(last, value=value)))


BOLD = "<w:r><w:rPr><w:b/></w:rPr><w:t>Trust grows.</w:t></w:r>"
INSERTED = (
    '<w:ins w:id="901" w:author="Lead" w:date="2021-02-01T10:00:00Z">'
    "<w:r><w:t>And rising.</w:t></w:r></w:ins>"
)
MOVED = (
    '<w:moveTo w:id="913" w:author="Lead" w:date="2021-02-01T10:00:00Z">'
    "<w:r><w:t>Parents told us in March.</w:t></w:r></w:moveTo>"
)


def test_her_edits_of_the_whole_self_evaluation_survive_three_refreshes_with_changed_figures(
    tmp_path,
):
    known = papers_alone()
    mine = word.write(draft_paper.paper(assemble(known), marked=True), tmp_path / "v1.docx").path
    edit = Edit(mine).type_in("mine:area-7/impact", "Some 45.6% reach it.", BOLD)
    edit.type_in("mine:area-1/what-is-still-weak", INSERTED)
    mine = edit.type_in("mine:area-3/impact", MOVED).save("mine.docx")
    was = "45.6%"
    for number, value in enumerate((51.2, 52.3, 53.4), start=2):
        standings = tuple(_moved(one, value) for one in known.real.standings)
        now = replace(known, real=replace(known.real, standings=standings))
        made = draft_paper.paper(assemble(now), marked=True)
        written = word.write(made, tmp_path / f"v{number}.docx", keep=mine)
        mine = written.path
        (stale,) = {one.sentence for one in written.changes.checked.stale if one.written == "45.6%"}
        assert stale == "Some 45.6% reach it."
        opening = next(one for one in written.paper.sections if one.id == "changed")
        assert len(opening.blocks) == 3
        assert f"from {was} to {value}%" in opening.blocks[0].text
        was = f"{value}%"
        body = docx.Document(str(mine)).element.body
        text = word_text.lines_of(body)
        assert "Some 45.6% reach it." in text
        assert any(f"{value}% (2019/20)" in line for line in text)
        xml = etree.tostring(body).decode()
        for kept in ("Trust grows.", "And rising.", "Parents told us in March."):
            assert xml.count(f">{kept}<") == 1
        assert re.search(r"<w:b/></w:rPr><w:t>Trust grows\.", xml)
        assert re.search(r'<w:ins [^>]*w:author="Lead"', xml)
        assert re.search(r'<w:moveTo [^>]*w:author="Lead"', xml)


def test_questions_and_the_lens_are_printed_and_an_unknown_district_is_refused(monkeypatch):
    monkeypatch.setattr(draft_runs, "known_of", lambda *_, **__: papers_alone())
    printed = draft_runs.run_questions(EDITION)
    assert "North Cumbria CCG (" in printed
    lens = draft_runs.run_questions(EDITION, area=6, place="Copeland")
    assert lens.count("  - ") == 3
    with pytest.raises(DataError) as refusal:
        draft_runs.run_questions(EDITION, area=12, place="Kendal")
    assert refusal.value.problems == [
        "there is no area 12; choose one of 1 to 9",
        "'Kendal' is no district; choose one of Allerdale, Barrow-in-Furness, Carlisle, Copeland, "
        "Eden, South Lakeland",
    ]


def test_all_packs_are_written_and_an_unknown_one_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(draft_runs, "known_of", lambda *_, **__: papers_alone())
    printed = draft_runs.run_pack(EDITION, "all", Path(tmp_path))
    assert printed.count("Wrote ") == len(packs.NAMES)
    with pytest.raises(DataError, match="There is no pack 'bored'"):
        draft_runs.run_pack(EDITION, "bored", tmp_path)


def test_the_partnership_folder_holds_the_draft_and_every_pack_as_word_and_html(tmp_path):
    paths = draft_runs.write_partnership(papers_alone(), tmp_path)
    assert paths[0] == tmp_path / "self-evaluation.docx"
    assert len(paths) == 1 + len(packs.NAMES)
    assert all(path.is_file() and path.with_suffix(".html").is_file() for path in paths)
    assert not list(tmp_path.rglob("*.md"))


def test_the_fragment_for_a_page_begins_below_the_pages_own_title():
    html = draft_runs.draft_fragment(papers_alone())
    assert "<h1" not in html
    assert '<h2 id="summary">Executive summary</h2>' in html
    targets = {part.split('"')[0] for part in html.split('href="#')[1:]}
    assert targets <= {part.split('"')[0] for part in html.split('id="')[1:]}


def call_on_6_september(tmp_path, evidence=None):
    out = tmp_path / "call-day"
    return draft_runs.run_call_day(date(2021, 9, 6), DEFAULT, out, evidence), out


def test_a_call_gives_ten_working_days_with_owners_and_freezes_what_is_held(tmp_path):
    (tmp_path / "filed").mkdir()
    (tmp_path / "filed" / "statement.txt").write_text("promised", encoding="utf-8")
    (tmp_path / "filed" / "holiday.txt").write_text("beach", encoding="utf-8")
    printed, out = call_on_6_september(tmp_path, tmp_path / "filed")
    assert printed.startswith("Call on 6 September 2021; the visit begins on ")
    assert printed.count("\nDay ") == 10
    assert "1 piece of evidence" in printed
    assert "Left out: holiday.txt answers no item of the request list." in printed
    assert (out / "evidence" / "statement.txt").read_text(encoding="utf-8") == "promised"
    assert not (out / "evidence" / "holiday.txt").exists()


def test_a_call_that_was_frozen_is_told_again_and_never_written_over(tmp_path):
    _, out = call_on_6_september(tmp_path)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    again, _ = call_on_6_september(tmp_path)
    assert "was frozen before and is as it was: nothing was written." in again
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    (out / "manifest.csv").write_text("mended", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        call_on_6_september(tmp_path, tmp_path)
    assert caught.value.problems == [
        "manifest.csv was changed",
        "evidence was given, and a frozen folder takes no more: name a new one",
    ]


def test_two_files_of_one_name_are_refused_before_anything_is_frozen(tmp_path):
    (tmp_path / "filed").mkdir()
    for name in ("statement.txt", "statement.pdf"):
        (tmp_path / "filed" / name).write_text("promised", encoding="utf-8")
    with pytest.raises(DataError, match="have one name: keep one"):
        call_on_6_september(tmp_path, tmp_path / "filed")
    assert not (tmp_path / "call-day").exists()


def test_the_last_letters_advice_is_answered_or_said_to_be_unanswered():
    made = packs.paper("dfe-nhse", context(papers_alone(), assemble(papers_alone())))
    html = paper_html.page(made)
    assert "L1 Give the due, approved, implemented and embedded date of every action" in html
    assert "No answer is recorded. It is to come from action 1.2.7." in html


def test_an_edition_before_the_letter_does_not_know_its_advice():
    known = open_known(editions.read(PARAMS / "cumbria-2020.yaml"))
    assert known.advice == ()
