from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from jsna.disclosure import checklog
from jsna.disclosure.checklog import Check
from jsna.errors import DisclosureError

GATE = Check("2021-08-31", "public", "", "gate", "passed", "the build")


def test_lines_are_added_and_never_changed(tmp_path):
    log = tmp_path / "checks.csv"
    checklog.add(log, [GATE])
    checklog.add(log, [replace(GATE, outcome="refused", remark="two leaks, see the list")])
    assert [line.outcome for line in checklog.read(log)] == ["passed", "refused"]


def test_a_sign_off_holds_only_for_what_was_looked_at(tmp_path):
    folder, log = tmp_path / "public", tmp_path / "checks.csv"
    folder.mkdir()
    (folder / "index.html").write_text("first", encoding="utf-8")
    seen = checklog.checksum(folder)
    person = replace(GATE, rule="read by a person", signed_off_by="information governance lead")
    checklog.add(log, [replace(GATE, checksum=seen), replace(person, checksum=seen)])
    assert checklog.unsigned(log, folder) == []
    (folder / "index.html").write_text("second", encoding="utf-8")
    assert checklog.unsigned(log, folder) == ["gate", "read by a person"]


def test_a_line_says_by_which_rule_and_who_and_all_faults_are_told_at_once(tmp_path):
    bad = Check("31.8.2021", "public", "", "a glance", "fine", " ")
    with pytest.raises(DisclosureError) as caught:
        checklog.add(tmp_path / "checks.csv", [bad])
    assert len(caught.value.problems) == 4
    assert not (tmp_path / "checks.csv").exists()


def test_a_machine_cannot_sign_for_a_person(tmp_path):
    with pytest.raises(DisclosureError, match="a machine cannot sign"):
        checklog.add(tmp_path / "checks.csv", [replace(GATE, rule="read by a person")])


def test_the_log_of_an_edition_is_kept_in_the_restricted_store():
    assert checklog.path_of("cumbria-2021", Path("held")) == Path("held/checks/cumbria-2021.csv")


def test_a_machine_notes_each_rule_the_attack_and_the_gate_with_what_was_found(tmp_path):
    folder = tmp_path / "public"
    folder.mkdir()
    lines = checklog.of_machine(
        folder,
        {"statistic": 2, "controlled rounding": 7},
        ["number", "narrowed", "number"],
        date(2021, 8, 31),
        "the build",
    )
    assert [(line.rule, line.outcome, line.remark) for line in lines] == [
        ("controlled rounding", "passed", "7 figures"),
        ("statistic", "passed", "2 figures"),
        ("attack", "refused", "1 found"),
        ("gate", "refused", "2 found"),
    ]
    assert {(line.checked_on, line.output, line.checksum) for line in lines} == {
        ("2021-08-31", "public", checklog.checksum(folder))
    }
    clean = checklog.of_machine(folder, {}, [], date(2021, 8, 31), "the build")
    assert [line.outcome for line in clean] == ["passed", "passed"]


def test_only_a_person_who_passed_the_report_as_it_is_has_signed_it(tmp_path):
    folder, log = tmp_path / "public", tmp_path / "held" / "checks.csv"
    folder.mkdir()
    assert checklog.signed(log, folder) == []
    checklog.add(log, [replace(GATE, checksum=checklog.checksum(folder))])
    line = checklog.sign(log, folder, "head of intelligence", date(2021, 8, 31), "read whole")
    checklog.add(log, [replace(line, outcome="refused")])
    assert checklog.signed(log, folder) == [line]
    assert checklog.unsigned(log, folder) == []
    (folder / "index.html").write_text("more", encoding="utf-8")
    assert checklog.signed(log, folder) == []
    assert len(checklog.read(log)) == 3
