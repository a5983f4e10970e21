import re

import pytest
from show_figures import needs, on_time, plans

from jsna.errors import BuildError, FigureError
from jsna.show import easy, reading
from jsna.show.icons import NAMES, icon


def test_a_count_is_rounded_to_what_can_be_held_and_says_about():
    line = easy.count(
        "plan", plans(), "In 2020", "children had a plan.", area="Cumbria", year="2020"
    )
    assert line.said.text == "In 2020 about 3,200 children had a plan."
    assert 'data-derived="rounded" data-operands="3173" value="3200"' in line.said.html


def test_a_share_is_so_many_out_of_every_so_many():
    line = easy.one_in("clock", on_time(), "plans were on time.", area="Allerdale")
    assert line.said.text == "About 4 out of every 5 plans were on time."


def test_a_small_number_is_said_to_be_hidden_and_not_to_be_nought():
    line = easy.count("child", needs(), "", "children", need="Vision")
    assert line.said.text == "The number is too small to tell you."
    assert line.icon == "hidden"


def test_a_number_typed_in_is_refused():
    with pytest.raises(FigureError) as caught:
        easy.text("plan", "There are 5 plans.")
    assert caught.value.problems == ["use easy.count or easy.one_in with a safe figure"]


def test_a_year_that_is_not_the_figures_is_refused():
    with pytest.raises(FigureError):
        easy.count("plan", plans(), "In 2021", "children had one.", area="Cumbria", year="2020")


def test_what_is_too_hard_is_refused_all_at_once():
    hard = "The multidisciplinary identification of educational necessities is unsatisfactory"
    lines = [easy.text("plan", hard), easy.text("plan", "You need an EHC plan."),
             easy.text("talk", "Tell us; we listen.")]  # fmt: skip
    with pytest.raises(BuildError) as caught:
        easy.read(lines)
    assert (
        "'EHC' is not explained; write it out or add it to the words explained"
        in caught.value.problems
    )
    assert (
        "'Tell us; we listen.' holds more than one idea; one idea a line" in caught.value.problems
    )
    assert any(problem.startswith("the reading age is") for problem in caught.value.problems)


def test_an_easy_page_is_marked_as_not_yet_reviewed_and_says_what_is_made_up():
    lines = [
        easy.text("child", "This is about children."),
        easy.count("people", needs(), "We know", "children with autism.", need="Autism"),
    ]
    shown = easy.read(lines, explained={"Autism": "You see and feel the world in your own way."})
    assert "A person must check this page before it is used." in shown.text
    assert "data-made-up" in shown.html
    assert "Words we explain" in shown.html
    age = re.search(r'data-reading-age="([\d.]+)"', shown.html)
    assert age is not None
    assert float(age[1]) < 11


def test_drawings_are_left_out_by_screen_readers_and_hold_no_text():
    for name in NAMES:
        assert 'aria-hidden="true"' in icon(name)
        assert "<text" not in icon(name)


def test_an_unknown_drawing_is_refused_with_the_known_ones():
    with pytest.raises(FigureError) as caught:
        easy.text("unicorn", "Hello.")
    assert caught.value.problems[0].startswith("take one of child, people,")


def test_reading_age_rises_with_longer_words_and_sentences():
    simple = reading.measure(["The cat sat.", "We like it."])
    hard = reading.measure(
        ["Multidisciplinary identification necessitates considerable coordination."]
    )
    assert simple.age < 6
    assert hard.age > 20
    assert reading.measure([]).words == 0


def test_the_name_of_a_place_is_no_hard_word():
    line = easy.text("map", "This is about St. John's-in-the-Vale Educational Administration.")
    with pytest.raises(BuildError):
        easy.read([line])
    made = easy.read([line], names=["St. John's-in-the-Vale Educational Administration"])
    assert "St. John's-in-the-Vale" in made.text
