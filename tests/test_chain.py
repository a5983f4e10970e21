"""The chain from finding to judgement, its gaps both ways, and three kinds of knowledge a line."""

from dataclasses import replace
from datetime import date

import pytest
from small_plan import action, clean_plan, kpi

from inspection import claim_file, evidence, kpis, plan, published_readings, register
from inspection.chain import KINDS, chain, claims_without_family, findings, gaps
from inspection.claims import Ledger
from inspection.evidence import Evidence
from inspection.kpis import Measure
from inspection.plan_records import Area
from inspection.readings import Reading
from inspection.triangulation import triangulate
from jsna.errors import DataError

NOW = date(2021, 8, 31)
APPROVED = date(2019, 10, 18)


def measure(row_id="WG1.1", **other):
    values = {
        "row_id": row_id,
        "measure": row_id.lower(),
        "sense": "increase",
        "shows": "impact",
        "sign": "",
        "collected": "survey",
        "figure_id": "trust",
        "where": "",
        "column": "",
        "not_assessed": (),
        "why_not_assessed": "",
        "frequency": "yearly",
        "first_return": date(2020, 1, 31),
        "owner_role": "Partner",
        "schedule": "plan",
        "measures_actions": ("1.1.1", "1.1.2", "1.1.3"),
    }
    return Measure(**(values | other))


def voice(**other):
    values = {
        "evidence_id": "survey",
        "title": "Survey",
        "form": "feedback",
        "kind": "impact",
        "area_nos": (1,),
        "places": (),
        "bears": "against",
        "says": "Families see no change.",
        "voice": "parents",
        "independent": True,
        "answers": 100,
        "owner_role": "Partner",
        "effective_on": date(2021, 6, 30),
        "filed_on": date(2021, 6, 30),
        "age_limit_days": 365,
        "document": "",
        "action_uids": (),
        "row_ids": ("WG1.1",),
        "consent": "not needed",
        "known_on": date(2021, 6, 30),
    }
    return Evidence(**(values | other))


def whole(small=None, papers=None, counted=None, values=((40, "2018/19"), (65, "June 2021"))):
    small = small or clean_plan(kpis=(kpi("WG1.1"),))
    measures = {"WG1.1": counted or measure()}
    readings = {"WG1.1": [Reading(value, unit="%", period=period) for value, period in values]}
    standings = kpis.register(small, measures, readings, APPROVED)
    papers = {"survey": voice()} if papers is None else papers
    links = chain(
        findings(small), small, register.register(small), standings, papers, {1: "not yet"}
    )
    return small, standings, papers, links


def test_a_whole_chain_leads_from_finding_to_judgement():
    _, _, _, (area,) = whole()
    assert [one.text for one in area.findings] == ["Weak picture of need"]
    assert [one.action.uid for one in area.records] == ["1.1.1", "1.1.2", "1.1.3"]
    assert area.measured_by["1.1.1"] == ("WG1.1",)
    assert area.figures == ("trust",)
    assert [one.evidence_id for one in area.voices] == ["survey"]
    assert area.judgement == "not yet"


def test_a_whole_chain_has_no_gap():
    small, standings, _, links = whole()
    assert gaps(links, small, standings, catalogue=["trust"]) == ()


def _gaps(**other):
    small, standings, _, links = whole(**other)
    return [(one.kind, one.refs) for one in gaps(links, small, standings)]


def test_a_finding_that_no_action_answers_is_a_gap():
    areas = (*clean_plan().areas, Area(2, "Leaders unclear", 1))
    small = clean_plan(kpis=(kpi("WG1.1"),), areas=areas)
    assert ("finding without action", ("2.1",)) in _gaps(small=small)


def test_an_action_that_answers_no_finding_is_a_gap():
    stray = action("1.1.4", "31 March 2020", date(2020, 3, 31), area_nos=(7,))
    small = clean_plan(kpis=(kpi("WG1.1"),), actions=(*clean_plan().actions, stray))
    assert ("action without finding", ("1.1.4",)) in _gaps(small=small)


def test_an_action_that_no_kpi_measures_is_a_gap():
    found = _gaps(counted=measure(measures_actions=("1.1.1", "1.1.2")))
    assert found == [("action without KPI", ("1.1.3",))]


def test_a_kpi_that_measures_no_action_is_a_gap():
    found = _gaps(counted=measure(measures_actions=()))
    assert ("KPI without action", ("WG1.1",)) in found


def test_a_kpi_that_no_figure_feeds_is_a_gap():
    found = _gaps(counted=measure(figure_id=""), values=())
    assert found == [("KPI without figure", ("WG1.1",))]


def test_an_area_on_which_no_family_was_heard_is_a_gap():
    assert _gaps(papers={}) == [("area without family voice", ())]
    early = {"survey": voice(effective_on=date(2019, 6, 30), age_limit_days=None)}
    assert _gaps(papers=early) == [("area without family voice", ())]


def test_a_figure_that_nobody_uses_is_a_gap():
    small, standings, _, links = whole()
    found = gaps(links, small, standings, catalogue=["trust", "plans", "waits"], used=["waits"])
    assert [(one.kind, one.refs) for one in found] == [("figure without use", ("plans",))]


def test_a_claim_of_impact_that_no_family_confirms_is_a_gap():
    small, standings, papers, _ = whole()
    links = chain(
        findings(small),
        small,
        register.register(small),
        standings,
        papers,
        {},
        {1: ["area-1-better"]},
    )
    (found,) = gaps(links, small, standings)
    assert found.sentence == "a claim of impact that no family confirms: area-1-better"


def test_a_claim_of_impact_needs_a_family_s_word():
    ledger = claim_file.read()
    assert claims_without_family(ledger, evidence.read(NOW), NOW) == {7: ("area-7-level-2",)}
    heard = replace(ledger.claim("area-7-level-2"), evidence=("survey",))
    assert claims_without_family(Ledger((heard,)), {"survey": voice()}, NOW) == {}


def test_a_kpi_that_is_returned_has_a_figure():
    small, standings, _, links = whole(counted=measure(figure_id=""))
    assert gaps(links, small, standings) == ()


def test_the_letter_s_own_words_come_from_a_private_file(tmp_path):
    letter = tmp_path / "letter.yaml"
    letter.write_text('areas:\n  1: ["First.", "Second."]\n', encoding="utf-8")
    found = findings(clean_plan(), letter)
    assert [(one.finding_no, one.text, one.official) for one in found] == [
        ("1.1", "First.", True),
        ("1.2", "Second.", True),
    ]
    letter.write_text("areas:\n  3: [x]\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        findings(clean_plan(), letter)
    assert caught.value.problems == [
        "it speaks of area 3, which the plan does not have",
        "area 1 has no sentence",
    ]


def test_a_met_target_and_unhappy_families_disagree():
    _, standings, papers, _ = whole()
    (line,) = triangulate(standings, papers, NOW)
    assert (line.performance, line.feedback, line.audit) == ("for", "against", "nothing known")
    assert line.disagreement == "performance speaks for, feedback against"
    assert line.known == 2


def test_an_audit_beside_them_is_told_apart():
    _, standings, _, _ = whole()
    papers = {
        "survey": voice(bears="for"),
        "audit": voice(evidence_id="audit", form="audit", voice="none"),
    }
    (line,) = triangulate(standings, papers, NOW)
    assert line.disagreement == "performance and feedback speak for, audit against"


def test_old_feedback_says_nothing_of_today():
    _, standings, _, _ = whole()
    papers = {"survey": voice(effective_on=date(2020, 8, 1))}
    (line,) = triangulate(standings, papers, NOW)
    assert line.feedback == "nothing known"


def test_feedback_that_is_divided_says_so():
    _, standings, _, _ = whole()
    papers = {"survey": voice(), "forum": voice(evidence_id="forum", bears="for")}
    (line,) = triangulate(standings, papers, NOW)
    assert line.disagreement == "feedback is divided in itself"


def test_made_up_evidence_marks_its_line():
    _, standings, _, _ = whole()
    (line,) = triangulate(standings, {"survey": replace(voice(), made_up=True)}, NOW)
    assert line.made_up


def test_every_gap_has_its_words():
    assert len(KINDS) == 8


@pytest.fixture(scope="module")
def real():
    statement, measures = plan.read(NOW), kpis.read_measures()
    standings = kpis.register(
        statement, measures, published_readings.kpi_readings(measures, NOW), APPROVED
    )
    links = chain(
        findings(statement),
        statement,
        register.register(statement),
        standings,
        evidence.read(NOW, plan=statement),
        {},
    )
    return statement, measures, standings, links


def test_every_action_that_a_measure_names_is_in_the_statement(real):
    statement, measures, _, _ = real
    known = {one.uid for one in statement.actions} | {one.part_of for one in statement.actions}
    named = {name for one in measures.values() for name in one.measures_actions}
    assert named - known == set()


def test_the_real_chain_names_its_gaps(real):
    statement, _, standings, links = real
    found = gaps(links, statement, standings)
    kinds = {kind: sum(one.kind == kind for one in found) for kind in KINDS}
    assert kinds["finding without action"] == 0
    assert kinds["KPI without action"] == 1
    assert ("WG6.22",) in {one.refs for one in found if one.kind == "KPI without action"}
    unmeasured = {one.refs for one in found if one.kind == "action without KPI"}
    assert ("1.1.1",) in unmeasured
    assert ("2.2.6",) not in unmeasured
