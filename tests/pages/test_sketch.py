"""Charts are sketched as plain values and made figures once."""

import pandas as pd
import pytest

from pages.parts.sketch import Sketch


def test_a_later_change_leaves_what_it_does_not_name() -> None:
    sketch = Sketch()
    sketch.update_layout(margin={"l": 8, "t": 44}, barmode="stack")
    sketch.update_layout(margin={"t": 66})
    sketch.update_xaxes(title="fit", range=[0, 100])
    sketch.update_xaxes(range=[0, 50])
    layout = sketch.figure().layout
    assert (layout.margin.l, layout.margin.t, layout.barmode) == (8, 66, "stack")
    assert (layout.xaxis.title.text, list(layout.xaxis.range)) == ("fit", [0, 50])


def test_columns_become_lists_and_nothing_is_left_out_but_none() -> None:
    rows = pd.DataFrame({"key": [7, 9], "count": [3, 0]})
    sketch = Sketch()
    sketch.add_bar(x=rows["count"], customdata=rows[["key", "count"]], marker={"color": rows["key"]}, text=None)
    assert sketch.traces == [
        {"type": "bar", "x": [3, 0], "customdata": [[7, 3], [9, 0]], "marker": {"color": [7, 9]}},
    ]


def test_a_line_across_the_picture_has_its_words_left_of_its_upper_end() -> None:
    sketch = Sketch()
    sketch.add_vline(x=50, label="floor 50", line={"dash": "dot"})
    layout = sketch.figure().layout
    line, words = layout.shapes[0], layout.annotations[0]
    assert (line.x0, line.x1, line.y0, line.y1, line.yref, line.line.dash) == (50, 50, 0, 1, "y domain", "dot")
    assert (words.text, words.x, words.y, words.xanchor, words.showarrow) == ("floor 50", 50, 1, "right", False)


def test_where_figures_are_checked_a_word_that_plotly_does_not_know_is_an_error() -> None:
    sketch = Sketch()
    sketch.add_bar(x=[1], wdith=3)
    with pytest.raises(ValueError, match="wdith"):
        sketch.figure()
