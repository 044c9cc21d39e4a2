import pytest

from playground.digits.pretraining import handwriting_fonts
from playground.digits.pretraining.handwriting_fonts import trace_font

TRAINING_FONTS, HELD_OUT_FONTS = ("first", "second"), ("third",)


@pytest.fixture(scope="session")
def font_folder(tmp_path_factory):
    """A folder as `handwriting_fonts` leaves it, of three small fonts."""
    pytest.importorskip("fontTools", reason="fontTools is in requirements-dev.txt only")
    from tests.digits.pretraining.small_font import write_font

    folder = tmp_path_factory.mktemp("fonts")
    for name in (*TRAINING_FONTS, *HELD_OUT_FONTS):
        write_font(folder / f"node_modules/@fontsource/{name}/files/{name}-latin-400-normal.woff2")
        trace_font(name, folder)
    return folder


@pytest.fixture
def fonts(font_folder, monkeypatch):
    """The same, while these are all the fonts that there are."""
    monkeypatch.setattr(handwriting_fonts, "TRAINING_FONTS", dict.fromkeys(TRAINING_FONTS, "1.0.0"))
    monkeypatch.setattr(handwriting_fonts, "HELD_OUT_FONTS", dict.fromkeys(HELD_OUT_FONTS, "1.0.0"))
    return font_folder
