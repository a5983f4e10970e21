"""What is wrong with the statement itself: where, what, and the mend we suggest."""

from inspection import lint
from inspection.known import Known
from inspection.pages import headed
from jsna.show import tables
from jsna.show.shown import Shown

WEIGHTS = {
    "wrong": "What cannot be so",
    "cannot be measured": "What cannot be measured",
    "worth a look": "What may be meant",
}


def findings(known: Known) -> Shown:
    """Return every finding, the gravest first."""
    found = lint.lint(known.plan)
    columns = {"place": "Where", "what": "What", "mend": "Mend", "code": "Rule"}
    return headed(
        {
            heading: tables.register(
                [
                    {"place": one.place, "what": one.what, "mend": one.mend, "code": one.code}
                    for one in found
                    if one.weight == weight
                ],
                columns,
                title=heading,
            )
            for weight, heading in WEIGHTS.items()
        },
        level=2,
    )
