"""Sign claims in the ledger's own file: its comments and layout stay as they are.

    print(sign(ledger_path, known.claims, ["area-1-good"], "checked", "Analyst", on))

A signature is of the sentence as it reads on that day. Every claim named is taken, or none.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from inspection import claim_file
from inspection.claim_sign import take
from inspection.claims import Checked, SignOff, State
from jsna.errors import DataError

ALL = "all"


def sign(
    path: Path, checked: Sequence[Checked], ids: Sequence[str], state: State, role: str, on: date
) -> tuple[str, ...]:
    """Take the claims to a state in the file and return their ids; or refuse with every reason.

    `all` are the claims that are one step away from the state and rest on nothing made up.
    """
    by_id = {one.claim.id: one for one in checked}
    before = {"checked": "draft", "signed off": "checked"}.get(state, "")
    wanted = list(ids)
    if wanted == [ALL]:
        wanted = [n for n, one in by_id.items() if one.claim.state == before and not one.made_up]
    problems = [
        f"there is no claim '{name}' in {path.name}" for name in wanted if name not in by_id
    ]
    taken: dict[str, SignOff] = {}
    for name in wanted:
        if name in by_id:
            try:
                taken[name] = take(by_id[name], state, role, on).sign_offs[-1]
            except DataError as error:
                problems += error.problems
    if problems:
        raise DataError(f"Nothing was written to {path.name}:", problems)
    text = path.read_text(encoding="utf-8")
    for name, one in taken.items():
        text = added(text, name, one)
    _write(path, text, taken)
    return tuple(taken)


def added(text: str, claim_id: str, one: SignOff) -> str:
    """Return the ledger's text with a signature at the end of a claim."""
    lines = text.splitlines()
    start = next(
        number
        for number, line in enumerate(lines)
        if re.fullmatch(rf"\s*- id:\s*[\"']?{re.escape(claim_id)}[\"']?\s*", line)
    )
    margin = len(lines[start]) - len(lines[start].lstrip())
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > margin):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    inner = " " * (margin + 2)
    own = [n for n in range(start, end) if lines[n].rstrip() == f"{inner}sign_offs:"]
    new = [] if own else [f"{inner}sign_offs:"]
    at = end
    if own:
        at = own[0] + 1
        while at < end and _indent(lines[at]) > len(inner):
            at += 1
    new.append(
        f'{inner}  - {{state: "{one.state}", role: "{one.role}", on: "{one.on}", '
        f'fingerprint: "{one.fingerprint}"}}'
    )
    return "\n".join([*lines[:at], *new, *lines[at:]]) + "\n"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _write(path: Path, text: str, taken: dict[str, SignOff]) -> None:
    """Put the new text in place once it was read back and holds what was signed."""
    trial = path.with_name(f"{path.name}.new")
    trial.write_text(text, encoding="utf-8", newline="\n")
    try:
        held = {one.id: one.sign_offs for one in claim_file.read(trial).claims}
        wrong = [name for name, one in taken.items() if held[name][-1:] != (one,)]
        if wrong:
            raise DataError(
                f"Nothing was written to {path.name}:",
                [f"{name}: its entry could not be found in the text" for name in wrong],
            )
        trial.replace(path)
    finally:
        trial.unlink(missing_ok=True)
