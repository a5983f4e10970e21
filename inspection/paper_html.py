"""A paper as HTML: a fragment for a page of the report, or a page of its own.

Every table has a caption and scoped headers, every picture its alternative, every number that
is known to be a figure's cell says which. Nothing is fetched from anywhere.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from inspection.paper import (
    REHEARSAL,
    Block,
    Bullets,
    Links,
    Number,
    OwnWords,
    Paper,
    Picture,
    Section,
    Sentence,
    Table,
)
from jsna.show.markup import attribute, slug, words

_STYLE = """
:root{color-scheme:light dark;--ink:#14181c;--paper:#fff;--line:#6b7780;--band:#e5ebf0;
--warn:#fff4d6;--link:#0b447a}
@media (prefers-color-scheme:dark){:root{--ink:#f1f3f5;--paper:#14181c;--line:#9aa6af;
--band:#26313a;--warn:#3a3114;--link:#9fd0ff}}
body{margin:0;background:var(--paper);color:var(--ink);font:1.05rem/1.5 Arial,sans-serif}
main,header,footer{max-width:50rem;margin:0 auto;padding:0 1rem}
header{font-weight:700;border-bottom:2px solid var(--line)}
h1{font-size:1.9rem;line-height:1.2}h2{font-size:1.4rem;margin-top:2.2rem}
h3{font-size:1.1rem;margin-top:1.5rem}a{color:var(--link)}
a:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.95rem}
caption{text-align:left;font-weight:700;padding:.4rem 0}
th,td{border:1px solid var(--line);padding:.35rem .5rem;text-align:left;vertical-align:top;
overflow-wrap:break-word;min-width:5rem}
thead th{background:var(--band)}.scroll{overflow-x:auto}
.rests{font-size:.85rem}.own-words{border-left:.3rem solid var(--line);padding-left:.8rem}
.rehearsal{background:var(--warn)}img{max-width:100%;height:auto}li{margin-bottom:.3rem}
@media print{body{font-size:11pt}.scroll{overflow:visible}tr,figure{break-inside:avoid}
th,td{min-width:0}table{font-size:10pt}table:has(th:nth-child(6)){font-size:8.5pt}
h1,h2,h3,caption{break-after:avoid}thead{display:table-header-group}}
""".strip()


def fragment(
    paper: Paper, own_words: Mapping[str, Sequence[str]] | None = None, top: int = 2
) -> str:
    """The paper's sections for a page that has its title: first-level headings are h`top`."""
    return "\n".join(_section(section, own_words or {}, top) for section in paper.sections)


def page(paper: Paper, own_words: Mapping[str, Sequence[str]] | None = None) -> str:
    """The paper as a whole page that needs nothing beside itself."""
    allowed = b64encode(sha256(_STYLE.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; img-src data:"
    marking = words(paper.classification)
    if paper.made_up:
        marking += f" · {paper.marking}"
    head = f"<header><p>{marking}</p></header>" if marking else ""
    foot = f" {marking}." if marking else ""
    return (
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{words(paper.title)}: {words(paper.subtitle)}</title>"
        f"<style>{_STYLE}</style></head>\n<body>{head}\n"
        f'<main class="register"><h1>{words(paper.title)}</h1>\n'
        f"{fragment(paper, own_words, top=2)}\n</main>\n"
        f"<footer><p>{words(paper.title)}.{foot}</p></footer></body></html>\n"
    )


def _section(section: Section, own_words: Mapping[str, Sequence[str]], top: int) -> str:
    level = min(6, top + section.level - 1)
    name = slug(section.id)
    heading = ""
    if section.heading and section.level > 0:
        heading = f'<h{level} id="{name}">{words(section.heading)}</h{level}>'
    inner = "\n".join(_block(block, section, own_words) for block in section.blocks)
    return f"<section>{heading}\n{inner}\n</section>"


def _block(block: Block, section: Section, own_words: Mapping[str, Sequence[str]]) -> str:
    if isinstance(block, Sentence):
        return f"<p{_class(block.made_up)}>{_sentence(block)}</p>"
    if isinstance(block, Bullets):
        items = (f"<li{_class(one.made_up)}>{_sentence(one)}</li>" for one in block.sentences)
        return f"<ul>{''.join(items)}</ul>"
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Picture):
        return _picture(block)
    if isinstance(block, Links):
        items = (f'<li><a href="#{slug(to)}">{words(text)}</a></li>' for to, text in block.to)
        return f"<ul>{''.join(items)}</ul>"
    return _own_words(block, section, own_words)


def _class(made_up: bool) -> str:
    return ' class="rehearsal"' if made_up else ""


def _sentence(sentence: Sentence) -> str:
    marks = sentence.exported.removesuffix(sentence.text)
    html = f"<strong>{words(marks.strip())}</strong> " if marks else ""
    html += _traced(sentence.text, sentence.numbers)
    if sentence.reference:
        html += f' <span class="rests">{words(sentence.reference)}</span>'
    return html


def _traced(text: str, numbers: Iterable[Number]) -> str:
    """The text with each number that is a figure's cell naming its figure."""
    html, rest = "", text
    for number in numbers:
        before, found, after = rest.partition(number.printed)
        if not found:
            continue
        html += words(before)
        html += (
            f'<data class="figure" data-figure="{attribute(number.figure_id)}" '
            f'value="{number.value:.10g}">{words(found)}</data>'
        )
        rest = after
    return html + words(rest)


def _table(table: Table) -> str:
    header = "".join(f'<th scope="col">{words(one)}</th>' for one in table.header)
    rows = []
    for row in table.rows:
        first, *others = row.exported
        cells = "".join(
            f"<td>{_traced(one, [number for at, number in row.numbers if at == place])}</td>"
            for place, one in enumerate(others, start=1)
        )
        rows.append(f'<tr{_class(row.made_up)}><th scope="row">{words(first)}</th>{cells}</tr>')
    return (
        f'<div class="scroll" role="region" tabindex="0" '
        f'aria-label="Table: {attribute(table.caption)}"><table>'
        f"<caption>{words(table.caption)}</caption><thead><tr>{header}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _picture(picture: Picture) -> str:
    mark = f"{REHEARSAL}: " if picture.made_up else ""
    data = b64encode(picture.png).decode("ascii")
    return (
        f'<figure{_class(picture.made_up)}><img alt="{attribute(mark + picture.alternative)}" '
        f'src="data:image/png;base64,{data}">'
        f"<figcaption>{words(mark + picture.caption)}</figcaption></figure>"
    )


def _own_words(block: OwnWords, section: Section, held: Mapping[str, Sequence[str]]) -> str:
    paragraphs = held.get(block.id, ())
    if not paragraphs:
        return ""
    inner = "".join(f"<p>{words(one)}</p>" for one in paragraphs)
    return f'<div class="own-words">{inner}</div>'
