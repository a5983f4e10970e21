from nbformat import v4
from show_figures import needs

from jsna.publish.exporter import PageExporter
from jsna.show import words


def test_nbconvert_gives_the_same_page_with_the_notebooks_own_title():
    said = words.single(needs(), need="Autism")
    cells = [
        v4.new_markdown_cell("# How many?\n\nA question."),
        v4.new_code_cell(
            "x", outputs=[v4.new_output("display_data", data=said._repr_mimebundle_())]
        ),
    ]
    page, resources = PageExporter().from_notebook_node(v4.new_notebook(cells=cells))
    assert "<h1>How many?</h1>" in page
    assert 'data-figure="sen-by-need"' in page
    assert resources["output_extension"] == ".html"
