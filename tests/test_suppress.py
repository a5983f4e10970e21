import pandas as pd
import pytest
from made_up_children import children

from jsna.disclosure.attack import attack
from jsna.disclosure.suppress import suppress
from jsna.errors import DisclosureError
from jsna.figures import Figure


def figure(*dimensions, identity="exact", rule="suppressed"):
    return Figure(
        id=identity,
        title="Pupils",
        question="How many pupils?",
        population="Made-up pupils",
        dimensions=dimensions,
        kind="count",
        unit="pupils",
        source=("school_census",),
        period="January 2021",
        geography="Districts",
        rule=rule,
        records="pupils",
    )


def counted(frame, *dimensions):
    """Count by each combination of values, with totals."""
    parts = []
    for total in range(2 ** len(dimensions)):
        kept = [name for place, name in enumerate(dimensions) if total >> place & 1]
        if kept:
            counts = frame.groupby(kept, observed=False).size().reset_index(name="value")
        else:
            counts = pd.DataFrame({"value": [len(frame)]})
        parts.append(counts.assign(**{n: "Total" for n in dimensions if n not in kept}))
    whole = pd.concat(parts, ignore_index=True)
    return whole.astype(dict.fromkeys(dimensions, "str"))[[*dimensions, "value"]]


def one_way(**values):
    rows = {**values, "Total": sum(values.values())}
    return pd.DataFrame({"need": list(rows), "value": list(rows.values())})


def test_a_second_count_is_hidden_when_only_one_would_be():
    safe = suppress([figure("need")], {"exact": one_way(SLCN=521, HI=31, VI=4)}, [], 1)["exact"]
    hidden = set(safe.cells.loc[safe.cells["status"] == "too few to show", "need"])
    assert hidden == {"VI", "HI"}
    assert safe.cell(need="SLCN")["value"] == 521


def test_nought_stays_since_it_harms_nobody():
    cells = one_way(SLCN=521, HI=31, VI=4, MSI=0)
    safe = suppress([figure("need")], {"exact": cells}, [], 1)["exact"]
    assert safe.cell(need="MSI")["value"] == 0


def test_a_single_child_who_knows_itself_learns_of_no_other():
    cells = one_way(SLCN=521, HI=31, VI=3, MSI=1)
    safe = suppress([figure("need")], {"exact": cells}, [], 1)["exact"]
    assert (safe.cells["status"] == "too few to show").sum() == 3


def test_linked_tables_are_hidden_together_and_survive_the_attack():
    frame = children(600, 4, ("area", "need", "sex"))
    figures = [figure("area", "sex", identity="one"), figure("need", "sex", identity="two")]
    cells = {"one": counted(frame, "area", "sex"), "two": counted(frame, "need", "sex")}
    safes = suppress(figures, cells, [], 1)
    assert attack(safes, []) == ()
    shown = safes["two"].shown["value"]
    assert not shown.between(1, 4).any()
    for name, exact in cells.items():
        both = safes[name].cells.merge(exact, on=list(safes[name].figure.dimensions))
        kept = both[both["status"] == "shown"]
        assert (kept["value_x"] == kept["value_y"]).all()


def test_a_figure_of_another_rule_is_refused():
    with pytest.raises(DisclosureError, match="only suppressed ones"):
        suppress([figure("need", rule="rounded")], {"exact": one_way(VI=4)}, [], 1)
