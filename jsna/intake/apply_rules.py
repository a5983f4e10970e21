"""Run every rule over every table, and say which could not be run."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from jsna.intake.extracts import extracts
from jsna.intake.findings import Findings
from jsna.intake.rules import RULES, SETS_ASIDE, Context, Rule
from jsna.intake.settings import IntakeSettings

READING = ("ROW-TWICE", "KEY-TWICE")
"""Rules that look only at rows whose cells could all be read: two blanks are no duplicate."""


def applies(rule: Rule, extract: str) -> bool:
    """Return whether a rule speaks of an extract."""
    if rule.broken is None or extract in rule.not_for:
        return False
    if rule.extract:
        return rule.extract == extract
    return set(rule.fields) <= set(extracts()[extract].column_names)


def run(
    tables: Mapping[str, pd.DataFrame], settings: IntakeSettings, findings: Findings
) -> list[tuple[str, str]]:
    """Add the findings of every rule, and return the rules not run, each with the reason.

    Each table has the hidden columns `_table` and `_row` (where the row came from) and `_faulty`
    (a cell of it could not be read); `_aside` is set where a rule sets the row aside.
    """
    context = Context(settings, tables)
    not_run = []
    for name, frame in tables.items():
        frame.attrs["extract"] = name
        origin = frame["_table"].to_numpy()
        rows = frame["_row"].to_numpy()
        aside = frame["_faulty"].to_numpy().copy()
        readable = ~aside
        for rule in RULES:
            if not applies(rule, name):
                continue
            missing = [other for other in rule.needs if other not in tables]
            if missing:
                not_run.append((rule.code, f"`{'`, `'.join(missing)}` was not received"))
                continue
            if rule.setting and not getattr(settings, rule.setting):
                not_run.append((rule.code, f"the area pack gives no {rule.setting}"))
                continue
            if not len(frame):
                continue
            looked_at = frame[readable] if rule.code in READING else frame
            assert rule.broken is not None
            mask = np.zeros(len(frame), dtype=bool)
            hit = rule.broken(looked_at, context).fillna(False).to_numpy(dtype=bool)
            mask[readable if rule.code in READING else slice(None)] = hit
            if mask.any():
                findings.tables(origin[mask], rows[mask], rule.code, ", ".join(rule.fields))
                if rule.severity == SETS_ASIDE:
                    aside |= mask
        frame["_aside"] = aside
    return not_run
