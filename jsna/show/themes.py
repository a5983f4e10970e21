"""A workshop pack: ten figures chosen in params/themes/themes.yaml, with questions and prompts.

The file says which figure, narrowed to what, drawn how; a figure's own words (question, limits)
come with it from the catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from jsna import strict_yaml
from jsna.disclosure.safe import Safe
from jsna.edition import Edition
from jsna.errors import FigureError, ParamError
from jsna.project import PARAMS, named
from jsna.show import charts, tables, words
from jsna.show.markup import words as escaped
from jsna.show.shown import Shown

THEMES = PARAMS / "themes" / "themes.yaml"
FIGURES_EACH = 10
DISTRICTS, LATEST = "districts", "latest"
"""In `where`: each district that stands on the edition's day; the last value of the dimension."""
DRAWN = ("line", "bars", "intervals", "table")
_FIGURE_KEYS = {"figure", "where", "draw", "by", "across", "title", "measure", "ask"}


@dataclass(frozen=True)
class Chosen:
    """One figure of a pack."""

    figure: str
    """Its id in the catalogue."""
    where: Mapping[str, str | list[str]]
    """What it is narrowed to."""
    draw: Literal["line", "bars", "intervals", "table"]
    by: str
    """The dimension along which it is drawn, or the rows of the table."""
    across: str
    """The series of a line, or the columns of a table; empty where there are none."""
    title: str
    measure: str
    """`value` or `percent`; empty for the figure's own."""
    ask: str
    """What the workshop is asked of this figure."""


@dataclass(frozen=True)
class Theme:
    """One workshop theme."""

    name: str
    about: str
    figures: tuple[Chosen, ...]
    prompts: tuple[str, ...]
    """What to talk about once the figures have been seen."""
    silent: tuple[str, ...]
    """What no figure of the pack can say."""


def every() -> tuple[Theme, ...]:
    """Return the themes of the file, or a ParamError that lists all that is wrong with it."""
    data, problems = strict_yaml.load(THEMES)
    rows = data.get("themes", [])
    found = []
    for row in rows:
        about = f"theme '{row.get('name')}'"
        wanted = {field.name for field in fields(Theme)}
        problems += [f"{about}: '{key}' is not known" for key in row if key not in wanted]
        problems += [f"{about}: '{key}' is missing" for key in sorted(wanted - set(row))]
        listed = row.get("figures", [])
        if len(listed) != FIGURES_EACH:
            problems.append(f"{about}: it has {len(listed)} figures, not {FIGURES_EACH}")
        for one in listed:
            problems += _figure_problems(one, about)
        if not problems:
            chosen = tuple(_chosen(one) for one in listed)
            found.append(
                Theme(row["name"], row["about"], chosen, tuple(row["prompts"]),
                      tuple(row["silent"]))
            )  # fmt: skip
    if problems:
        raise ParamError(f"{named(THEMES)} cannot be used:", problems)
    return tuple(found)


def _figure_problems(one: Mapping[str, Any], about: str) -> list[str]:
    here = f"{about}, figure '{one.get('figure')}'"
    found = [f"{here}: '{key}' is not known" for key in one if key not in _FIGURE_KEYS]
    found += [
        f"{here}: '{key}' is missing"
        for key in ("figure", "draw", "by", "title", "ask")
        if key not in one
    ]
    if one.get("draw") not in DRAWN:
        found.append(f"{here}: it is drawn as '{one.get('draw')}'; take {', '.join(DRAWN)}")
    return found


def _chosen(one: Mapping[str, Any]) -> Chosen:
    return Chosen(
        one["figure"], one.get("where", {}), one["draw"], one["by"], one.get("across", ""),
        one["title"], one.get("measure", ""), one["ask"],
    )  # fmt: skip


def theme(name: str) -> Theme:
    """Return a theme by its name."""
    for one in every():
        if one.name == name:
            return one
    raise ParamError(
        f"There is no theme '{name}':", [f"{named(THEMES)} lists " + ", ".join(names())]
    )


def names() -> list[str]:
    """Return the names of the themes in their order."""
    return [one.name for one in every()]


def narrowed(chosen: Chosen, edition: Edition) -> Safe:
    """Return the figure, narrowed as the theme says."""
    safe = edition.figure(chosen.figure)
    for name, wanted in chosen.where.items():
        value: str | list[str] = wanted
        if wanted == DISTRICTS:
            places = edition.area.places.all("district", edition.as_of)
            known = set(safe.values(name))
            value = [place.name for place in places if place.name in known]
        elif wanted == LATEST:
            value = max(safe.values(name))
        safe = safe.where(**{name: value})
    return safe


def drawn(chosen: Chosen, edition: Edition) -> Shown:
    """Return the figure as the theme says it is drawn."""
    safe, measure = narrowed(chosen, edition), chosen.measure or None
    if chosen.draw == "line":
        return charts.line(
            safe, x=chosen.by, series=chosen.across or None, title=chosen.title, measure=measure
        )
    if chosen.draw == "bars":
        return charts.bars(safe, by=chosen.by, title=chosen.title, measure=measure)
    if chosen.draw == "intervals":
        return charts.intervals(safe, by=chosen.by, title=chosen.title, measure=measure)
    return tables.table(
        safe, rows=chosen.by, columns=chosen.across or None, title=chosen.title, measure=measure
    )


def pack(of: Theme, edition: Edition) -> Shown:
    """Return the ten figures, each below its question and above what the workshop is asked."""
    html, text, problems = [], [], []
    for number, chosen in enumerate(of.figures, 1):
        try:
            shown = with_number(drawn(chosen, edition), number)
            question = edition.figure(chosen.figure).figure.question
        except FigureError as error:
            problems.append(f"figure {number}, '{chosen.figure}': {error}")
            continue
        html.append(f"<h3>{number}. {escaped(question)}</h3>{shown.html}")
        html.append(f'<p class="ask"><strong>Ask:</strong> {escaped(chosen.ask)}</p>')
        text.append(f"{number}. {question}\n{shown.text}\nAsk: {chosen.ask}")
    if problems:
        raise FigureError(f"The theme '{of.name}' cannot be shown:", problems)
    return Shown("".join(html), "\n\n".join(text))


def with_number(shown: Shown, number: int) -> Shown:
    """Return the figure with its number in the pack, a table's too: nothing else shifts it."""
    said = f'<span class="no">Figure {number}.</span> '
    html = shown.html
    for start in ('<figcaption><strong class="title">', "<caption><span>"):
        if start in html:
            return Shown(html.replace(start, start + said, 1), f"Figure {number}. {shown.text}")
    return shown


def points(of: Theme, edition: Edition) -> Shown:
    """Return the first findings of the pack: what its first figures say, in sentences."""
    said: list[Shown] = []
    for chosen in of.figures:
        safe = narrowed(chosen, edition)
        if len(said) < 4 and chosen.draw in ("bars", "line"):
            said.append(_finding(chosen, safe))
    return words.key_points(said)


def _finding(chosen: Chosen, safe: Safe) -> Shown:
    """Return a change for a line, for bars the largest group or which place lies apart.

    Places with ranges are never ranked: the highest of equal places is the highest by chance.
    """
    held = {
        name: values[0]
        for name in safe.figure.dimensions
        if name != chosen.by and len(values := safe.values(name)) == 1
    }
    if chosen.draw == "line" and len(safe.values(chosen.by)) > 1:
        if chosen.across and chosen.across not in held:
            held[chosen.across] = safe.values(chosen.across)[0]
        shown = safe.where(**held).shown
        steps = list(dict.fromkeys(shown[chosen.by])) or safe.values(chosen.by)
        return words.change(
            safe, steps[0], steps[-1], by=chosen.by, what=chosen.title,
            measure=chosen.measure or None, **held,
        )  # fmt: skip
    if chosen.by == "area" and {"lower", "upper"} <= set(safe.cells.columns):
        return words.apart(safe, chosen.by, what=chosen.title)
    return words.largest(safe, by=chosen.by, what=chosen.title, measure=chosen.measure or None)


def introduced(of: Theme) -> Shown:
    """Return what the theme is about, in a sentence."""
    return Shown(f"<p>{escaped(of.about)}</p>", of.about)


def prompts(of: Theme) -> Shown:
    """Return what the workshop talks about once the figures have been seen."""
    return _listed("To talk about", of.prompts)


def silent(of: Theme, edition: Edition) -> Shown:
    """Return what no figure of the pack says, and what each of them leaves out."""
    own = [edition.figure(chosen.figure).figure.limits for chosen in of.figures]
    return _listed("What the figures cannot say", list(dict.fromkeys([*of.silent, *own])))


def sources(of: Theme, edition: Edition) -> Shown:
    """Return where the ten figures come from."""
    ids = list(dict.fromkeys(chosen.figure for chosen in of.figures))
    return words.sources([edition.figure(one) for one in ids], edition)


def _listed(head: str, lines: "tuple[str, ...] | list[str]") -> Shown:
    said = [line for line in lines if line]
    items = "".join(f"<li>{escaped(line)}</li>" for line in said)
    html = f'<div class="limits"><p><strong>{escaped(head)}</strong></p><ul>{items}</ul></div>'
    return Shown(html, head + "\n" + "\n".join(f"- {line}" for line in said))
