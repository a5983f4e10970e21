"""What a page, a fragment or a drawing may say, and what is a leak."""

import base64

import pytest
from reading import kinds, reader

from jsna.disclosure.read_html import drawing, evenly_spaced, figures_of, fragment, page
from jsna.disclosure.read_json import data
from jsna.disclosure.read_other import embedded


def of_page(body: str, head: str = "", public: bool = True) -> list[str]:
    text = f"<html><head>{head}</head><body>{body}</body></html>"
    return kinds(page(text.encode(), reader(public), embedded))


def embed(content: bytes, kind: str = "image/svg+xml") -> str:
    return f'<img alt="" src="data:{kind};base64,{base64.b64encode(content).decode()}">'


PLANS, WAITS = 'data-figure="plans"', 'data-figure="waits"'
INNOCENT = {
    "nothing": "",
    "a cell in the element of its figure": f"<p {PLANS}>3,503 plans</p>",
    "a cell in the alt text of its figure": f'<img {PLANS} alt="3,503 plans">',
    "a cell of either of two figures": '<p data-figure="plans waits">3,503 and 40</p>',
    "a number of a label": f"<p {WAITS}>under 18 and 40</p>",
    "a label in the sentence around its cell": (
        f'<p><data {WAITS} value="40">40</data> of those below 18.</p>'
    ),
    "a label of its own figure beside a value": f'<data {WAITS} value="40">40 below 18</data>',
    "a cell printed to no decimals": f'<data {WAITS} value="12.5">13</data>',
    "a share printed to three decimals": (
        f'<data {WAITS} data-derived="ratio" data-operands="12.5 40" value="0.3125">0.313</data>'
    ),
    "a cell printed to the half below": f'<data {WAITS} value="12.5">12</data>',
    "a cell without its sign": f'<data {WAITS} value="40">−40</data>',
    "a rate beside what it is counted on": f'<data {WAITS} value="40">40 per 1,000</data>',
    "a difference of cells": (
        '<p><data data-figure="plans" data-derived="difference" data-operands="3503 0" '
        'value="3503">3,503</data> more</p>'
    ),
    "a number in a style": "<style>p { width: 37px }</style>",
    "a number in a class, a path and a width": '<p class="x7" style="width:7px" id="n7"></p>',
    "the axis of a chart": (
        "<svg><text>0</text><text>20</text><text>40</text><text>60%</text></svg>"
    ),
    "cells in JSON": f'<script type="application/json" {PLANS}>[3503, 0, true, null]</script>',
    "cells of any figure in JSON of none": '<script type="application/json">[3503, 40]</script>',
    "JSON with nothing in it": '<script type="application/json"> </script>',
    "a short list of numbers in a script": "<script>var x = [1,2,3];</script>",
    "a register by its own rules": '<div class="register">4 of 24 actions</div>',
    "a heading of a row that sounds like a column": (
        '<table><tr><th scope="row">Date of birth</th></tr></table>'
    ),
    "a clean drawing in a picture": embed(b"<svg><text>Plans</text></svg>"),
    "a font": embed(b"wOF2 7 7 7", "font/woff2"),
}
LEAKS = {
    "a cell outside its element": ("<p>3,503 plans</p>", ["number"]),
    "a cell of another figure": (f"<p {WAITS}>3,503 plans</p>", ["number"]),
    "a number in a title": (f'<p {PLANS} title="7 of them"></p>', ["number"]),
    "a number in a placeholder": ('<input placeholder="7 of them">', ["number"]),
    "a number in a form": ('<input value="7 of them">', ["number"]),
    "a label of another figure beside a value": (
        f'<data {PLANS} value="3503">3,503 below 18</data>', ["number"]
    ),
    "a value that is no number": (f'<data {PLANS} value="many">7 plans</data>', ["number"]),
    "a value that is no cell": (f'<data {PLANS} value="7">7</data>', ["number"]),
    "a value without a figure": ('<data value="3503">3,503</data>', ["number"]),
    "a number that is not its value": (f'<data {WAITS} value="40">41</data>', ["number"]),
    "a decimal that is not its value's": (f'<data {WAITS} value="12.5">12.6</data>', ["number"]),
    "a label of another figure": (
        f'<p><data {PLANS} value="3503">3,503</data> below 18 in 7.</p>',
        ["number", "number"],
    ),
    "a sum of what is no cell": (
        f'<data {PLANS} data-derived="sum" data-operands="3503 7" value="3510">3,510</data>',
        ["number"],
    ),
    "a number on a drawing that is on no axis": (
        "<svg><text>0</text><text>20</text><text>40</text><text>7</text></svg>",
        ["number"],
    ),
    "an axis label that is no text of the axis": (
        "<svg><title>20 wait</title><text>0</text><text>20</text><text>40</text></svg>",
        ["number"],
    ),
    "the description of a drawing": ("<svg><desc>7 wait</desc></svg>", ["number"]),
    "a comment in a drawing": ("<svg><!-- Eden --></svg>", ["comment"]),
    "a path in the metadata of a drawing": (
        "<svg><metadata><x>/home/analyst/a.csv</x></metadata></svg>",
        ["path"],
    ),
    "an attribute inside a drawing": ('<svg><g aria-label="7 wait"></g></svg>', ["number"]),
    "a path in a style": ("<style>/* /home/analyst/a.css */</style>", ["path"]),
    "a path in a link": ('<a href="file:///home/analyst/a.csv">it</a>', ["path"]),
    "JSON that cannot be read": ('<script type="application/json">{</script>', ["unreadable"]),
    "a cell of another figure in JSON": (
        f'<script type="application/json" {PLANS}>[40]</script>', ["number"]
    ),
    "a number in the text of JSON": (
        f'<script type="application/json" {PLANS}>["7 wait"]</script>',
        ["number"],
    ),
    "a number among the keys of JSON": (
        f'<script type="application/json" {PLANS}>{{"7": "x"}}</script>',
        ["number"],
    ),
    "a traceback in a script": ("<script>Traceback (most recent call last):</script>",
                                ["traceback"]),
    "a drawing in a picture": (embed(b"<svg><text>7 wait</text></svg>"), ["number"]),
    "text in a data link": ('<img alt="" src="data:text/plain,about 7 wait">', ["number"]),
    "a count of people in a register": (
        '<div class="register">3 children</div>', ["number"]),
}  # fmt: skip


@pytest.mark.parametrize("said", INNOCENT)
def test_a_page_may_hold(said: str) -> None:
    assert of_page(INNOCENT[said]) == []


@pytest.mark.parametrize("said", LEAKS)
def test_a_page_may_not_hold(said: str) -> None:
    markup, found = LEAKS[said]
    assert of_page(markup) == found


def test_after_a_register_the_page_is_read_as_strictly_as_before() -> None:
    inside = '<div class="register">3,503 plans</div>'
    assert of_page(inside) == []
    assert of_page(f"{inside}<p>3,503 plans</p>") == ["number"]


def test_what_is_declared_is_a_phrase_of_the_page_and_no_other_meta_declares() -> None:
    declared = '<meta name="jsna:constants" content=" 1 in 7 schools | |7-day rule">'
    assert of_page("<p>1 in 7 schools and the 7-day rule</p>", declared) == []
    assert of_page("<p>1 in 8 schools</p>", declared) == ["number", "number"]
    other = '<meta name="keywords" content="1 in 7 schools">'
    assert of_page("<p>1 in 7 schools</p>", other) == ["number", "number"]
    assert of_page("<p>3 children</p>", '<meta name="jsna:constants" content="3">') == ["number"]
    assert of_page("", '<meta name="jsna:constants">') == []
    assert of_page("", '<meta name="description" content="7 wait">') == ["number"]


def test_a_comment_is_refused_in_public_and_its_numbers_everywhere() -> None:
    assert of_page("<!-- look here -->", public=False) == []
    assert of_page("<!-- look here -->") == ["comment"]
    assert of_page("<!-- 7 wait -->", public=False) == ["number"]


def test_an_empty_page_and_an_empty_fragment_say_nothing() -> None:
    assert page(b"  ", reader(), embedded) == []
    assert fragment(" ", reader(), embedded, "cell 1") == []


def test_a_leak_of_a_fragment_says_where_it_stands() -> None:
    (leak,) = fragment("<p>7 wait</p>", reader(), embedded, "the output of cell 3")
    assert "'7' in the output of cell 3, <p> (" in leak.what


def test_a_file_of_its_own_figures_may_show_them_without_naming_them() -> None:
    own = reader(own=("plans",))
    assert drawing(b"<svg><title>3,503 plans</title></svg>", own, embedded) == []
    assert kinds(drawing(b"<svg><title>40 wait</title></svg>", own, embedded)) == ["number"]
    assert kinds(drawing(b"nothing", reader(), embedded)) == ["unreadable"]


def test_a_drawing_is_read_as_far_as_it_can_be() -> None:
    assert kinds(drawing(b"<svg><text>7 wait</text>", reader(), embedded)) == ["number"]
    named = b'<svg xmlns="http://www.w3.org/2000/svg"><style>7</style><desc>7 wait</desc></svg>'
    assert kinds(drawing(named, reader(), embedded)) == ["number"]
    inside = b'<!DOCTYPE svg [<!ENTITY x "7 wait">]><svg><text>&x;</text></svg>'
    assert kinds(drawing(inside, reader(), embedded)) == ["number"]


def test_the_figures_of_a_fragment_are_those_it_names_each_once() -> None:
    assert figures_of(f"<p {PLANS}></p><p {WAITS}></p><p {PLANS}></p>") == ("plans", "waits")


@pytest.mark.parametrize(
    ("texts", "axis"),
    [
        (["0", "10", "20"], {"0", "10", "20"}),
        (["0", "10", "20", "25"], {"0", "10", "20"}),
        (["−10", "0", "10"], {"−10", "0", "10"}),
        (["0%", "0.5%", "1.0%"], {"0", "0.5", "1.0"}),
        (["£1,000", "£2,000", "£3,000"], {"1,000", "2,000", "3,000"}),
        (["3", "7", "11"], set()),  # at one distance, but not on multiples of it
        (["10", "20"], set()),
        (["Eden", "10", "20 weeks", "30"], set()),
    ],
)
def test_an_axis_is_three_numbers_at_one_distance_on_its_multiples(
    texts: list[str], axis: set[str]
) -> None:
    assert evenly_spaced(texts) == axis


def test_a_table_of_the_explorer_may_say_in_what_state_a_cell_is() -> None:
    tables = [{"id": "waits", "cells": [40, -1, -9]}]
    assert data(tables, reader(), (), "data") == []
    for wrong in (-10, 3503, 1, 40.5):
        found = data([{"id": "waits", "cells": [40, wrong]}], reader(), (), "data")
        assert kinds(found) == ["number"], wrong
    assert kinds(data({"id": "another", "cells": [-1]}, reader(), (), "data")) == ["number"]
    (leak,) = data([7, 8, 9, 6], reader(), ("plans",), "embedded data")
    assert leak.what.startswith("4 numbers of embedded data are in no safe figure, such as 6, 7, 8")
