"""What a claim says in numbers and in words of comparison, held against its figures."""

import re
from collections.abc import Iterable, Mapping, Sequence

from inspection.claim_ground import Ground
from inspection.claim_render import printed
from inspection.claim_words import Spoken, judge, words_in
from inspection.claims import SLOT, Claim, Refusal, Says
from inspection.numbers import numbers_in
from inspection.readings import Reading

FREE_KINDS = ("aim", "next step")
"""Sentences of what shall be: they say no direction of what is."""

BLANK = "◇"
"""Stands for a figure or a term while the words around it are read."""

_NOW = re.compile(r"\b(latest|now|currently|at present|today|most recent|newest)\b", re.IGNORECASE)


def bare(text: str, terms: Iterable[str]) -> str:
    """Return a sentence without its slots and terms, each replaced by one sign.

    >>> bare("Within 20 weeks: {now=78%} of plans.", ["20 weeks"])
    'Within ◇: ◇ of plans.'
    """
    plain = SLOT.sub(BLANK, text)
    for term in sorted(terms, key=len, reverse=True):
        plain = re.sub(rf"(?<!\w){re.escape(term)}(?!\w)", BLANK, plain, flags=re.IGNORECASE)
    return plain


def problems(
    claim: Claim, readings: Mapping[str, Reading], ground: Ground, terms: Mapping[str, str]
) -> list[Refusal]:
    """Return every number and every comparison that the claim's figures do not bear out."""
    return [
        *_slots(claim, readings),
        *_unused(claim),
        *_typed(claim, readings, ground, terms),
        *_spoken(claim, readings, ground, terms),
        *_newest(claim, readings, terms),
    ]


def _slots(claim: Claim, readings: Mapping[str, Reading]) -> list[Refusal]:
    found = []
    shown = {binding.name: binding.shown_as for binding in claim.figures}
    for slot in SLOT.finditer(claim.text):
        name, typed = slot["name"], slot["typed"]
        if name not in shown:
            what = f"'{{{name}}}' stands in the sentence and is bound to no figure"
            found.append(Refusal(claim.id, "unsupported", name, what, "bind it"))
        elif typed is not None and name in readings:
            today = printed(readings[name], shown[name])
            if _plain(typed) != _plain(today):
                what = f"it says {typed}, and '{name}' is now {today}"
                mend = "take the new value and read the sentence again"
                found.append(Refusal(claim.id, "stale", name, what, mend))
    return found


def _unused(claim: Claim) -> list[Refusal]:
    used = {slot["name"] for slot in SLOT.finditer(claim.text)}
    used |= {name for says in claim.says for name in (*says.of, says.against)}
    return [
        Refusal(
            claim.id,
            "unsupported",
            binding.name,
            f"'{binding.name}' is bound and nothing in the sentence speaks of it",
            "use it, or take it out",
        )
        for binding in claim.figures
        if binding.name not in used
    ]


def _typed(
    claim: Claim, readings: Mapping[str, Reading], ground: Ground, terms: Mapping[str, str]
) -> list[Refusal]:
    """A number typed by hand must be one of the claim's own figures, or stand in its documents."""
    text = bare(claim.text, terms)
    for says in claim.says:
        if says.limit is not None:
            text = text.replace(says.words, BLANK)
    values = [
        value
        for one in readings.values()
        for value in (one.value, one.lower, one.upper, one.n)
        if value is not None
    ]
    documents = [
        number.value
        for name in claim.evidence
        if name in ground.evidence
        for number in numbers_in(ground.evidence[name].says)
    ]
    found = []
    for number in numbers_in(text):
        if number.written.lower() == "one" or any(number.holds(value) for value in values):
            continue
        if number.value in documents:
            continue
        bound = ", ".join(f"{one.value:,g}" for one in readings.values() if one.value is not None)
        if bound:
            what = f"it says {number.written}, and its figures are {bound}"
            found.append(
                Refusal(claim.id, "contradicted", number.written, what, "write the slot instead")
            )
        else:
            what = f"{number.written} is no figure of this claim"
            found.append(Refusal(claim.id, "unsupported", number.written, what, "bind it"))
    return found


def _spoken(
    claim: Claim, readings: Mapping[str, Reading], ground: Ground, terms: Mapping[str, str]
) -> list[Refusal]:
    """Every direction and comparison must be listed under `says`, and be so."""
    found = _listed(claim, readings, ground)
    if claim.kind in FREE_KINDS:
        return found
    text = bare(claim.text, terms)
    covered: list[tuple[int, int]] = []
    for says in claim.says:
        covered += _next_span(text, bare(says.words, terms), covered)
    for spoken in words_in(text):
        if not any(start <= spoken.start and spoken.end <= end for start, end in covered):
            what = f"'{spoken.written}' compares, and is bound to no figures"
            mend = "list it under says with the figures it speaks of"
            found.append(Refusal(claim.id, "unsupported", spoken.written, what, mend))
    return found


def _listed(claim: Claim, readings: Mapping[str, Reading], ground: Ground) -> list[Refusal]:
    found = []
    for says in claim.says:
        missing = [
            name
            for name in (*says.of, *([says.against] if says.against else []))
            if name not in {binding.name for binding in claim.figures}
        ]
        if _bare_words(says.words) not in _bare_words(claim.text):
            what = f"'{says.words}' is listed under says and does not stand in the sentence"
            mend = "list the words as they stand"
            found.append(Refusal(claim.id, "unsupported", says.words, what, mend))
            continue
        if missing:
            what = f"'{says.words}' speaks of {', '.join(missing)}, which is bound to nothing"
            found.append(Refusal(claim.id, "unsupported", says.words, what, "bind it"))
            continue
        of = [readings[name] for name in says.of if name in readings and readings[name].known]
        against = readings.get(says.against)
        if len(of) < len(says.of) or (says.against and (against is None or not against.known)):
            what = f"a figure that '{says.words}' speaks of is not known"
            mend = "say that it cannot be told"
            found.append(Refusal(claim.id, "unsupported", says.words, what, mend))
            continue
        found += _held(claim, says, of, against, ground)
    return found


def _held(
    claim: Claim,
    says: Says,
    of: list[Reading],
    against: Reading | None,
    ground: Ground,
) -> list[Refusal]:
    if says.limit is not None:
        number = next(iter(numbers_in(says.words)), None)
        if number is not None and number.value == says.limit and number.holds(of[0].value or 0.0):
            return []
        value = printed(of[0], "number")
        what = f"it says '{says.words}', and the figure is {value}"
        return [Refusal(claim.id, "contradicted", says.words, what, "say what it is")]
    spoken = _main_word(says)
    if spoken is None:
        what = f"'{says.words}' holds no word that we can check"
        mend = "write the sentence with a slot, or with a word from inspection.claim_words"
        return [Refusal(claim.id, "unsupported", says.words, what, mend)]
    if "place" in spoken.word.name and re.search(r"\bdistricts?\b", says.words, re.IGNORECASE):
        left = [place for place in ground.districts if place not in {one.place for one in of}]
        if left:
            what = f"'{says.words}' speaks of all districts and leaves out {', '.join(left)}"
            return [Refusal(claim.id, "unsupported", says.words, what, "bind every district")]
    wrong = judge(spoken, says, of, against, ground.tolerances)
    if not wrong:
        return []
    what = f"it says '{says.words}', but {wrong}"
    return [Refusal(claim.id, "contradicted", says.words, what, "say what the figures say")]


def _main_word(says: Says) -> Spoken | None:
    """The word that the phrase turns on; "most districts are above" turns on the districts."""
    spoken = words_in(SLOT.sub(BLANK, says.words))
    places = [one for one in spoken if "place" in one.word.name]
    return next(iter(places or spoken), None)


def _newest(
    claim: Claim, readings: Mapping[str, Reading], terms: Mapping[str, str]
) -> list[Refusal]:
    match = _NOW.search(bare(claim.text, terms))
    if match is None or not readings or claim.kind in FREE_KINDS:
        return []
    if any(one.newest_period in ("", one.period) for one in readings.values()):
        return []
    newest = next(iter(readings.values())).newest_period
    what = f"it says '{match.group()}', and none of its figures is of the newest period, {newest}"
    return [Refusal(claim.id, "stale", match.group(), what, "bind the newest period")]


def _plain(text: str) -> str:
    return re.sub(r"[\s,]", "", text)


def _bare_words(text: str) -> str:
    return " ".join(SLOT.sub(BLANK, text).casefold().split())


def _next_span(text: str, words: str, covered: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where words stand, the first place that no other words have taken."""
    for match in re.finditer(re.escape(words.casefold()), text.casefold()):
        if match.span() not in covered:
            return [match.span()]
    return []
