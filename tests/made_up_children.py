"""Made-up children for the tests of small numbers: Cumbria's size and shape, no real child."""

import numpy as np
import pandas as pd

AREAS = ("Allerdale", "Barrow-in-Furness", "Carlisle", "Copeland, north", "Copeland, Millom")
AREAS = (*AREAS, "Eden", "South Lakeland")
NEEDS = ("ASD", "HI", "MLD", "MSI", "NSA", "OTH", "PD", "PMLD", "SEMH", "SLCN", "SLD", "SPLD", "VI")
SHARES: dict[str, tuple[tuple[str, ...], tuple[float, ...]]] = {
    "area": (AREAS, (0.19, 0.14, 0.22, 0.12, 0.02, 0.11, 0.20)),
    "need": (NEEDS, (130, 20, 200, 3, 40, 40, 30, 10, 190, 220, 30, 80, 7)),
    "age_group": (("0-4", "5-10", "11-15", "16-19", "20-25"), (0.05, 0.42, 0.4, 0.1, 0.03)),
    "sex": (("Female", "Male", "Not recorded"), (0.34, 0.655, 0.005)),
    "provision": (("SEN Support", "EHC plan"), (0.77, 0.23)),
    "ethnicity": (("White", "Mixed", "Asian", "Black", "Other"), (0.945, 0.02, 0.013, 0.006, 0.01)),
    "deprivation": (("1", "2", "3", "4", "5"), (0.27, 0.22, 0.21, 0.17, 0.13)),
    "phase": (("Early years", "Primary", "Secondary", "Post-16"), (0.03, 0.5, 0.4, 0.07)),
    "placement": (("Mainstream", "Special", "Independent", "Elsewhere"), (0.87, 0.09, 0.02, 0.02)),
    "free_meals": (("Yes", "No", "Not recorded"), (0.3, 0.68, 0.02)),
    "first_language": (("English", "Other", "Not recorded"), (0.95, 0.03, 0.02)),
    "looked_after": (("Yes", "No"), (0.03, 0.97)),
}
HIERARCHY = (
    ("area", "Copeland", "Copeland, north"),
    ("area", "Copeland", "Copeland, Millom"),
    ("area", "Western unitary", "Allerdale"),
    ("area", "Western unitary", "Carlisle"),
    ("area", "Western unitary", "Copeland"),
    ("area", "Eastern unitary", "Barrow-in-Furness"),
    ("area", "Eastern unitary", "Eden"),
    ("area", "Eastern unitary", "South Lakeland"),
    ("area", "North Cumbria CCG", "Allerdale"),
    ("area", "North Cumbria CCG", "Carlisle"),
    ("area", "North Cumbria CCG", "Eden"),
    ("area", "North Cumbria CCG", "Copeland, north"),
    ("area", "Morecambe Bay CCG", "Barrow-in-Furness"),
    ("area", "Morecambe Bay CCG", "South Lakeland"),
    ("area", "Morecambe Bay CCG", "Copeland, Millom"),
    ("need", "Communication and interaction", "ASD"),
    ("need", "Communication and interaction", "SLCN"),
    ("need", "Sensory and physical", "HI"),
    ("need", "Sensory and physical", "VI"),
    ("need", "Sensory and physical", "MSI"),
    ("need", "Sensory and physical", "PD"),
)


def children(count: int, seed: int, names: tuple[str, ...] = tuple(SHARES)) -> pd.DataFrame:
    """Return `count` made-up children with related categories, one categorical column each."""
    random = np.random.default_rng(seed)
    leaning = random.normal(size=(count, 1))
    columns = {}
    for name in names:
        values, shares = SHARES[name]
        tilt = np.exp(leaning * np.linspace(-0.4, 0.4, len(values)))
        weights = tilt * np.array(shares)
        ranks = weights.cumsum(axis=1) / weights.sum(axis=1, keepdims=True)
        codes = (ranks < random.random((count, 1))).sum(axis=1)
        columns[name] = pd.Categorical.from_codes(codes, categories=list(values))
    return pd.DataFrame(columns)
