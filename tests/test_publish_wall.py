"""A poster's figures in columns on A3, reckoned without a browser."""

from itertools import chain

from jsna.publish import wall


def drawing(number: int, high: float, title: str = "Needs") -> str:
    return (
        f'<figure class="shown bars"><figcaption><strong class="title"><span class="no">Figure '
        f"{number}.</span> {title}</strong></figcaption>"
        f'<svg viewBox="0 0 316.8 {high}" role="img"></svg></figure>'
    )


def table(rows: int) -> str:
    body = "<tr><th>Eden</th><td>5</td></tr>" * rows
    return (
        '<div class="shown table"><table><caption><span>Needs. <span class="what">All.</span>'
        f"</span></caption><thead><tr><th>Place</th><th>In all</th></tr></thead>{body}"
        "</table></div>"
    )


def test_ten_small_figures_stand_in_order_two_to_a_column_as_large_as_they_are_drawn() -> None:
    figures = [drawing(number, 208.8) for number in range(1, 11)]
    columns, size = wall.laid_out(figures)
    assert [len(column) for column in columns] == [2, 2, 2, 2, 2]
    assert list(chain(*columns)) == figures
    assert size == 150


def test_tall_figures_get_a_column_of_their_own_and_each_column_reads_in_order() -> None:
    tall = (3, 4)
    figures = [drawing(number, 700 if number in tall else 208.8) for number in range(1, 9)]
    columns, size = wall.laid_out(figures)
    assert [[figures.index(one) + 1 for one in column] for column in columns] == [
        [1, 2], [3], [4], [5, 6], [7, 8],
    ]  # fmt: skip
    assert size == 150


def test_where_there_is_too_much_drawings_are_made_smaller_and_none_is_lost() -> None:
    figures = [drawing(number, 600) for number in range(1, 11)]
    columns, size = wall.laid_out(figures)
    assert sorted(chain(*columns)) == sorted(figures)
    assert size == 90


def test_long_words_and_many_rows_take_more_of_the_sheet() -> None:
    assert wall.height(drawing(1, 208.8, "A" * 200), 150) > wall.height(drawing(1, 208.8), 150) + 20
    assert wall.height(table(20), 150) > wall.height(table(2), 150) + 70


def test_fewer_figures_than_columns_have_a_column_each() -> None:
    columns, _ = wall.laid_out([drawing(1, 100), drawing(2, 100)])
    assert [len(column) for column in columns] == [1, 1]
