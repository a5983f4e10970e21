"""Editions that follow one another: what stays as printed, and what is counted anew."""

import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from jsna.disclosure import checklog, protect
from jsna.disclosure.attack import attack
from jsna.disclosure.periods import spell, unfinished
from jsna.disclosure.protect import Limits, PublishedTotal, Released
from jsna.disclosure.remember import RECORD, read_reissues, release_report, remember
from jsna.disclosure.safe import Protection, _mint
from jsna.errors import DataError, DisclosureError
from jsna.figures import Figure
from jsna.run.figures import to_the_day

ROUNDED = Protection("controlled rounding", 5, 4, "too few to show")


def entry(**changes):
    figure = Figure(
        id="requests-by-area",
        title="Requests",
        question="How many?",
        population="Children",
        dimensions=("area", "year"),
        kind="count",
        unit="requests",
        source=("ehc_requests",),
        period="calendar years; the last year runs to the edition's day",
        geography="Districts",
        rule="rounded",
        records="requests",
    )
    return replace(figure, **changes)


def safe(figure, text, protection=ROUNDED):
    rows = [line.split("|") for line in text.strip().splitlines()]
    cells = pd.DataFrame(
        [[part.strip() for part in row[:-1]] for row in rows], columns=list(figure.dimensions)
    )
    cells["value"] = [float(row[-1]) for row in rows]
    return _mint(figure, cells.assign(status="shown"), protection, True)


def requests(years, dimensions=("area", "year")):
    """Return one row a request from `{(area, year): count}`."""
    rows = [key for key, count in years.items() for _ in range(count)]
    frame = pd.DataFrame(rows, columns=list(dimensions))
    for name in dimensions:
        frame[name] = (
            pd.Categorical(frame[name], categories=sorted({key[0] for key in years}))
            if name == "area"
            else pd.Categorical(frame[name])
        )
    return frame


def rounded(frame, figure, released=None, **more):
    found = protect.protect(
        {"requests": frame}, [figure], [], released or Released(), 3, Limits(), **more
    )
    return found[figure.id]


def test_the_edition_s_day_stands_in_the_period_and_says_what_was_not_over():
    figure = to_the_day(entry(), date(2020, 9, 30))
    assert figure.period == "calendar years; the last year runs to 30 September 2020"
    assert figure.runs_to == "2020-09-30"
    assert to_the_day(entry(period="each January"), date(2020, 9, 30)).runs_to == ""


@pytest.mark.parametrize(
    ("label", "over_on"),
    [("2020", "2020-12-31"), ("2019/20", "2020-08-31"), ("2020-02", "2020-02-29")],
)
def test_a_year_or_month_is_over_on_its_last_day(label, over_on):
    day = date.fromisoformat(over_on)
    before = date.fromordinal(day.toordinal() - 1)
    assert not unfinished(entry(runs_to=day.isoformat()), label)
    assert unfinished(entry(runs_to=before.isoformat()), label)


def test_a_january_is_over_in_january_whatever_the_edition_s_day():
    figure = entry(period="each January", runs_to="")
    assert not unfinished(figure, "2021")
    assert spell(figure, "2021") == "2021"
    assert spell(figure, "") == "each January"


def test_a_year_that_is_not_over_has_a_name_of_its_own():
    figure = entry(runs_to="2020-09-30")
    assert spell(figure, "2019") == "2019"
    assert spell(figure, "2020") == "2020, to 2020-09-30"
    assert spell(figure, "") == "to 2020-09-30"


def test_a_year_that_was_over_stays_as_printed_and_the_running_one_is_counted_anew(tmp_path):
    first = entry(runs_to="2020-09-30", period="to 30 September 2020")
    before = safe(first, "Eden | 2019 | 15\nEden | 2020 | 10\nTotal | 2019 | 15\nTotal | 2020 | 10")
    remember({first.id: before}, tmp_path / "cumbria-2020")
    second = entry(runs_to="2021-08-31", period="to 31 August 2021")
    frame = requests({("Eden", "2019"): 12, ("Eden", "2020"): 31, ("Eden", "2021"): 20})
    after = rounded(frame, second, Released.read(tmp_path))
    assert after.cell(area="Eden", year="2019")["value"] == 15
    assert after.cell(area="Eden", year="2020")["value"] == 30
    assert after.cell(area="Eden", year="2021")["value"] == 20


def test_what_runs_to_the_day_of_its_edition_is_another_figure_in_the_next(tmp_path):
    first = entry(dimensions=("area",), runs_to="2020-09-30", period="to 30 September 2020")
    remember({first.id: safe(first, "Eden | 10\nTotal | 10")}, tmp_path / "cumbria-2020")
    second = replace(first, runs_to="2021-08-31", period="to 31 August 2021")
    frame = requests({("Eden",): 40}, ("area",))
    assert rounded(frame, second, Released.read(tmp_path)).cell(area="Eden")["value"] == 40


def test_a_few_children_once_shown_as_five_are_never_shown_as_none_in_a_later_edition(tmp_path):
    first = entry(dimensions=("area",), runs_to="2020-09-30", period="to 30 September 2020")
    shown = "Carlisle | 40\nEden | 5\nTotal | 45"
    remember({first.id: safe(first, shown)}, tmp_path / "cumbria-2020")
    second = replace(first, runs_to="2021-08-31", period="to 31 August 2021")
    frame = requests({("Carlisle",): 44, ("Eden",): 1}, ("area",))
    assert rounded(frame, second).cell(area="Eden")["value"] == 0
    assert rounded(frame, second, Released.read(tmp_path)).cell(area="Eden")["value"] == 5


def test_a_statistic_of_a_time_that_is_over_stays_as_printed_and_another_does_not(tmp_path):
    def wait(period, value):
        figure = entry(
            id="wait", dimensions=("area",), kind="statistic", rule="statistic", unit="weeks",
            records="", period=period,
        )  # fmt: skip
        cells = pd.DataFrame({"area": ["Eden"], "value": [value], "n": [40], "status": ["shown"]})
        return figure, cells

    remember({"wait": protect.statistic(*wait("2019", 12.0))}, tmp_path / "cumbria-2020")
    released = Released.read(tmp_path)
    same = protect.statistic(*wait("2019", 14.0), released=released)
    later = protect.statistic(*wait("2020", 14.0), released=released)
    assert same.cell(area="Eden")["value"] == 12
    assert later.cell(area="Eden")["value"] == 14


def test_the_attack_links_two_editions_only_where_they_count_the_same_children():
    running = safe(entry(runs_to="2020-09-30"), "Eden | 2020 | 10\nTotal | 2020 | 10")
    whole = safe(entry(runs_to="2021-08-31"), "Eden | 2020 | 30\nTotal | 2020 | 30")
    assert attack({"a": whole}, [], [{"a": running}]) == ()
    ended, later = entry(runs_to="2020-12-31"), entry(runs_to="2021-08-31")
    five = safe(ended, "Eden | 2020 | 5\nCarlisle | 2020 | 25\nTotal | 2020 | 30")
    none = safe(later, "Eden | 2020 | 0\nCarlisle | 2020 | 30\nTotal | 2020 | 30")
    leaks = attack({"a": none}, [], [{"a": five}])
    assert [(leak.cell, leak.lower, leak.upper) for leak in leaks] == [("area Eden", 1, 4)]


def test_a_released_edition_is_one_file_and_the_same_bytes_for_the_same_figures(tmp_path):
    figure = entry(runs_to="2020-09-30")
    held = {figure.id: safe(figure, "Eden | 2019 | 15")}
    total = PublishedTotal("requests", {"year": "2019"}, 13)
    for name in ("a", "b"):
        remember(held, tmp_path / name / "cumbria-2020", totals=[total])
    one, two = (tmp_path / name / "cumbria-2020" / "tables.zip" for name in ("a", "b"))
    assert one.read_bytes() == two.read_bytes()
    edition, figures = Released.read(tmp_path / "a").editions[0]
    assert edition == "cumbria-2020"
    assert figures[figure.id].cell(year="2019")["value"] == 15
    assert figures[figure.id].figure.runs_to == "2020-09-30"
    assert figures.published_totals == (total,)


@pytest.fixture
def report(tmp_path):
    """Return a report folder with one table and its manifest."""
    from jsna.disclosure import release

    folder = tmp_path / "reports" / "cumbria-2020"
    figure = entry(dimensions=("area",), period="2019")
    release.write([safe(figure, "Eden | 15\nTotal | 15")], folder / "public", [], "cumbria-2020")
    outputs = {f"tables/{path.name}": "" for path in (folder / "public" / "tables").iterdir()}
    (folder / "public" / "run.json").write_text(json.dumps({"outputs": outputs}), "utf-8")
    return folder


def test_a_release_keeps_the_figures_and_says_that_they_are_made_up(report, tmp_path):
    kept = release_report(report, tmp_path / "released", [])
    record = json.loads((kept / RECORD).read_text(encoding="utf-8"))
    assert record["made_up"] is True
    assert "MADE UP" in record["note"]
    assert record["signed_off_by"] == ["nobody: a rehearsal on made-up records"]
    assert Released.read(tmp_path / "released").editions[0][1]["requests-by-area"].figure.records


def test_a_report_on_real_records_is_released_only_when_somebody_has_read_it(tmp_path, report):
    package = report / "public" / "tables" / "datapackage.json"
    text = package.read_text(encoding="utf-8").replace('"made_up": true', '"made_up": false')
    package.write_text(text, encoding="utf-8")
    with pytest.raises(DisclosureError, match="nobody has signed"):
        release_report(report, tmp_path / "released", [])
    kept = release_report(report, tmp_path / "released", ["governance lead, 2020-10-05"])
    record = json.loads((kept / RECORD).read_text(encoding="utf-8"))
    assert record["signed_off_by"] == ["governance lead, 2020-10-05"]


def test_a_report_that_the_gate_refuses_is_not_released(tmp_path, report):
    (report / "public" / "cases.txt").write_text("943 476 5919", encoding="utf-8")
    with pytest.raises(DisclosureError, match="cumbria-2020 is not released"):
        release_report(report, tmp_path / "released", [])
    assert not (tmp_path / "released" / "cumbria-2020").exists()


def test_a_reissue_says_who_decided_it_and_why(tmp_path):
    path = tmp_path / "reissues.csv"
    path.write_text("figure,reissued_on,reason,decided_by\na,2021-10-04, ,lead\n", "utf-8")
    with pytest.raises(DataError) as caught:
        read_reissues(path)
    assert caught.value.problems == ["line 2: 'reason' is empty"]
    path.write_text("figure,reissued_on,reason,decided_by\na,2021-10-04,late,lead\n", "utf-8")
    assert [one.decided_by for one in read_reissues(path)] == ["lead"]


def test_the_log_names_each_rule_and_a_person_signs_for_what_was_read(report, tmp_path):
    log = tmp_path / "checks.csv"
    lines = checklog.of_machine(
        report, {"controlled rounding": 1}, ["number", "narrowed"], date(2021, 9, 1), "the build"
    )
    assert [(line.rule, line.outcome, line.remark) for line in lines] == [
        ("controlled rounding", "passed", "1 figures"),
        ("attack", "refused", "1 found"),
        ("gate", "refused", "1 found"),
    ]
    checklog.add(log, lines)
    assert checklog.signed(log, report) == []
    checklog.sign(log, report, "head of intelligence", date(2021, 9, 2), "read on paper")
    assert [line.signed_off_by for line in checklog.signed(log, report)] == ["head of intelligence"]
    (report / "public" / "run.json").write_text("{}", encoding="utf-8")
    assert checklog.signed(log, report) == []
    with pytest.raises(DisclosureError, match="a machine cannot sign"):
        checklog.sign(log, report, "jsna gate", date(2021, 9, 2))


def test_an_edition_on_real_records_knows_nothing_of_a_rehearsal(tmp_path):
    figure = entry(runs_to="2020-09-30")
    remember({figure.id: safe(figure, "Eden | 2019 | 15")}, tmp_path / "rehearsal-2020")
    released = Released.read(tmp_path)
    assert [name for name, _ in released.of(made_up=True).editions] == ["rehearsal-2020"]
    assert released.of(made_up=False).editions == ()
