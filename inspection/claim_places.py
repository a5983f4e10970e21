"""The places and times that a claim names, held against those of its figures and documents."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from inspection.claim_ground import Ground
from inspection.claim_text import BLANK, bare
from inspection.claims import SLOT, Claim, Refusal
from inspection.readings import Reading

COMPARED = ("England", "North West")
"""Places that published figures compare the county with, in every edition."""

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_TIME = re.compile(
    rf"\b(?P<span>(?:19|20)\d\d\s?[/–-]\s?\d{{2}})\b|\b(?P<month>(?:{_MONTH})\s+(?:19|20)\d\d)\b"
    r"|\b(?P<year>(?:19|20)\d\d)\b"
)


def problems(
    claim: Claim, readings: Mapping[str, Reading], ground: Ground, terms: Mapping[str, str]
) -> list[Refusal]:
    """Return every place and time that is not that of the figures, or stands with another's."""
    found = [*_places(claim, readings, ground, terms), *_times(claim, readings, ground, terms)]
    return found or _order(claim, readings, ground)


def _places(
    claim: Claim, readings: Mapping[str, Reading], ground: Ground, terms: Mapping[str, str]
) -> list[Refusal]:
    text = bare(claim.text, terms)
    named = [place for place, _ in places_in(text, _names(readings, ground))]
    bound = {_short(one.place) for one in readings.values() if one.place}
    others = {
        place
        for name in claim.evidence
        if name in ground.evidence
        for place in ground.evidence[name].places
    }
    county = {ground.county} if not bound or bound & {ground.county, "Total"} else set()
    known = bound | others | set(claim.places) | county
    found = []
    for place in dict.fromkeys(named):
        if place not in known:
            of = ", ".join(sorted(bound)) or "no place"
            what = f"it speaks of {place}, and its figures are of {of}"
            mend = "name the place of the figures, or bind figures of the place"
            found.append(Refusal(claim.id, "contradicted", place, what, mend))
    whole = re.search(r"\bdistricts?\b", text, re.IGNORECASE) is not None
    for place in sorted(bound - set(named) - {ground.county, "Total"}):
        if place in ground.districts and whole:
            continue
        what = f"a figure is of {place}, which the sentence does not say"
        found.append(Refusal(claim.id, "contradicted", place, what, "name the place"))
    return found


def _times(
    claim: Claim, readings: Mapping[str, Reading], ground: Ground, terms: Mapping[str, str]
) -> list[Refusal]:
    text = bare(claim.text, terms)
    pieces = [ground.evidence[name] for name in claim.evidence if name in ground.evidence]
    days = [piece.effective_on for piece in pieces] + [piece.known_on for piece in pieces]
    periods = [one.period for one in readings.values()] + [piece.says for piece in pieces]
    known_months = {f"{day:%B %Y}" for day in days}
    known_years = {str(day.year) for day in days} | {
        year for period in periods for year in years_of(period)
    }
    found = []
    for match in _TIME.finditer(text):
        written = match.group()
        if match["year"]:
            right = written in known_years
        elif match["month"]:
            right = written in known_months or any(written in period for period in periods)
        else:
            wanted = re.sub(r"\s?[–/-]\s?", "/", written)
            right = any(wanted == re.sub(r"[–-]", "/", period) for period in periods)
        if right:
            continue
        of = ", ".join(sorted({one.period for one in readings.values()})) or "no period"
        what = f"it speaks of {written}, and its figures are of {of}"
        mend = "name the period of the figures, or bind figures of the period"
        found.append(Refusal(claim.id, "contradicted", written, what, mend))
    return found


def _order(claim: Claim, readings: Mapping[str, Reading], ground: Ground) -> list[Refusal]:
    """As many places as figures, or as many times: then each stands with its own."""
    slots = [
        readings[slot["name"]] for slot in SLOT.finditer(claim.text) if slot["name"] in readings
    ]
    blanked = SLOT.sub(BLANK, claim.text)
    places = [place for place, _ in places_in(blanked, _names(readings, ground))]
    own = [_short(one.place) for one in slots]
    found = []
    if len(set(own)) == len(own) == len(places) > 1 and set(own) == set(places) and own != places:
        found.append(_swapped(claim, "places", places, own))
    times = [match.group() for match in _TIME.finditer(blanked)]
    periods = [one.period for one in slots]
    if len(times) == len(periods) > 1 and len(set(periods)) == len(periods):
        fits = [_of(time, period) for time, period in zip(times, periods, strict=True)]
        if not all(fits) and all(any(_of(time, one) for one in periods) for time in times):
            found.append(_swapped(claim, "times", times, periods))
    return found


def _swapped(
    claim: Claim, what: Literal["places", "times"], text: Sequence[str], own: Sequence[str]
) -> Refusal:
    told = f"the {what} stand as {', '.join(text)}, and the figures as {', '.join(own)}"
    return Refusal(claim.id, "contradicted", what, told, "put each figure with its own")


def _names(readings: Mapping[str, Reading], ground: Ground) -> tuple[str, ...]:
    """Every name by which a sentence may call a place: the ground's, the figures', the country's.

    A CCG is called by its place too, so that `North Cumbria` is not read as the county.
    """
    names = {*ground.places, *COMPARED, *(one.place for one in readings.values() if one.place)}
    return tuple(sorted(names | {_short(name) for name in names}))


def places_in(text: str, places: Sequence[str]) -> list[tuple[str, int]]:
    """Return each place named in a text with where it stands; the longest name is taken.

    >>> places_in("North Cumbria and Eden", ("Cumbria", "North Cumbria", "Eden"))
    [('North Cumbria', 0), ('Eden', 18)]
    """
    found: list[tuple[str, int]] = []
    taken: list[tuple[int, int]] = []
    for place in sorted(places, key=len, reverse=True):
        for match in re.finditer(rf"\b{re.escape(place)}\b", text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                found.append((place, match.start()))
    return sorted(found, key=lambda pair: pair[1])


def years_of(period: str) -> set[str]:
    """Return the years that a period may be called by.

    >>> sorted(years_of("2018/19"))
    ['2018', '2019']
    """
    years = set(re.findall(r"(?:19|20)\d\d", period))
    for start, end in re.findall(r"\b((?:19|20)\d\d)[/–-](\d\d)\b", period):
        if int(end) == (int(start) + 1) % 100:
            years.add(str(int(start) + 1))
    return years


def _of(time: str, period: str) -> bool:
    return time in period or time in years_of(period)


def _short(place: str) -> str:
    return place.removeprefix("NHS ").split(" CCG")[0]
