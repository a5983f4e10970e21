"""What pages call an extract: the title of its contract. What shows figures may read this alone."""

from functools import cache
from pathlib import Path

from jsna import kept, strict_yaml

CONTRACTS = Path(__file__).parent / "intake" / "contracts"


@cache
def title_of(name: str) -> str | None:
    """Return what pages call an extract; None where no contract has that name.

    It reads that one contract: pages name a few lists, and need not check all of them.
    """
    path = CONTRACTS / f"{name}.yaml"
    return str(strict_yaml.load(path)[0]["title"]) if path.is_file() else None


def _understand_titles() -> None:
    for path in sorted(CONTRACTS.glob("*.yaml")):
        strict_yaml.load(path)


kept.ahead(_understand_titles)
