"""The chain from the inspectors' finding to the judgement, area by area, and its gaps both ways."""

from inspection import chain
from inspection.chain import AreaLinks, Gap
from inspection.changed import many
from inspection.known import Known
from inspection.pages import headed
from inspection.periods import said
from jsna.show import tables
from jsna.show.markup import words
from jsna.show.shown import Shown


def overview(known: Known) -> Shown:
    """Return one row an area: how much hangs on each link."""
    rows = [
        {
            "area": f"Area {one.area_no}: {one.title}",
            "found": "; ".join(finding.text for finding in one.findings),
            "done": many(len(one.records), "action"),
            "measured": many(len(one.standings), "measure"),
            "fed": many(len(one.figures), "figure"),
            "heard": many(len(one.voices), "time"),
            "judged": one.judgement,
        }
        for one in known.links
    ]
    columns = {
        "area": "Area",
        "found": "Finding",
        "done": "Promised",
        "measured": "Measured by",
        "fed": "Fed by",
        "heard": "Families heard since the plan",
        "judged": "Judgement, real",
    }
    return tables.register(rows, columns, title="The chain of each area")


def areas(known: Known) -> Shown:
    """Return each area's chain: actions with their measures and figures, and what families say."""
    return headed(
        {f"Area {one.area_no}: {one.title}": _actions(one) + _voices(one) for one in known.links}
    )


def gaps(known: Known) -> Shown:
    """Return every missing link by its kind: what, where, and whose it is."""
    found = chain.gaps(known.links, known.plan, known.real.standings, known.figure_ids, known.used)
    by_kind: dict[str, list[Gap]] = {}
    for gap in found:
        by_kind.setdefault(gap.kind, []).append(gap)
    return headed(
        {
            f"{chain.KINDS[kind][:1].upper()}{chain.KINDS[kind][1:]}": _listed(kind, by_kind)
            for kind in chain.KINDS
        }
    )


def _actions(one: AreaLinks) -> Shown:
    measured = {standing.kpi.row_id: standing for standing in one.standings}
    rows = []
    for record in one.records:
        rows_of = one.measured_by[record.action.uid]
        fed = [measured[row].measure.figure_id for row in rows_of if row in measured]
        stands = [f"{row}: {measured[row].status}" for row in rows_of if row in measured]
        rows.append(
            {
                "action": f"{record.action.uid}: {record.action.summary}",
                "state": record.state,
                "kpi": "; ".join(rows_of) or "no measure",
                "figure": "; ".join(dict.fromkeys(name for name in fed if name)) or "no figure",
                "stands": "; ".join(stands) or "nothing to tell by",
            }
        )
    columns = {
        "action": "Action",
        "state": "State",
        "kpi": "Measure",
        "figure": "Figure that feeds it",
        "stands": "Where it stands",
    }
    return tables.register(rows, columns, title=f"Area {one.area_no}: action, measure, figure")


def _voices(one: AreaLinks) -> Shown:
    rows = [
        {"when": said(voice.effective_on), "who": voice.voice, "what": voice.says}
        for voice in one.voices
    ]
    if not rows:
        told = "No family was heard on this area since the plan."
        return Shown(f"<p>{told}</p>", told)
    columns = {"when": "When", "who": "Who", "what": "What they say"}
    return tables.register(rows, columns, title=f"Area {one.area_no}: what families say")


def _listed(kind: str, by_kind: dict[str, list[Gap]]) -> Shown:
    found = by_kind.get(kind, [])
    if not found:
        return Shown("<p>None.</p>", "None.")
    if kind == "figure without use":
        told = "; ".join(gap.what for gap in found)
        html = f"<p>No measure and no claim rests on these; pages may show them: {words(told)}.</p>"
        return Shown(html, told)
    rows = [
        {
            "area": f"Area {gap.area_no}" if gap.area_no else "any",
            "what": gap.what,
            "owner": gap.owner_role,
        }
        for gap in found
    ]
    columns = {"area": "Area", "what": "What has no link", "owner": "Whose"}
    return tables.register(rows, columns, title=f"{many(len(found), 'gap').capitalize()}: {kind}")
