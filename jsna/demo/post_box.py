"""The Post Box: a pilot from January 2021, opened to all in July, emptied monthly."""

import numpy as np
import pandas as pd

from jsna.demo.draws import choose, days, stream
from jsna.demo.plan_source import PlanSources
from jsna.demo.shape import coded, dates, flags, frame, numbered
from jsna.demo.surveys import COMMENTS

_THEMES = ("waiting", "communication", "listening", "support_in_school", "plan_quality", "access",
           "transition", "staff", "praise", "other")  # fmt: skip


_SERVICES = ("education", "sen_team", "camhs", "therapies", "autism", "short_breaks", "social_care",
             "transport", "health", "local_offer", "other")  # fmt: skip


_TO = np.array([0, 0, 1, 2, 2, 0, 0, 0, 2, 0, 0])


def post_box(source: PlanSources, scale: float) -> pd.DataFrame:
    """Return the Post Box: a pilot from January 2021, opened to all in July, emptied monthly."""
    draw = stream(source.seed, "post box")
    months = [days(2021, month, 1) for month in range(1, 9)]
    ends = [days(2021, month + 1, 1) - 1 for month in range(1, 9)]
    counts = [round(count * max(scale, 1)) for count in (6, 8, 9, 7, 9, 12, 34, 41)]
    month = np.repeat(np.array(months), counts)
    emptied = np.repeat(np.array(ends), counts)
    known = emptied <= source.as_of
    month, emptied = month[known], emptied[known]
    size = len(month)
    theme = choose(draw, size, [18, 14, 10, 17, 9, 9, 7, 6, 6, 4])
    service = choose(draw, size, [22, 14, 19, 9, 12, 6, 3, 4, 4, 4, 3])
    routed = emptied + draw.integers(1, 12, size)
    routed = np.where(routed <= source.as_of, routed, -1)
    replied = routed + draw.integers(10, 60, size)
    replied = np.where((routed >= 0) & (replied <= source.as_of), replied, -1)
    tone = np.where(theme == 8, 0, choose(draw, size, [0.1, 0.25, 0.6, 0.05]))
    return frame(
        {
            "item_id": numbered("B", np.arange(size) + 1, 5),
            "received_month": dates(month),
            "emptied_date": dates(emptied),
            "voice_from": coded(choose(draw, size, [70, 12, 8, 10]),
                                ("parent", "young_person", "professional", "not_said")),
            "home_district": coded(choose(draw, size, [1] * 6 + [3]),
                                   (*sorted(set(source.people.places["district"])),
                                    "Not recorded")),
            "service": coded(service, _SERVICES),
            "theme": coded(theme, _THEMES),
            "theme_confirmed": flags(draw.random(size) < 0.8),
            "tone": coded(tone, ("positive", "mixed", "negative", "not_said")),
            "free_text": coded(draw.integers(0, len(COMMENTS), size), COMMENTS),
            "routed_to": coded(np.where(routed >= 0, _TO[service], -1),
                               ("council", "CNTW", "NCIC")),
            "routed_date": dates(routed),
            "answered_date": dates(replied),
            "is_complaint": flags(np.zeros(size, dtype=bool)),
        }
    )  # fmt: skip
