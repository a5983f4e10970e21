"""What many tests need: one build of the default edition, made once."""

import json
import os
from pathlib import Path

import pytest
from browsing import NEW_CHECKS
from every_page import forget_parts, put_together

from jsna.project import BROWSER_CHECKS, PARAMS
from jsna.run import build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report folder of the default edition, built for the tests.

    Test processes that run beside each other share it: the second waits for the first, and
    finds everything fresh.
    """
    given = os.environ.get("JSNA_TEST_REPORT")
    if given:
        return Path(given)
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    told: list[str] = []
    options = build.Options(out=shared / "reports")
    outcome = build.build(PARAMS / "cumbria-2021.yaml", options, told.append)
    assert outcome.failed == (), outcome.failed
    assert outcome.report is not None
    return outcome.report


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Return a store with no figures and no pages."""
    (tmp_path / "work" / "figures").mkdir(parents=True)
    package = tmp_path / "work" / "figures" / "datapackage.json"
    package.write_text(json.dumps({"resources": []}), encoding="utf-8")
    return tmp_path / "work"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Begin with no part of a record."""
    if not hasattr(session.config, "workerinput"):
        forget_parts()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Put the record of the browser tests in its place, once no test builds a report any more."""
    if not hasattr(session.config, "workerinput") and put_together():
        NEW_CHECKS.replace(BROWSER_CHECKS)
