"""What inspectors may ask for at ten working days' notice: have, too old, gap, owner and age."""

from inspection.known import Known
from jsna.show import tables
from jsna.show.shown import Shown

_HELD = {"have": "have", "too old": "have, too old", "gap": "gap"}


def answers(known: Known) -> Shown:
    """Return every item of the request list, gaps first, with what we have of it."""
    order = ("gap", "too old", "have")
    rows = [
        {
            "item": f"{one.request.item_no}: {one.request.item}",
            "held": _HELD[one.held],
            "what": one.evidence.title if one.evidence else "nothing",
            "age": "no age" if one.age_days is None else f"{one.age_days} days",
            "owner": one.request.owner_role,
            "needed": f"{one.request.days_needed} working days"
            + ("" if one.in_time else ": longer than the notice"),
        }
        for one in sorted(known.answers, key=lambda one: order.index(one.held))
    ]
    columns = {
        "item": "Item",
        "held": "What we have",
        "what": "The newest piece",
        "age": "Age on the day",
        "owner": "Owner",
        "needed": "To make or renew it",
    }
    return tables.register(rows, columns, title=f"{len(rows)} items that inspectors may ask for")
