import pytest

from playground.ui.components.paste_image.component import decode_data_url


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("data:image/png;base64,AAEC", b"\x00\x01\x02"),
        ("data:image/png;base64,***", b""),
        ("data:image/png;base64,", b""),
        ("https://example.org/a.png", None),
        (12, None),
        (None, None),
    ],
)
def test_what_the_browser_pastes_is_bytes_or_nothing(value, expected):
    assert decode_data_url(value) == expected
