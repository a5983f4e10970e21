"""Everything that is wrong with an edition's params, area pack, data and extracts, at once."""

from pathlib import Path

from jsna import params as params_file
from jsna import places, published
from jsna.errors import JsnaError
from jsna.project import PARAMS
from jsna.run import contents


def problems(path: Path) -> list[str]:
    """Return every problem as a line a reader can act on; empty where there is none."""
    found = published.check_all()
    try:
        params = params_file.read(path)
    except JsnaError as error:
        return [str(error), *found]
    for step in (
        lambda: _area(params.area, tables_hold=not found),
        lambda: contents.jobs(params),
    ):
        try:
            step()
        except JsnaError as error:
            found.append(str(error))
    if params.extracts is not None:
        from jsna import intake

        try:
            found += intake.check(params.extracts, params)
        except JsnaError as error:
            found.append(str(error))
    return found


def _area(name: str, tables_hold: bool) -> None:
    """Refuse a pack that cannot be used; tables that do not hold are told of already."""
    pack = places.read_pack(PARAMS / "areas" / f"{name}.yaml")
    if tables_hold:
        published.require_area(pack.name)


def set_aside(path: Path, folder: Path) -> list[Path]:
    """Write what was set aside, and a letter to each sender that must mend something.

    No file holds a child's values: file, row, rule and reason are enough to find them.
    """
    from jsna.intake import letters, quarantine
    from jsna.run import accepted

    params = params_file.read(path)
    found = accepted.intake(params)
    folder.mkdir(parents=True, exist_ok=True)
    workbook = folder / "set-aside.xlsx"
    quarantine.write_workbook(workbook, found)
    return [workbook, *letters.write(folder / "letters", found, params.as_of)]
