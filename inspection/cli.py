"""The commands of inspection readiness. No logic: each hands over and prints.

Exit status: 0 done, 1 something a reader can mend, 2 bad usage.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from jsna.errors import JsnaError
from jsna.project import PARAMS, REPORTS

DEFAULT = PARAMS / "cumbria-2021.yaml"
LEDGER_HELP = "another claim ledger, such as a copy to practise on"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit."""
    chosen = parser().parse_args(arguments)
    try:
        sys.stdout.write(chosen.act(chosen))
        status = 1 if chosen.act is _lint and _findings(chosen) else 0
    except JsnaError as error:
        sys.stderr.write(f"{error}\n")
        status = 1
    sys.exit(status)


def parser() -> argparse.ArgumentParser:
    """Return the commands and their options."""
    made = argparse.ArgumentParser(prog="inspection", description="Ready for the re-visit.")
    commands = made.add_subparsers(required=True, metavar="COMMAND")

    lint = commands.add_parser("lint", help="what is wrong with the statement itself")
    lint.add_argument("--as-of", type=_day, default=date.max, metavar="DATE")
    lint.set_defaults(act=_lint)

    draft = commands.add_parser("draft", help="write the self-evaluation as a new Word file")
    draft.add_argument("params", type=Path, nargs="?", default=DEFAULT)
    draft.add_argument("--from", dest="mine", type=Path, metavar="MINE.docx", help="keep my words")
    draft.add_argument("--out", type=Path, required=True, metavar="NEW.docx")
    draft.add_argument("--marked", action="store_true", help="put in unsettled claims, marked")
    draft.add_argument("--real", action="store_true", help="published figures and papers alone")
    draft.add_argument("--claims", type=Path, metavar="COPY.yaml", help=LEDGER_HELP)
    draft.set_defaults(act=_draft)

    pack = commands.add_parser("pack", help="write a pack: board, dfe-nhse, inspector ... or all")
    pack.add_argument("name")
    pack.add_argument("--params", type=Path, default=DEFAULT)
    pack.add_argument("--from", dest="mine", type=Path, metavar="MINE.docx", help="keep my words")
    pack.add_argument("--out", type=Path, default=REPORTS / "packs", metavar="DIR")
    pack.set_defaults(act=_pack)

    questions = commands.add_parser("questions", help="questions to senior leaders, from gaps")
    questions.add_argument("--params", type=Path, default=DEFAULT)
    questions.add_argument(
        "--area", type=int, default=0, metavar="NO", help="one of the nine areas"
    )
    questions.add_argument("--place", default="", help="a district")
    questions.set_defaults(act=_questions)

    sign = commands.add_parser("sign", help="sign claims; without any, list what may be signed")
    sign.add_argument("claims", nargs="*", metavar="CLAIM", help="ids, or all")
    sign.add_argument("--as", dest="state", choices=("checked", "signed off"), default="checked")
    sign.add_argument("--role", default="", help="who answers for it: a role, never a name")
    sign.add_argument("--on", type=_day, default=date.today(), metavar="DATE")
    sign.add_argument("--params", type=Path, default=DEFAULT)
    sign.add_argument("--claims", dest="ledger", type=Path, metavar="COPY.yaml", help=LEDGER_HELP)
    sign.set_defaults(act=_sign)

    call = commands.add_parser("call-day", help="the ten working days after the inspectors' call")
    call.add_argument("date", type=_day)
    call.add_argument("--params", type=Path, default=DEFAULT)
    call.add_argument("--evidence", type=Path, metavar="DIR", help="files named by evidence id")
    call.add_argument("--out", type=Path, metavar="DIR", help="the new folder, call-day-DATE")
    call.set_defaults(act=_call_day)
    return made


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2021-09-13") from None


def _findings(chosen: argparse.Namespace) -> bool:
    from inspection import lint, plan

    return bool(lint.lint(plan.read(chosen.as_of)))


def _lint(chosen: argparse.Namespace) -> str:
    from inspection import lint, plan

    return lint.main_text(lint.lint(plan.read(chosen.as_of)))


def _draft(chosen: argparse.Namespace) -> str:
    from inspection import draft_runs

    return draft_runs.run_draft(
        chosen.params, chosen.mine, chosen.out, chosen.marked, chosen.real, chosen.claims
    )


def _pack(chosen: argparse.Namespace) -> str:
    from inspection import draft_runs

    return draft_runs.run_pack(chosen.params, chosen.name, chosen.out, chosen.mine)


def _questions(chosen: argparse.Namespace) -> str:
    from inspection import draft_runs

    return draft_runs.run_questions(chosen.params, chosen.area, chosen.place)


def _sign(chosen: argparse.Namespace) -> str:
    from inspection import draft_runs

    return draft_runs.run_sign(
        chosen.params, chosen.claims, chosen.state, chosen.role, chosen.on, chosen.ledger
    )


def _call_day(chosen: argparse.Namespace) -> str:
    from inspection import draft_runs

    out = chosen.out or Path(f"call-day-{chosen.date}")
    return draft_runs.run_call_day(chosen.date, chosen.params, out, chosen.evidence)
