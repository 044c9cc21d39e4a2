"""Own digits as HTML, read back with a parser."""

import base64
import io
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from playground.digits.own_digits.folder import UserTestSet
from playground.digits.own_digits.scores import Score, ScoredNetwork, wilson_interval
from playground.figures.own_digits import SHOWN_MISTAKES, SHOWN_PER_DIGIT, collection_html, scores_html


class Reader(HTMLParser):
    """The pictures with their descriptions, the styles, and whether every element is closed."""

    def __init__(self, text):
        super().__init__()
        self.images, self.styles, self.open, self.details = [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "img":
            png = base64.b64decode(values["src"].removeprefix("data:image/png;base64,"))
            self.images.append((values["alt"], np.array(Image.open(io.BytesIO(png)))))
            return
        self.open.append(tag)
        self.styles += [values["style"]] if "style" in values else []
        self.details += ["open" in values] if tag == "details" else []

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def digits(labels):
    images = np.random.default_rng(0).integers(0, 256, (len(labels), 28, 28), dtype=np.uint8)
    names = tuple(map(str, range(len(labels))))
    return UserTestSet(names, images, np.array(labels, dtype=np.int64))


def score(right, learnt=None):
    right = np.array(right)
    return Score(
        np.where(right, 1, 7), right, np.zeros(len(right), bool) if learnt is None else np.array(learnt)
    )


def test_every_drawing_is_there_with_its_digit_and_number():
    drawn = digits([0, 7, 7])
    shown = Reader(collection_html(drawn)).images
    assert [alt for alt, _ in shown] == ["your 0 number 1", "your 7 number 1", "your 7 number 2"]
    assert all(np.array_equal(shown[index][1], drawn.images[index]) for index in range(3))


def test_of_many_the_newest_are_shown_and_the_others_are_counted():
    html = collection_html(digits([3] * (SHOWN_PER_DIGIT + 4)))
    shown = Reader(html).images
    assert (shown[0][0], shown[-1][0]) == ("your 3 number 5", f"your 3 number {SHOWN_PER_DIGIT + 4}")
    assert "4 earlier ones are not shown" in html


def test_bar_and_band_stand_where_the_numbers_are():
    html = scores_html(
        digits([1] * 20), [ScoredNetwork("CNN", score([True] * 17 + [False] * 3), chosen=True)]
    )
    low, high = wilson_interval(17, 20)
    reader = Reader(html)
    assert "17 of 20 right, 85.0 % (95 % interval: 64.0 % to 94.8 %)" in html.replace("\u00a0", " ")
    left, right = (float(part.split(":")[1].strip(" %")) for part in reader.styles[0].split(";"))
    assert (left, 100 - right) == pytest.approx((100 * low, 100 * high), abs=0.051)
    assert reader.styles[1] == "left: 85.0%"
    assert [alt for alt, _ in reader.images] == ["your 1 read as 7"] * 3
    assert reader.details == [True]


def test_a_network_that_learnt_from_some_has_no_band():
    network = ScoredNetwork("Run", score([True, False], [True, False]), note="It learnt from 1 & more.")
    html = scores_html(digits([1, 1]), [network])
    assert "1 of 2 right, 50.0\u00a0%<" in html
    assert "interval" not in html
    assert "1 &amp; more" in html
    assert Reader(html).styles == ["left: 50.0%"]


def test_many_mistakes_are_cut_and_counted_and_none_is_said():
    many = SHOWN_MISTAKES + 5
    html = scores_html(digits([1] * many), [ScoredNetwork("Run", score([False] * many))])
    assert len(Reader(html).images) == SHOWN_MISTAKES
    assert "and 5 more" in html
    assert "No mistake." in scores_html(digits([1]), [ScoredNetwork("Run", score([True]))])


def test_a_name_is_text():
    html = scores_html(digits([1]), [ScoredNetwork("<script>x</script>", score([True]))])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
