"""What the files about EHC plans are written from, and how they name a plan and a request."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jsna.demo import schools as school_list
from jsna.demo.calibration import NEEDS
from jsna.demo.draws import Flags, Ints, days
from jsna.demo.plan_lives import PlanLives
from jsna.demo.plan_requests import Requests
from jsna.demo.population import YEARS, People
from jsna.demo.rolls import Rolls
from jsna.demo.shape import Writer, numbered


@dataclass(frozen=True)
class PlanSources:
    """What the EHC files are written from."""

    people: People
    plans: PlanLives
    rolls: Rolls
    asked: Requests
    schools: school_list.Schools
    school: Ints
    """School of every person in every year, row of `schools`."""
    writer: Writer
    seed: int
    as_of: int

    def last(self) -> int:
        """Position in `YEARS` of the last school year whose census was over by the date."""
        done = [step for step, year in enumerate(YEARS) if days(year + 1, 1, 31) <= self.as_of]
        return done[-1] if done else 0

    def known(self) -> Flags:
        """Plans issued by the extract's date."""
        return self.plans.start <= self.as_of

    def need(self, person: Ints) -> tuple[Ints, Ints]:
        """Return the last recorded primary and second need of people with SEND."""
        first = np.full(len(person), -1, dtype="int64")
        second = first.copy()
        for step in range(len(YEARS)):
            now = self.rolls.need[person, step]
            first = np.where(now >= 0, now, first)
            second = np.where(now >= 0, self.rolls.second[person, step], second)
        guess = np.where(first < 0, NEEDS.index("SLCN"), first)
        return guess, np.where(second == guess, -1, second)

    def plan_need(self, person: Ints) -> tuple[Ints, Ints]:
        """Return the need in the plan: never NSA, which belongs to SEN Support."""
        first, second = self.need(person)
        first = np.where(first == NEEDS.index("NSA"), NEEDS.index("SEMH"), first)
        return first, np.where(second == first, -1, second)


def plan_ids(plan: Ints) -> "pd.Series":
    """Return the council's references of plans; -1 is blank."""
    return numbered("P", np.maximum(plan, 0) + 1, 7).where(plan >= 0, other=None)


def request_ids(asked: Requests) -> "pd.Series":
    """Return the council's references of all requests."""
    return numbered("Q", np.arange(len(asked.person)) + 1, 7)


HOME = ["home_lsoa", "home_district"]


WHO = ["child_id", "nhs_number", "date_of_birth", "sex", "ethnicity"]
