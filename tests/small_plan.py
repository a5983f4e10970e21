"""A small statement with nothing wrong in it, for tests to spoil one thing at a time."""

from datetime import date

from inspection.plan import Plan
from inspection.plan_records import (
    Action,
    Area,
    Chair,
    Dependency,
    Document,
    Kpi,
    Milestone,
    PriorityArea,
    Term,
    WorkingGroup,
)


def action(uid: str, due_text: str, due: date, **other: object) -> Action:
    values: dict[str, object] = {
        "uid": uid,
        "ref": uid,
        "part_of": uid,
        "wg_no": 1,
        "priority_ref": "1.1",
        "summary": f"Do the thing that {uid} names.",
        "due_text": due_text,
        "due_date": due,
        "due_from": None,
        "date_precision": "day",
        "lead_role": "Senior Manager",
        "area_nos": (1,),
    }
    return Action(**(values | other))  # type: ignore[arg-type]


def kpi(row_id: str = "WG1.1", **other: object) -> Kpi:
    values: dict[str, object] = {
        "row_id": row_id,
        "kpi_ref": row_id,
        "wg_no": 1,
        "also_under": None,
        "indicator": f"Plans that are good, measure {row_id}",
        "unit": "percent",
        "unit_text": "",
        "unit_printed": "yes",
        "direction": "increase",
        "baseline_text": "40%",
        "baseline_value": 40.0,
        "baseline_period": "2018/19",
        "later_baseline_value": None,
        "later_baseline_period": "",
        "baseline_due": None,
        "target_6m_text": "50%",
        "target_6m_value": 50.0,
        "target_12m_text": "60%",
        "target_12m_value": 60.0,
        "target_18_24m_text": "70%",
        "target_18_24m_value": 70.0,
        "target_basis": "absolute",
        "area_nos": (1,),
    }
    return Kpi(**(values | other))  # type: ignore[arg-type]


def clean_plan(**other: object) -> Plan:
    """Return a plan with one group, three actions and two measures, in order and complete."""
    written = date(2019, 10, 7)
    values: dict[str, object] = {
        "as_of": date(2021, 8, 31),
        "dated": written,
        "areas": (Area(1, "Weak picture of need", 1),),
        "working_groups": (WorkingGroup(1, "Need", "Know the need.", (1,)),),
        "chairs": (Chair(1, "Director", "statement", written),),
        "priority_areas": (PriorityArea("1.1", "Know the need", "Director", 1, (1,)),),
        "actions": (
            action("1.1.1", "31 October 2019", date(2019, 10, 31)),
            action("1.1.2", "30 November 2019", date(2019, 11, 30)),
            action("1.1.3", "31 January 2020", date(2020, 1, 31)),
        ),
        "milestones": (
            Milestone("1.1.3", 1, "First draft", "31 December 2019", date(2019, 12, 31), "text"),
        ),
        "kpis": (kpi("WG1.1"), kpi("WG1.2")),
        "progress": (),
        "events": (),
        "glossary": (Term("LA", "Local authority", "A council.", True, True, "", written),),
        "figures": (),
        "oddities": (),
        "dependencies": (Dependency("1.1.2", "1.1.1", "uses it", "yes"),),
        "documents": (Document("statement", "The statement", "plan", "We", written, written),),
    }
    return Plan(**(values | other))  # type: ignore[arg-type]
