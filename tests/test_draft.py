"""The self-evaluation says what it rests on, refuses what may not stand, and marks rehearsal."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import docx
import pytest

from inspection import draft, draft_paper, paper_html, pictures, sign_off, word, word_text
from inspection.draft import (
    Draft,
    DraftAction,
    DraftArea,
    DraftClaim,
    DraftEvidence,
    DraftFigure,
    DraftJudgement,
    DraftMeasure,
    DraftReply,
)
from inspection.paper import Number, Sentence, Table
from jsna.errors import DataError

CANNOT_TELL = DraftJudgement("cannot tell yet", ("No impact evidence.",), ("Waits rose.",))


def area(number: int = 1, **changed) -> DraftArea:
    values = {
        "number": number,
        "title": f"Weakness {'ABCDEFGHI'[number - 1]}",
        "finding": "Leaders did not know who needs support.",
        "good": "Every child's need is known.",
        "judgement": CANNOT_TELL,
        "claims": (
            DraftClaim(
                f"area-{number}-plans",
                number,
                "where we are",
                "There were 3,042 plans.",
                ("plans",),
                numbers=(Number("3,042", "plans", 3042),),
            ),
        ),
        "measures": (DraftMeasure("WG2.1", "Contacts", "40%", "60%", "50%", "not on track"),),
        "actions": (DraftAction("1.1.1", "Write it", "AD", "31 October 2019", "reported"),),
        "evidence": (DraftEvidence("E1", "Board paper", "activity", "January 2021", "AD"),),
    }
    return DraftArea(**{**values, **changed})


def made(*areas: DraftArea, **changed) -> Draft:
    values = {
        "place": "Demoshire",
        "edition": "demo-2021",
        "as_of": "2021-08-31",
        "areas": areas or tuple(area(number) for number in range(1, 10)),
        "figures": (DraftFigure("plans", "EHC plans", 3042, "3,042", "plans", "2021", "SEN2"),),
    }
    return Draft(**{**values, **changed})


class Headings(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.tables: list[dict[str, int]] = []
        self._level = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in ("h1", "h2", "h3", "h4"):
            self._level = int(tag[1])
            self.found.append((self._level, ""))
        if tag == "table":
            self.tables.append({"caption": 0, "th": 0, "unscoped": 0})
        if tag in ("caption", "th") and self.tables:
            self.tables[-1][tag] += 1
            if tag == "th" and "scope" not in dict(attrs):
                self.tables[-1]["unscoped"] += 1

    def handle_endtag(self, tag):
        if tag in ("h1", "h2", "h3", "h4"):
            self._level = 0

    def handle_data(self, data):
        if self._level:
            level, text = self.found[-1]
            self.found[-1] = (level, text + data)


def text_of(paper) -> str:
    return paper_html.fragment(paper)


def test_each_area_says_the_six_things_in_order():
    paper = draft_paper.paper(made())
    for number in range(1, 10):
        headings = [one.heading for one in paper.sections if one.id.startswith(f"area-{number}-")]
        assert headings == [
            f"Area {number}: what good looks like",
            f"Area {number}: where we are",
            f"Area {number}: evidence",
            f"Area {number}: impact",
            f"Area {number}: what is still weak",
            f"Area {number}: what next, and which action answers it",
        ]


def test_every_part_of_every_area_has_a_place_for_the_leads_own_words():
    ids = [one.id for one in draft_paper.paper(made()).own_words]
    assert len(ids) == 57
    assert len(set(ids)) == 57
    assert ids[:4] == ["summary", "strengths", "weaknesses", "area-1/what-good-looks-like"]


def test_faulty_claims_are_refused_each_by_name():
    faulty = (
        DraftClaim("a-1", 1, "impact", "Waits fell.", faults=("contradicted",)),
        DraftClaim(
            "a-2",
            1,
            "impact",
            "Waits halved.",
            faults=("stale", "unsigned"),
            reasons=("a-2: stale: 61% is now 58%; say 58%", "a-2: unsigned: ask the chair to sign"),
        ),
        DraftClaim("a-3", 1, "impact", "All is known."),
    )
    with pytest.raises(DataError) as refusal:
        draft_paper.paper(made(area(claims=faulty)))
    assert refusal.value.problems == [
        "a-1: contradicted",
        "a-2: stale: 61% is now 58%; say 58%",
        "a-2: unsigned: ask the chair to sign",
    ]


def test_faulty_claims_go_in_marked_when_asked():
    faulty = DraftClaim("a-1", 1, "impact", "Waits fell.", faults=("contradicted", "unsigned"))
    html = text_of(draft_paper.paper(made(area(claims=(faulty,))), marked=True))
    assert "<strong>CONTRADICTED, UNSIGNED:</strong> Waits fell." in html
    assert "Appendix: claims that may not stand yet" in html


def test_every_export_of_a_made_up_sentence_carries_rehearsal(tmp_path):
    claim = DraftClaim("a-1", 1, "impact", "Waits fell to 58%.", ("waits",), made_up=True)
    measure = DraftMeasure("WG5.3", "Waiting", "", "75%", "58%", "not on track", made_up=True)
    whole = draft_paper.paper(made(area(claims=(claim,), measures=(measure,))))
    assert "<strong>REHEARSAL:</strong> Waits fell to 58%." in text_of(whole)
    assert '<th scope="row">REHEARSAL: WG5.3 Waiting</th>' in text_of(whole)
    path = word.write(whole, tmp_path / "draft.docx").path
    lines = word_text.lines_of(docx.Document(str(path)).element.body)
    assert "REHEARSAL: Waits fell to 58%. [a-1, waits]" in lines
    assert "REHEARSAL: WG5.3 Waiting" in lines
    assert all("58%" not in line for line in lines if line.startswith("Waits"))


def test_the_judgement_from_real_evidence_stands_before_the_rehearsed_one():
    rehearsed = DraftJudgement("not yet", ("Made-up waits rise.",), ())
    html = text_of(draft_paper.paper(made(area(rehearsed=rehearsed))))
    real = html.index("Judgement from real evidence alone: cannot tell yet.")
    assert real < html.index("<strong>REHEARSAL:</strong> judgement with made-up figures: not yet.")
    assert html.index("judged from real evidence alone") < html.index("rehearsed with made-up")


def test_the_five_questions_stand_once_and_a_rehearsed_reply_in_the_annex():
    real = (
        DraftReply("Better off?", "not known", "nothing shows it"),
        DraftReply("Has it held?", "not known", "nothing was measured"),
    )
    rehearsed = (DraftReply("Better off?", "yes", "2 of 2 signs", made_up=True), real[1])
    one = area(
        judgement=replace(CANNOT_TELL, replies=real),
        rehearsed=DraftJudgement(
            "cannot tell yet", (), ("Waits rose.", "Eden lags."), "", rehearsed
        ),
    )
    head = draft_paper.paper(made(one), marked=True)
    blocks = {section.id: section.blocks for section in head.sections}
    real, rehearsed = blocks["area-1"], blocks["rehearsal-area-1"]
    assert [row.exported for row in real[-2].rows] == [
        ("Better off?", "not known", "Nothing shows it."),
        ("Has it held?", "not known", "Nothing was measured."),
    ]
    assert [one.exported for one in real[-1].sentences] == ["Against: Waits rose."]
    assert [row.exported for row in rehearsed[-2].rows] == [
        ("REHEARSAL: Better off?", "yes", "2 of 2 signs."),
    ]
    assert [one.exported for one in rehearsed[-1].sentences] == ["REHEARSAL: Against: Eden lags."]


def test_a_finding_that_is_the_heading_is_not_said_twice():
    html = text_of(draft_paper.paper(made(area(finding="Weakness A."))))
    assert "What inspectors found stands in the heading, in our own words." in html
    assert "in our own words: Weakness A." not in html


def test_an_override_leaves_the_rules_answer_visible():
    judged = replace(CANNOT_TELL, override="not yet, by the Board's chair: waits rose")
    html = text_of(draft_paper.paper(made(area(judgement=judged))))
    assert "cannot tell yet by the rule; overridden: not yet, by the Board&#39;s chair" in html


def test_papers_on_every_area_are_named_in_one_line():
    own = DraftEvidence("E2", "Audit", "impact", "May 2021", "AD", "strong")
    areas = (area(1, evidence=(*area(1).evidence, own)), area(2))
    html = text_of(draft_paper.paper(made(*areas)))
    assert html.count("Papers on every area: Board paper (activity).") == 2
    assert "Audit [E2]</th>" in html
    assert "Board paper [E1]</th>" not in html


def test_measures_of_which_nothing_can_be_told_stand_in_a_short_table():
    bare = DraftMeasure("WG2.4", "Money", "by 2019", "reviewed", "not collected", "no target")
    html = text_of(draft_paper.paper(made(area(measures=(*area().measures, bare)))))
    assert "Area 1: measures with no value and no target in numbers" in html
    assert '<th scope="row">WG2.4 Money</th><td>by 2019</td></tr>' in html
    assert '<th scope="row">WG2.1 Contacts</th><td>40%</td><td>60%</td>' in html


def test_claims_that_only_wait_for_a_signature_are_named_together():
    waiting = tuple(
        DraftClaim(name, 1, "impact", "Rose.", faults=("unsigned",)) for name in ("a-1", "a-2")
    )
    wrong = DraftClaim("a-3", 1, "impact", "Fell.", faults=("stale",), reasons=("a-3: stale",))
    html = text_of(draft_paper.paper(made(area(claims=(*waiting, wrong))), marked=True))
    assert "2 claims only wait for a signature: a-1, a-2." in html
    assert "a-3: stale" in html


def test_nothing_recorded_is_said_and_never_left_blank():
    bare = area(claims=(), measures=(), actions=(), evidence=(), good="")
    html = text_of(draft_paper.paper(made(bare)))
    assert "No document, feedback or audit is filed for this area." in html
    assert "No action of the plan answers this area." in html
    assert html.count("Nothing is recorded here yet that a figure or document supports.") == 4


def test_headings_go_down_one_at_a_time_and_every_table_has_caption_and_scopes():
    page = paper_html.page(draft_paper.paper(made()))
    seen = Headings(page)
    assert seen.found[0] == (1, "Self-evaluation against the nine areas")
    levels = [level for level, _ in seen.found]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert seen.tables
    assert all(table["caption"] == 1 and table["unscoped"] == 0 for table in seen.tables)
    assert 'lang="en-GB"' in page
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")


def test_markup_typed_by_a_person_stays_text():
    html = paper_html.fragment(
        draft_paper.paper(made()), {"summary": ("<script>alert(1)</script>",)}
    )
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_each_number_of_a_claim_says_in_html_which_figure_it_is():
    html = text_of(draft_paper.paper(made()))
    assert '<data class="figure" data-figure="plans" value="3042">3,042</data> plans.' in html


def test_a_draft_with_anything_rehearsed_cannot_be_signed_off():
    touched = (
        made(area(rehearsed=DraftJudgement("not yet", (), ()))),
        made(area(claims=(DraftClaim("a", 1, "impact", "Rose.", made_up=True),))),
        made(weaknesses=(Sentence("Waits are long.", made_up=True),)),
    )
    for one in touched:
        with pytest.raises(DataError, match="REHEARSAL"):
            sign_off.public_fragment(one, sign_off.SignedBy("Board chair", date(2021, 9, 1)))


def test_what_is_left_of_a_draft_without_the_made_up_can_be_signed_off():
    mixed = made(
        area(
            rehearsed=DraftJudgement("not yet", (), ()),
            claims=(
                DraftClaim("a", 1, "impact", "Rose.", made_up=True),
                DraftClaim("b", 1, "impact", "Fell."),
            ),
        )
    )
    signed = sign_off.SignedBy("Board chair", date(2021, 9, 1))
    html = sign_off.public_fragment(draft.real_only(mixed), signed)
    assert "Signed off by Board chair on 1 September 2021, as of 31 August 2021." in html
    assert "Fell." in html
    assert "Rose." not in html
    assert "REHEARSAL" not in html


def test_an_unsigned_claim_and_a_date_before_the_day_it_speaks_of_stop_the_sign_off():
    unsigned = made(area(claims=(DraftClaim("a", 1, "impact", "Fell.", faults=("unsigned",)),)))
    with pytest.raises(DataError) as refusal:
        sign_off.public_fragment(unsigned, sign_off.SignedBy("Chair", date(2021, 8, 1)))
    assert refusal.value.problems == [
        "a: unsigned: mend it and have it signed",
        "it was signed on 2021-08-01, before the day it speaks of",
    ]


def test_every_row_of_a_table_is_as_wide_as_its_header():
    for _, block in draft_paper.paper(made()).blocks():
        if isinstance(block, Table):
            assert {len(row.cells) for row in block.rows} == {len(block.header)}
            assert len(block.widths) == len(block.header)


def test_the_picture_of_measures_tells_its_numbers_in_words_and_leaves_the_made_up_out():
    measures = (
        DraftMeasure("A", "A", "", "1", "1", "met"),
        DraftMeasure("B", "B", "", "1", "0", "cannot tell yet"),
        DraftMeasure("C", "C", "", "1", "0", "cannot tell yet"),
        DraftMeasure("C", "C", "", "1", "0", "not on track", made_up=True),
    )
    picture = pictures.measures_by_status([area(1, measures=measures), area(2, measures=())])
    assert picture.alternative == (
        "Bars, one for each area, of its measures by where they stand. "
        "area 1: 1 measure met, 2 measures cannot tell yet; area 2: no measure."
    )
    assert picture.png.startswith(b"\x89PNG")
    assert picture == pictures.measures_by_status(
        [area(1, measures=measures), area(2, measures=())]
    )


def test_what_a_made_up_log_says_of_an_action_stands_behind_what_papers_say():
    papers = DraftAction("1.1.1", "Write it", "AD", "2019", "reported as worked on", overdue=True)
    log = DraftAction("1.1.1", "Write it", "AD", "2019", "implemented", made_up=True)
    html = text_of(draft_paper.paper(made(area(actions=(papers, log)))))
    assert "<p>Of 1 action 1 is overdue: past the date," in html
    papers_say = html.index("<td>reported as worked on</td>")
    annex = html.index("Annex: rehearsal with made-up figures</h2>")
    log_says = html.index('<th scope="row">REHEARSAL: implemented</th><td>1.1.1</td>')
    assert papers_say < annex < log_says
    html = text_of(draft_paper.paper(draft.real_only(made(area(actions=(papers, log))))))
    assert "implemented" not in html
