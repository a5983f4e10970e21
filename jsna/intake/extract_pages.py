"""The page of each extract, printed from its contract and rules: `docs/extracts/<name>.md`.

    python -m jsna.intake.extract_pages

writes them; a test compares what lies there with what would be written.
"""

from jsna.intake.apply_rules import applies
from jsna.intake.extracts import KINDS, Extract, code_lists, extracts
from jsna.intake.rules import RULES
from jsna.project import ROOT

FOLDER = ROOT / "docs" / "extracts"
_NEEDED = {"no": "", "column": "header", "value": "header and value"}


def page(extract: Extract) -> str:
    """Return the page of one extract as Markdown."""
    names = code_lists()["provider"].labels
    lines = [
        f"# {extract.title}",
        "",
        "Printed from the contract by `python -m jsna.intake.extract_pages`; change the contract, "
        "not this page.",
        "",
        f"- **File**: `{extract.name}.csv`, `.xlsx`, `.ods` or `.parquet`; also known by "
        + ", ".join(f"`{pattern}`" for pattern in extract.file_names),
        f"- **One row is** {extract.one_row_is}.",
        f"- **Names and codes follow**: {extract.based_on}.",
        f"- **Sent by**: {', '.join(names[code] for code in extract.senders)}; "
        f"{extract.frequency}.",
        f"- **Needed for**: {', '.join(extract.chapters)}.",
        f"- **A row is named by**: {', '.join(f'`{key}`' for key in extract.key)}.",
        "",
        "## Columns",
        "",
        "| column | needed | what | kind | also called |",
        "|---|---|---|---|---|",
    ]
    for column in extract.columns:
        kind = KINDS[column.kind]
        if column.code_list:
            kind = f"code of [{column.code_list}](code-lists.md#{_anchor(column.code_list)})"
        limits = [
            words.format(value)
            for words, value in (
                ("at least {:g}", column.minimum),
                ("at most {:g}", column.maximum),
            )
            if value is not None
        ]
        personal = " **Personal.**" if column.personal else ""
        means = column.means.removesuffix(".")
        lines.append(
            f"| `{column.name}` | {_NEEDED[column.required]} | {means}.{personal} | "
            f"{', '.join([kind, *limits])} | {', '.join(column.aliases)} |"
        )
    lines += [
        "",
        "Case, spaces and punctuation of headers do not matter. Dates may be written 2021-08-31, "
        "31/08/2021, 31 Aug 2021 or as a spreadsheet's day number. The markers `c`, `*`, `<5` mean "
        "too few to show, `z` not applicable, `x`, `:`, `..`, `-` not collected; none means 0.",
        "",
        "## Rules",
        "",
        "| code | what happens | when |",
        "|---|---|---|",
    ]
    lines += [
        f"| {rule.code} | {rule.severity} | {rule.message} |"
        for rule in RULES
        if applies(rule, extract.name)
    ]
    lines += ["", "What can be wrong with any file, row or cell: [reading](reading.md)."]
    return "\n".join(lines) + "\n"


def code_list_page() -> str:
    """Return every code list as Markdown."""
    lines = [
        "# Code lists",
        "",
        "Printed from `jsna/intake/code_lists.yaml`, and needs from `params/areas/needs.csv`. Any "
        "spelling in a row is read as its code.",
    ]
    for name, codes in code_lists().items():
        lines += ["", f"## {name}", "", "| code | means |", "|---|---|"]
        lines += [f"| `{code}` | {label} |" for code, label in codes.labels.items()]
    return "\n".join(lines) + "\n"


def reading_page() -> str:
    """Return what the readers find in any extract."""
    lines = [
        "# What can be wrong with a file, a row or a cell",
        "",
        "Printed from `jsna/intake/rules/reading.py`. *Stops*: the whole file or sheet is set "
        "aside. *Sets aside*: the row. *Warns*: the row is used and its sender asked.",
        "",
        "| code | what happens | when |",
        "|---|---|---|",
    ]
    lines += [
        f"| {rule.code} | {rule.severity} | {rule.message} |"
        for rule in RULES
        if rule.broken is None
    ]
    return "\n".join(lines) + "\n"


def index_page() -> str:
    """Return the list of extracts."""
    lines = [
        "# Extracts: what is asked of whom",
        "",
        f"{len(extracts())} extracts, {len(RULES)} rules. Printed by "
        "`python -m jsna.intake.extract_pages`.",
        "",
        "| extract | one row is | sent by | how often |",
        "|---|---|---|---|",
    ]
    for name, extract in extracts().items():
        lines.append(
            f"| [{extract.title}]({name}.md) | {extract.one_row_is} | "
            f"{', '.join(extract.senders)} | {extract.frequency} |"
        )
    lines += ["", "See also [code lists](code-lists.md) and [reading](reading.md)."]
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Return every page by its file name."""
    made = {f"{name}.md": page(extract) for name, extract in extracts().items()}
    return made | {
        "README.md": index_page(),
        "code-lists.md": code_list_page(),
        "reading.md": reading_page(),
    }


def _anchor(words: str) -> str:
    return words.replace(" ", "-").lower()


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
