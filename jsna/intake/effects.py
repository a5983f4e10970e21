"""How far what was set aside, or did not come, may move the figures that need it."""

import pandas as pd

from jsna.intake.accept import Intake
from jsna.intake.extracts import code_lists, extracts


def of_rows(intake: Intake) -> pd.DataFrame:
    """Return one row an extract: what was set aside, and the most that it can change.

    `count_up_to` is the percentage by which a count may be too low, were every row set aside a
    good one; `points_up_to` the percentage points by which a percentage may be off, were they all
    alike (worst-case bounds: with s of n rows missing, a share lies within s/n of what is seen).
    """
    rows = []
    for name, group in intake.files[intake.files["extract"] != ""].groupby("extract"):
        rows_in, aside = int(group["rows_in"].sum()), int(group["set_aside"].sum())
        accepted = rows_in - aside
        rows.append(
            {
                "extract": name,
                "title": extracts()[str(name)].title,
                "rows_in": rows_in,
                "accepted": accepted,
                "set_aside": aside,
                "count_up_to": 100 * aside / accepted if accepted else float("nan"),
                "points_up_to": 100 * aside / rows_in if rows_in else float("nan"),
                "chapters": ", ".join(extracts()[str(name)].chapters),
            }
        )
    return pd.DataFrame(
        rows,
        columns=["extract", "title", "rows_in", "accepted", "set_aside", "count_up_to",
                 "points_up_to", "chapters"],
    )  # fmt: skip


def sentences(intake: Intake) -> list[str]:
    """Return what each gap does to the figures that need it, in words."""
    said = []
    for row in of_rows(intake).to_dict("records"):
        title, chapters, aside = row["title"], row["chapters"], row["set_aside"]
        if aside and not row["accepted"]:
            said.append(
                f"{title}: nothing could be used; the figures of {chapters} that need it are "
                "`not collected`."
            )
        elif aside:
            said.append(
                f"{title}: {aside:,} of {row['rows_in']:,} rows were set aside. Counts in "
                f"{chapters} may be too low by up to {row['count_up_to']:.1f} %, percentages off "
                f"by up to {row['points_up_to']:.1f} points."
            )
    names = code_lists()["provider"].labels
    for gap in intake.not_received.itertuples(index=False):
        others = [
            names[code]
            for code in extracts()[str(gap.extract)].senders
            if code != gap.sender and not _missing(intake, str(gap.extract), code)
        ]
        if others:
            said.append(
                f"{gap.title!s}: the return of {names[str(gap.sender)]} is {gap.state!s}; figures "
                f"of {gap.chapters!s} hold only what {' and '.join(others)} sent, so no county "
                "total can be made."
            )
        else:
            said.append(
                f"{gap.title!s}: {gap.state!s}; the figures of {gap.chapters!s} that need it are "
                "`not collected`."
            )
    return said


def _missing(intake: Intake, extract: str, sender: str) -> bool:
    gaps = intake.not_received
    return bool(((gaps["extract"] == extract) & (gaps["sender"] == sender)).any())
