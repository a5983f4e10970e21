"""What a forecast would have been worth in past years, in a sentence beside it."""

from jsna.disclosure.safe import Safe
from jsna.show.sentence import Number, cell_of, sentence
from jsna.show.shown import Shown


def skill(missed: Safe, method: str, naive: str, **where: str) -> Shown:
    """Return whether a method missed by less than the naive forecast, and by how much each did.

    Where it did not, the sentence says so and that the method should not be relied on.
    """
    own = cell_of(missed, {"method": method, **where}, "forecasts.skill")
    other = cell_of(missed, {"method": naive, **where}, "forecasts.skill")
    if own.value is None or other.value is None or not (own.shown and other.shown):
        return sentence(f"{method}: it was not tried on past years.")
    better = own.value < other.value
    said = (
        "so it is better than no forecast"
        if better
        else "so it is no better than saying that nothing changes: do not rely on it"
    )
    return sentence(
        f"Tried on past years, '{method.lower()}' missed by ", own.number(unit=True),
        " on average, and 'no change' by ", other.number(), f", {said}.",
    )  # fmt: skip


def held(range_held: Safe, times: str, tried: str, **where: str) -> Shown:
    """Return how often the range held what came, and that a good range holds 19 of 20."""
    inside = cell_of(range_held, {"measure": times, **where}, "forecasts.held")
    of = cell_of(range_held, {"measure": tried, **where}, "forecasts.held")
    if inside.value is None or of.value is None or not of.value:
        return sentence("The range could not be tried on past years.")
    share = inside.value / of.value
    percent = Number(
        range_held.figure.id, 100 * share, f"{100 * share:.0f}%", "share",
        (inside.value, of.value),
    )  # fmt: skip
    said = (
        "as often as it should."
        if share >= 0.9
        else "less often than the 95% it aims at: what comes may well lie outside it."
    )
    return sentence(
        "The range held what came in ", inside.number(), " of ", of.number(),
        " past forecasts (", percent, f"), {said}",
    )  # fmt: skip


def untried(tried: Safe, past_years: str) -> Shown:
    """Return the kinds of help on which no past year could be tried, as one sentence."""
    cells = tried.where(measure=past_years).cells
    none = [str(row["help"]) for _, row in cells.iterrows() if row["value"] == 0]
    if not none:
        return sentence("Each of these could be tried on past years.")
    return sentence(
        f"Cannot be tried on past years, since too few are held: {'; '.join(none)}. What is said "
        "of these is what would follow, not what is likely."
    )
