"""What the files of DfE's interactive tool and dashboard have in common."""

from pathlib import Path

import pandas as pd

from tools.published.layout import AREA_CODES, read_text

LAIT = "LAIT 2025, as revised"
DASHBOARD = "SEND and AP dashboard 2024, as revised"
EHC, SUPPORT, NONE, ANY = "EHC plan", "SEN Support", "No SEN", "All SEN"


def read_lait(source: Path) -> pd.DataFrame:
    """The interactive tool's rows, with our name for the area."""
    frame = read_text(source / "lait_cumbria_comparators_sen.csv")
    return frame.rename(columns={"area_name": "area"})


def provision_of(text: str) -> str:
    """Return our word for the SEN of a group."""
    return {
        "EHCP or Statement": EHC,
        "EHC plan or Statement": EHC,
        "SEN support": SUPPORT,
        "No identified SEN": NONE,
        "Any SEN": ANY,
        "Unclassified": "Not recorded",
    }.get(text, text)


def areas_of(frame: pd.DataFrame) -> list[str]:
    """Return the name of the place of each row."""
    return [
        local or ("England" if level == "National" else region)
        for level, region, local in zip(
            frame["geographic_level"], frame["region_name"], frame["la_name"], strict=True
        )
    ]


def coded(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the code of each area in front."""
    frame.insert(0, "area_code", frame["area"].map(AREA_CODES))
    return frame
