"""What many tests need: one build of the default edition, made once."""

import os
from pathlib import Path

import pytest

from jsna.project import PARAMS
from jsna.run import build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report folder of the default edition, built for the tests."""
    given = os.environ.get("JSNA_TEST_REPORT")
    if given:
        return Path(given)
    out = tmp_path_factory.mktemp("reports")
    told: list[str] = []
    outcome = build.build(PARAMS / "cumbria-2021.yaml", build.Options(out=out), told.append)
    assert outcome.failed == (), outcome.failed
    assert outcome.report is not None
    return outcome.report
