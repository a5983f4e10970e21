"""What is signed off goes to the public, in real figures alone; what is made up never does."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from word_edits import Edit

from inspection import claim_file, claim_signing, cli, draft_runs, offers, packs, report
from inspection.claims import SignOff
from inspection.draft_assembly import assemble
from inspection.known import CLAIMS, open_known
from inspection.pack_assembly import context
from inspection.sign_off import SignedBy, public_page
from jsna import params
from jsna.disclosure import release
from jsna.disclosure.gate import gate
from jsna.edition import Edition
from jsna.errors import DataError
from jsna.params import Params
from jsna.project import PARAMS

EDITION = PARAMS / "cumbria-2021.yaml"
LEAD = "SEND Partnership Strategic Lead"
ON = date(2021, 9, 1)

LEDGER = """# Ours.
claims:
  - id: one
    area: 1
    section: where we are
    kind: weakness
    text: "Nobody knows."   # not yet
    evidence: [statement]

  # The second.
  - id: two
    area: 1
    section: what good looks like
    kind: aim
    text: "Everybody knows."
    sign_offs:
      - {state: checked, role: Analyst, on: "2021-08-01", fingerprint: abc}
"""


def chosen(**other: object) -> Params:
    return replace(params.read(EDITION), **other)


def signed_ledger(folder: Path) -> Path:
    """The project's own ledger with every claim that rests on real figures signed off."""
    path = folder / "claims.yaml"
    shutil.copyfile(CLAIMS, path)
    for state in ("checked", "signed off"):
        known = open_known(chosen(), claims_path=path)
        claim_signing.sign(path, known.claims, ["all"], state, LEAD, ON)
    return path


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return signed_ledger(tmp_path_factory.mktemp("ledger"))


def test_a_signature_is_added_where_it_belongs_and_nothing_else_changes() -> None:
    one = SignOff("checked", "Analyst", ON, "f00")
    text = claim_signing.added(LEDGER, "one", one)
    new = (
        "    sign_offs:\n"
        '      - {state: "checked", role: "Analyst", on: "2021-09-01", fingerprint: "f00"}\n'
    )
    assert text == LEDGER.replace(
        "    evidence: [statement]\n", f"    evidence: [statement]\n{new}"
    )
    text = claim_signing.added(LEDGER, "two", replace(one, state="signed off"))
    assert text == LEDGER + (
        '      - {state: "signed off", role: "Analyst", on: "2021-09-01", fingerprint: "f00"}\n'
    )


def test_every_real_claim_can_be_checked_then_signed_and_the_comments_stay(ledger: Path) -> None:
    states = {one.id: one.state for one in claim_file.read(ledger).claims}
    assert set(states.values()) == {"signed off"}
    comments = [line for line in CLAIMS.read_text(encoding="utf-8").splitlines() if "#" in line]
    assert [line for line in ledger.read_text(encoding="utf-8").splitlines() if "#" in line] == (
        comments
    )


def test_a_step_left_out_and_an_unknown_claim_are_refused_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    path = tmp_path / "claims.yaml"
    shutil.copyfile(CLAIMS, path)
    known = open_known(chosen(), claims_path=path)
    with pytest.raises(DataError) as caught:
        claim_signing.sign(path, known.claims, ["area-1-good", "area-0"], "signed off", LEAD, ON)
    assert caught.value.problems == [
        "there is no claim 'area-0' in claims.yaml",
        "area-1-good: it is draft; have it checked before it is signed off",
    ]
    assert path.read_bytes() == CLAIMS.read_bytes()


def test_the_command_lists_claims_and_signs_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "claims.yaml"
    shutil.copyfile(CLAIMS, path)
    papers_alone(monkeypatch)
    listed = draft_runs.run_sign(EDITION, [], "checked", "", ON, path)
    assert listed.startswith("area-1-good (draft)\n  Every partner works from one picture")
    told = draft_runs.run_sign(EDITION, ["area-1-good"], "checked", LEAD, ON, path)
    assert told.startswith(f"1 claim checked by {LEAD} on 2021-09-01, in ")
    assert "area-1-good (checked)" in draft_runs.run_sign(EDITION, [], "checked", "", ON, path)


def papers_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands know papers and published figures alone, whatever was built."""
    monkeypatch.setattr(
        draft_runs,
        "known_of",
        lambda one, claims_path, **_: open_known(one, claims_path=claims_path),
    )


def test_from_signatures_to_the_public_page_by_the_commands_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers_alone(monkeypatch)
    ours, first, second = (tmp_path / name for name in ("claims.yaml", "1.docx", "2.docx"))
    shutil.copyfile(CLAIMS, ours)
    day = ON.isoformat()

    def run(*words: object) -> int:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(word) for word in words])
        return int(str(ended.value.code))

    assert run("draft", "--real", "--out", first, "--claims", ours) == 1
    assert not first.exists()
    signing = ("--role", LEAD, "--on", day, "--claims", ours)
    assert run("sign", "all", "--as", "checked", *signing) == 0
    assert run("draft", "--real", "--out", first, "--claims", ours) == 1
    assert run("sign", "all", "--as", "signed off", *signing) == 0
    assert run("draft", "--real", "--out", first, "--claims", ours) == 0
    mine = Edit(first).type_in("mine:summary", "Families tell us more.").save("mine.docx")
    assert run("draft", "--real", "--from", mine, "--out", second, "--claims", ours) == 0
    draft = assemble(open_known(chosen(), claims_path=ours), drawn=False)
    page = public_page(draft, SignedBy(LEAD, ON), second)
    assert "Families tell us more." in page
    assert f"Signed off by {LEAD} on 1 September 2021" in page
    assert "UNSIGNED" not in page


def test_a_ledger_that_is_not_there_is_refused_with_what_to_copy(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        draft_runs.run_sign(EDITION, [], "checked", "", ON, tmp_path / "copy.yaml")
    assert caught.value.problems == [
        f"there is no {tmp_path / 'copy.yaml'}: copy data/plan/claims.yaml there first"
    ]


def test_nothing_goes_to_the_public_until_somebody_has_signed(built: Path) -> None:
    assert not (built / "public" / "self-evaluation.html").exists()


def test_a_signed_off_self_evaluation_goes_to_the_public_and_through_the_gate(
    built: Path, tmp_path: Path, ledger: Path
) -> None:
    figures = release.open_figures(built / "public" / "tables")
    signed = chosen(self_evaluation_signed_by=LEAD, self_evaluation_signed_on=ON)
    report.write(Edition(signed, figures, figures.tables), tmp_path, ledger)
    public = tmp_path / "public"
    (offer,) = json.loads((public / "offered.json").read_text(encoding="utf-8"))
    assert offer["path"] == "self-evaluation.html"
    (public / "offered.json").unlink()
    html = (public / "self-evaluation.html").read_text(encoding="utf-8")
    assert "REHEARSAL" not in html
    assert "UNSIGNED" not in html
    assert f"Signed off by {LEAD} on 1 September 2021, as of 31 August 2021." in html
    assert (
        '<data class="figure" data-figure="plan-measure-series" value="45.59">45.6</data>' in html
    )
    assert 'data-figure="plan-claim-values" value="3887">3,887</data>' in html
    shutil.copytree(figures.tables, public / "tables")
    (public / "false.html").write_text(html.replace("3,887", "3,888"), encoding="utf-8")
    names = [path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()]
    (public / "run.json").write_text(json.dumps({"outputs": names}), encoding="utf-8")
    leaks = gate(public)
    assert {leak.file for leak in leaks} == {"false.html"}
    assert any("'3,888' is printed in a sentence for a cell that is 3887" in str(x) for x in leaks)


def test_an_unsigned_self_evaluation_stops_the_build_and_names_each_claim(
    built: Path, tmp_path: Path
) -> None:
    figures = release.open_figures(built / "public" / "tables")
    signed = chosen(self_evaluation_signed_by=LEAD, self_evaluation_signed_on=ON)
    with pytest.raises(DataError, match="cannot be signed off and made public") as caught:
        report.write(Edition(signed, figures, figures.tables), tmp_path)
    assert "area-1-good: unsigned: mend it and have it signed" in caught.value.problems
    assert not (tmp_path / "public").exists()


def test_a_signature_on_what_a_made_up_figure_touched_stops_it_by_name(ledger: Path) -> None:
    draft = assemble(open_known(chosen(), claims_path=ledger), drawn=False)
    touched = tuple(replace(one, made_up=True) for one in draft.areas[0].claims[:1])
    area = replace(draft.areas[0], claims=(*touched, *draft.areas[0].claims[1:]))
    with pytest.raises(DataError) as caught:
        public_page(replace(draft, areas=(area, *draft.areas[1:])), SignedBy(LEAD, ON))
    assert caught.value.problems == [
        "area-1-good: it is signed off and rests on made-up figures: take the signature back"
    ]


def test_an_unsigned_rehearsal_stays_behind_and_the_rest_goes(ledger: Path) -> None:
    draft = assemble(open_known(chosen(), claims_path=ledger), drawn=False)
    rehearsed = replace(draft.areas[0].claims[0], made_up=True, state="draft", sentence="Dreams.")
    area = replace(draft.areas[0], claims=(rehearsed, *draft.areas[0].claims[1:]))
    html = public_page(replace(draft, areas=(area, *draft.areas[1:])), SignedBy(LEAD, ON))
    assert "Dreams." not in html
    assert "REHEARSAL" not in html


def test_a_role_without_a_day_is_no_signature(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    text = EDITION.read_text(encoding="utf-8")
    path.write_text(f'{text}\nself_evaluation_signed_by: "{LEAD}"\n', encoding="utf-8")
    with pytest.raises(Exception, match="cannot be used") as caught:
        params.read(path)
    assert caught.value.problems == [  # type: ignore[attr-defined]
        "'self_evaluation_signed_by' and 'self_evaluation_signed_on' belong together: say who "
        "signed it and when, or leave both out"
    ]


def test_every_pack_is_offered_once_and_says_where_it_is_a_rehearsal(tmp_path: Path) -> None:
    named = [path for path, *_ in offers.PAPERS]
    for path in named:
        page = tmp_path / f"{path}.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text("<p>REHEARSAL</p>" if "board" in path else "<p>Real</p>", encoding="utf-8")
    found = offers.of_partnership(tmp_path)
    assert [one["path"] for one in found if one["rehearsal"]] == ["packs/board-pack.html"]
    draft = assemble(open_known(chosen()), drawn=False)
    told = context(open_known(chosen()), draft)
    made = {f"packs/{packs.paper(name, told).name}" for name in packs.NAMES}
    assert set(named) == {"self-evaluation", *made}
    assert len(named) == len(set(named))
