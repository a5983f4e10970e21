"""What changed since the last edition: rounding and chance are no change, a revision is said."""

import json
from pathlib import Path
from typing import Any

import pytest
from show_figures import PUBLISHED, ROUNDED, safe

from jsna.disclosure import release
from jsna.disclosure.remember import remember
from jsna.disclosure.safe import Safe
from jsna.run import compared, page
from jsna.show import since


def counts(value: float | None, status: str = "shown", **more: Any) -> Safe:
    rows = [{"area": "Eden", "year": "2019", "value": value, "status": status}]
    return safe(rows, protection=ROUNDED, rule="rounded", **more)


def shares(value: float, lower: float | None, upper: float | None) -> Safe:
    cells = {"area": "Eden", "value": value, "lower": lower, "upper": upper, "n": 90.0}
    return safe([cells], dimensions=("area",), kind="statistic", rule="statistic", unit="percent")


def published(*years: tuple[str, float], **more: Any) -> Safe:
    rows = [{"area": "Eden", "year": year, "value": value} for year, value in years]
    return safe(rows, protection=PUBLISHED, **more)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (published(("2019", 10.0)), published(("2019", 10.0)), since.SAME),
        (published(("2019", 10.0)), published(("2019", 10.0), ("2020", 12.0)), since.LATER),
        (published(("2019", 10.0)), published(("2019", 11.0)), since.REVISED),
        (counts(100.0), counts(115.0), since.WITHIN),  # each was moved by at most 8
        (counts(100.0), counts(120.0), since.BEYOND),
        (counts(100.0), counts(100.0, unit="pupils"), since.ANOTHER_WAY),
        (counts(5.0), counts(None, "too few to show"), since.WITHIN),
        (shares(50.0, 40.0, 60.0), shares(58.0, 48.0, 68.0), since.WITHIN),
        (shares(50.0, 40.0, 60.0), shares(80.0, 70.0, 90.0), since.BEYOND),
        (shares(50.0, None, None), shares(58.0, None, None), since.UNSURE),
    ],
)
def test_a_figure_is_as_far_from_the_last_edition_as_its_numbers_allow(
    before: Safe, after: Safe, expected: str
) -> None:
    assert since.kind(before, after) == expected


def test_a_figure_of_another_time_and_without_years_goes_on_and_is_not_compared() -> None:
    before, after = shares(50.0, 40.0, 60.0), shares(80.0, 70.0, 90.0)
    later = safe(
        after.cells.to_dict("records"), dimensions=("area",), kind="statistic", rule="statistic",
        unit="percent", period="January 2022",
    )  # fmt: skip
    assert since.kind(before, later) == since.LATER


def test_the_gravest_comes_first_and_figures_are_named_by_their_titles() -> None:
    before = {"a": counts(100.0, id="a", title="Plans"), "b": counts(5.0, id="b", title="Waits")}
    after = [
        counts(5.0, id="b", title="Waits"),
        counts(200.0, id="a", title="Plans"),
        counts(7.0, id="c", title="Breaks"),
    ]
    kinds = since.kinds(before, after)
    titles = [(kinds[one.figure.id], one.figure.title) for one in after]
    assert since.said("cumbria-2020", titles) == (
        "The edition before is cumbria-2020. What it printed stays as printed, unless a reissue "
        "says why.",
        "Changed, for a time shown before, by more than rounding or chance would give: Plans.",
        "New in this edition: Breaks.",
        "The same as before: Waits.",
    )


def test_of_many_figures_twelve_are_named() -> None:
    many = [(since.NEW, f"T{number}") for number in range(13)]
    (_, line) = since.said("cumbria-2020", many)
    assert line.endswith("T10; T11; and others.")


def test_a_page_reads_the_edition_before_and_says_which_files_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compared, "DATA", tmp_path)
    monkeypatch.setattr(page, "ROOT", tmp_path)
    now = {"ehc-plans-by-year": published(("2019", 10.0), ("2020", 12.0))}
    release.write(now, tmp_path / "now", [], "cumbria-2021")
    before = {"ehc-plans-by-year": published(("2019", 9.0))}
    remember(before, tmp_path / "released" / "cumbria-2020")
    figures = tmp_path / "now" / "tables"
    shown = page._described(("figures/ehc-plans-by-year.csv",), figures)
    told, read = page._changed("cumbria-2020", shown, figures)
    assert told[1] == (
        "Revised by its publisher, for a time shown before: Children and young people with an EHC "
        "plan."
    )
    assert page._names(read, figures) == {"released/cumbria-2020/tables.zip"}


def test_what_was_found_when_the_figures_were_made_is_told_again(tmp_path: Path) -> None:
    found = {"plans": since.REVISED, "waits": since.SAME}
    (tmp_path / "figures.json").write_text(json.dumps({"since": found}), encoding="utf-8")
    assert compared.recorded("cumbria-2020", tmp_path / "figures", ["plans"]) == {
        "plans": since.REVISED
    }


def test_without_an_edition_before_a_page_says_so_and_reads_nothing(tmp_path: Path) -> None:
    assert page._changed("none", [], tmp_path) == ((since.NOTHING_BEFORE,), ())
