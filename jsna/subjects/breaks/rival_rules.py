"""Would another rule of who is eligible, or of what is regular, change the answer?"""

import pandas as pd

from jsna.figures import Figure
from jsna.sources import Sources
from jsna.subjects.breaks import rules
from jsna.subjects.breaks.coverage import counted
from jsna.subjects.breaks.prepared import ADULT, prepare, prepared, west, with_hours
from jsna.subjects.breaks.wording import ELIGIBLE, LIMITS, PERIOD, SOURCE
from jsna.subjects.waits.cells import Cell

EVERYONE = "All who are eligible"
WEST = "Aged 18 to 25, West Cumbria"
REST = "Aged 18 to 25, rest of the county"


def under_each_rule(sources: Sources) -> pd.DataFrame:
    """Return the share with regular breaks under each rule, the edition's own first."""
    params = sources.params
    own, hours = params.short_breaks_eligible, float(params.short_breaks_regular_hours)
    tried = [(own, hours), *((name, hours) for name in rules.RULES if name != own)]
    tried += [(own, hours / 2), (own, hours * 2)]
    rows: list[Cell] = []
    year = ""
    under = {own: prepared(sources)}
    under |= {name: prepare(sources, name, hours) for name in rules.RULES if name != own}
    for name, needed in tried:
        of = with_hours(under[name], name, needed)
        year = of.year
        adults = of.latest[of.latest["stage"] == ADULT]
        here = west(adults)
        labels = {"rule": _named(name, needed, (name, needed) == (own, hours))}
        rows.append(counted({**labels, "who": EVERYONE}, of.latest["regular"]))
        rows.append(counted({**labels, "who": WEST}, adults["regular"][here]))
        rows.append(counted({**labels, "who": REST}, adults["regular"][~here]))
    return pd.DataFrame(rows).assign(period=f"financial year {year}")


def _named(name: str, hours: float, used: bool) -> str:
    """Return a short name of a rule, such as `On the register, 4 hours a month (used here)`."""
    end = " (used here)" if used else ""
    return f"{name[0].upper()}{name[1:]}, {hours:g} hours a month{end}"


_WORDS = "; ".join(f"'{name}': {rule.words}" for name, rule in rules.RULES.items())

FIGURES = (
    Figure(
        id="short-breaks-rules",
        title="Eligible children and young people with regular short breaks, by the rule",
        question="What counts as eligible and regular, and would another rule change the answer?",
        population=ELIGIBLE,
        dimensions=("rule", "who"),
        kind="statistic",
        unit="percent of those eligible",
        source=SOURCE,
        period=PERIOD,
        geography="the county, West Cumbria and the rest of the county",
        rule="statistic",
        measure=under_each_rule,
        method=(
            f"Eligible: {_WORDS}. Regularly: at least that many hours a month on average over the "
            "12 months of the financial year, all services together; months without a break count "
            "as 0 hours, a direct payment with the hours it pays for. Counts rounded to five, "
            "Wilson interval widened for it"
        ),
        limits=LIMITS,
    ),
)
