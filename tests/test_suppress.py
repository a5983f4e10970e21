from dataclasses import replace

import pandas as pd
import pytest
from made_up_children import children

from jsna.disclosure.attack import attack
from jsna.disclosure.safe import Protection
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


def crossed(counts, names=("need", "sex")):
    """Return a two-way table with its totals."""
    frame = pd.DataFrame([(*cell, value) for cell, value in counts.items()], columns=[*names, "n"])
    one, two = names
    parts = [
        frame,
        frame.groupby(one, as_index=False)["n"].sum().assign(**{two: "Total"}),
        frame.groupby(two, as_index=False)["n"].sum().assign(**{one: "Total"}),
        pd.DataFrame({one: ["Total"], two: ["Total"], "n": [frame["n"].sum()]}),
    ]
    return pd.concat(parts, ignore_index=True).rename(columns={"n": "value"})


def hidden_in(cells, *dimensions, seed=1):
    """Return the cells that are hidden in one table, each by its labels."""
    safe = suppress([figure(*dimensions)], {"exact": cells}, [], seed)["exact"]
    rows = safe.cells.loc[safe.cells["status"] == "too few to show", list(dimensions)]
    return {row[0] if len(row) == 1 else row for row in rows.itertuples(index=False, name=None)}


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
    assert hidden_in(cells, "need") == {"HI", "VI", "MSI"}
    # A nought is no third; where no other part is there, the total goes.
    assert hidden_in(one_way(SLCN=521, PMLD=0, VI=3, MSI=1), "need") == {"SLCN", "VI", "MSI"}
    assert hidden_in(one_way(PMLD=0, VI=4, MSI=1), "need") == {"VI", "MSI", "Total"}
    # Two without a single child, and three with one, are enough.
    assert hidden_in(one_way(SLCN=521, HI=31, VI=4, MSI=4), "need") == {"VI", "MSI"}
    assert hidden_in(one_way(SLCN=521, HI=3, VI=3, MSI=1), "need") == {"HI", "VI", "MSI"}
    assert hidden_in(one_way(VI=0, MSI=1), "need") == {"MSI", "Total"}


def test_a_single_child_learns_of_no_other_from_the_totals_of_a_wider_table_either():
    cells = crossed(
        {("HI", "F"): 6, ("HI", "M"): 7, ("VI", "F"): 0, ("VI", "M"): 3, ("MSI", "M"): 1,
         ("MSI", "F"): 0}
    )  # fmt: skip
    hidden = hidden_in(cells, "need", "sex")
    assert {("VI", "Total"), ("MSI", "Total"), ("HI", "Total")} <= hidden


def test_one_to_four_are_hidden_and_five_is_shown():
    assert hidden_in(one_way(SLCN=5, HI=4, VI=3, MSI=2), "need") == {"HI", "VI", "MSI"}


def test_a_hidden_count_is_guarded_along_its_row_and_its_column_and_no_total_is_lost():
    cells = crossed(
        {("Eden", "F"): 3, ("Eden", "M"): 40, ("Carlisle", "F"): 50, ("Carlisle", "M"): 60,
         ("Copeland", "F"): 70, ("Copeland", "M"): 80},
        ("area", "sex"),
    )  # fmt: skip
    assert hidden_in(cells, "area", "sex") == {
        ("Eden", "F"), ("Eden", "M"), ("Carlisle", "F"), ("Carlisle", "M"),
    }  # fmt: skip


def test_of_two_equal_counts_the_secret_chooses_which_is_hidden():
    cells = one_way(SLCN=521, HI=31, PD=31, VI=4)
    chosen = [hidden_in(cells, "need", seed=seed) for seed in range(12)]
    assert {frozenset(found) for found in chosen} == {
        frozenset({"VI", "HI"}),
        frozenset({"VI", "PD"}),
    }
    assert [hidden_in(cells, "need", seed=seed) for seed in range(12)] == chosen
    assert hidden_in(cells, "need", seed=b"3") == chosen[3]


def test_the_same_children_are_hidden_in_every_table_that_shows_them():
    wide = figure("need", "sex", identity="wide")
    narrow = figure("need", identity="narrow")
    girls = replace(figure("need", identity="girls"), where={"sex": "F"})
    other = replace(figure("need", identity="other"), records="plans")
    before = replace(figure("need", identity="before"), period="January 2020")
    counts = {("SLCN", "F"): 300, ("SLCN", "M"): 400, ("HI", "F"): 20, ("HI", "M"): 2}
    all_of_them = one_way(SLCN=700, HI=22)
    cells = {
        "wide": crossed(counts), "narrow": all_of_them, "girls": one_way(SLCN=300, HI=20),
        "other": all_of_them, "before": all_of_them,
    }  # fmt: skip
    safes = suppress([wide, narrow, girls, other, before], cells, [], 1)
    hidden = {name: safe.cells["status"].eq("too few to show") for name, safe in safes.items()}
    assert {tuple(x) for x in safes["wide"].cells.loc[hidden["wide"], ["need", "sex"]].values} == {
        ("HI", "F"), ("HI", "M"), ("SLCN", "F"), ("SLCN", "M"),
    }  # fmt: skip
    assert not hidden["narrow"].any()
    assert not hidden["other"].any()
    assert not hidden["before"].any()


def test_what_no_hiding_can_keep_is_refused():
    links = [("area", "West", name) for name in ("Allerdale", "Carlisle", "Copeland")]
    west, parts = figure("area", identity="west"), figure("area", identity="parts")
    cells = {
        "west": pd.DataFrame({"area": ["West"], "value": [57]}),
        "parts": pd.DataFrame({"area": ["Allerdale", "Carlisle"], "value": [30, 25]}),
    }
    with pytest.raises(DisclosureError, match="cannot be shown exactly together"):
        suppress([west, parts], cells, links, 1)


def test_a_suppressed_figure_says_how_it_was_made_and_of_whom():
    cells = {"exact": one_way(SLCN=521, HI=31, VI=4)}
    safe = suppress([figure("need")], cells, [], 1)["exact"]
    assert safe.protection == Protection("joint suppression", 1, 0, "too few to show")
    assert safe.made_up
    assert not suppress([figure("need")], cells, [], 1, made_up=False)["exact"].made_up


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
