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
        lambda: places.read_pack(PARAMS / "areas" / f"{params.area}.yaml"),
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
