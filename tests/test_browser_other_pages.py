"""The other half of the report's pages in a browser, for a second process to try."""

from pathlib import Path

import pytest
from every_page import try_part


@pytest.mark.slow
def test_every_other_page_is_met_in_every_way_without_a_fault(built: Path) -> None:
    assert try_part(built, "second") == {}
