"""Where the published figures come from, as tables of text printed from their descriptions."""

from datetime import date

from jsna import published
from jsna.show import tables
from jsna.show.shown import Shown


def used() -> Shown:
    """Return every published table with its publisher, release and licence."""
    rows = [
        {
            "name": name,
            "title": described.title,
            "publisher": described.publisher,
            "release": described.release,
            "licence": described.licence,
        }
        for name in published.names()
        for described in [published.describe(name)]
    ]
    columns = {
        "title": "What",
        "publisher": "Publisher",
        "release": "Release",
        "licence": "Licence",
        "name": "Our table",
    }
    return tables.register(rows, columns, title="Published tables")


def checked() -> Shown:
    """Return how each table was checked, and what to be wary of."""
    rows = [
        {
            "title": described.title,
            "checked": described.checked_against,
            "caveats": "; ".join(described.caveats),
        }
        for name in published.names()
        for described in [published.describe(name)]
    ]
    columns = {"title": "What", "checked": "Checked against", "caveats": "Be wary of"}
    return tables.register(rows, columns, title="How the tables were checked")


def since(as_of: date) -> Shown:
    """Return what was first published after the day: table, periods, and when it came out."""
    rows = []
    for name in published.names():
        later = published.since(name, as_of)
        for period, group in later.groupby("period", sort=True):
            first = date.fromisoformat(str(group["first_published"].min()))
            rows.append(
                {
                    "title": published.describe(name).title,
                    "period": str(period),
                    "out": f"{first:%B %Y}",
                }
            )
    columns = {"title": "What", "period": "Period", "out": "First published"}
    return tables.register(rows, columns, title="Published after this edition's date")
