import pytest

from playground.digits.evaluation.image_reference import ImageReference, parse_image_reference
from playground.errors import ConfigurationError


def test_a_name_and_back():
    assert parse_image_reference(str(ImageReference("mnist", 247))) == ImageReference("mnist", 247)
    assert str(ImageReference("embedded", 0)) == "embedded-test-0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "247",
        "mnist-train-1",
        "mnist-test-",
        "mnist-test-1.5",
        "mnist-test--1",
        "mnist-test-9999999",
        "<b>",
    ],
)
def test_nonsense_is_refused_with_an_example(text):
    with pytest.raises(ConfigurationError, match="such as mnist-test-247"):
        parse_image_reference(text)
