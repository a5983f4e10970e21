"""What an intake found, in words: for `jsna check`, for pages and for letters."""

from collections.abc import Iterable

from jsna.intake.accept import Intake
from jsna.intake.extracts import code_lists

MOST_NUMBERS = 500
"""Row numbers printed in one line; the workbook of rows set aside holds them all."""


def problems(intake: Intake) -> list[str]:
    """Return a line for each file and rule, with its rows; then what did not come.

    An empty list is a clean set of extracts.
    """
    said = []
    keys = ["file", "sheet", "code", "fields", "severity", "reason"]
    for key, group in intake.findings.groupby(keys, sort=False, dropna=False):
        file, sheet, code, fields, severity, reason = key
        where = f"{file}, sheet {sheet}" if sheet else str(file)
        numbers = sorted(group["row"])
        rows = "" if numbers == [0] else f" {row_words(numbers)}"
        columns = f" ({fields})" if fields and not str(reason).endswith(str(fields)) else ""
        said.append(f"{where}{rows}: {code}, {severity}: {reason}{columns}")
    names = code_lists()["provider"].labels
    for row in intake.not_received.itertuples():
        said.append(
            f"{row.extract}: RETURN-MISSING: {names[str(row.sender)]}, {row.state}; "
            f"needed for {row.chapters}; docs/extracts/{row.extract}.md says what it holds"
        )
    return said


def row_words(rows: Iterable[int], most: int = MOST_NUMBERS) -> str:
    """Return row numbers in words, runs joined.

    >>> row_words([4, 7, 8, 9])
    'rows 4, 7-9'
    """
    numbers = sorted(set(rows))
    runs: list[list[int]] = []
    for number in numbers[:most]:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    words = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
    more = f" and {len(numbers) - most:,} more" if len(numbers) > most else ""
    return f"{'row' if len(numbers) == 1 else 'rows'} {words}{more}"
