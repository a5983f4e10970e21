"""What is known of the re-visit: the real side never holds what is made up."""

import pandas as pd
import pytest

from inspection.known import Known, open_known
from inspection.pack_assembly import _gaps
from jsna import params
from jsna.project import PARAMS


def piece(name: str, filed: str) -> dict[str, object]:
    """Return one row of the evidence register."""
    return {
        "evidence_id": name,
        "title": "Training record",
        "kind": "impact",
        "form": "document",
        "owner_role": "Commissioner",
        "effective_date": pd.Timestamp("2021-01-10"),
        "filed_date": pd.Timestamp(filed),
        "age_limit_months": 12,
        "area_nos": "6",
        "action_refs": "5.2.4",
        "kpi_refs": None,
        "place": None,
        "consent_recorded": None,
    }


@pytest.fixture(scope="module")
def known() -> Known:
    """All that is known with two made-up pieces of evidence, one filed too late."""
    rows = [piece("E1", "2021-02-01"), piece("E2", "2021-09-01")]
    accepted = {"evidence_register": pd.DataFrame(rows)}
    return open_known(params.read(PARAMS / "cumbria-2021.yaml"), accepted)


def test_a_made_up_piece_of_evidence_stands_on_the_rehearsed_side_alone(known: Known) -> None:
    assert "E1" not in known.real.evidence
    assert "E1" not in known.evidence
    assert known.rehearsed is not None
    assert known.rehearsed.evidence["E1"].made_up


def test_evidence_filed_after_the_day_is_not_known(known: Known) -> None:
    assert "E2" not in known.fullest.evidence


def test_a_claim_of_impact_without_a_family_is_a_gap_of_the_chain(known: Known) -> None:
    told = [gap for gap in _gaps(known) if gap.kind == "claim without family"]
    assert [(gap.area, gap.refs) for gap in told] == [(7, ("area-7-level-2",))]
