"""What an attribution shows, in sentences with this moment's numbers."""

from dataclasses import dataclass

from torch import Tensor

from playground.digits.drawing.preprocessing import SIZE
from playground.digits.interpretability.attribution import STEPS, Attribution, Question
from playground.digits.interpretability.occlusion import Occlusion, Square
from playground.formatting import format_number, format_percent


@dataclass(frozen=True)
class MethodText:
    """A method's name, what it does, and what it cannot tell."""

    label: str
    does: str
    cannot: str


METHOD_TEXTS: dict[str, MethodText] = {
    "integrated_gradients": MethodText(
        "Integrated gradients",
        f"Your drawing fades in from black in {STEPS} steps. At each step we ask how much the score would change if a "
        "pixel became a little brighter. The mean of these slopes, times the pixel's brightness, is its share.",
        "A black pixel always gets 0, so this cannot say that an empty place matters, such as the gap that makes "
        "a 3 no 8. For that, choose Occlusion and add ink.",
    ),
    "occlusion": MethodText(
        "Occlusion",
        "A small square covers one place after another, and the network reads the drawing again each time. Where "
        "the score falls, the covered place spoke for the answer.",
        "Only one square is covered at a time: two strokes that can stand in for each other both look unimportant. "
        "And a drawing with a hole is not a drawing that the network has learnt from.",
    ),
    "grad_cam": MethodText(
        "Grad-CAM",
        "We take the maps of the last convolution. Each one counts as much as the score would grow with it. Their sum "
        "shows the regions that speak for the answer.",
        "The last maps have few places, so this is blurred, and it may light up where there is no ink. It leaves out all that speaks against, and it takes one "
        "weight for a whole map, although this place and that may count differently.",
    ),
    "gradient_times_input": MethodText(
        "Gradient × input",
        "One slope a pixel, at your finished drawing: how much would the score change if the pixel became a little "
        "brighter? Times its brightness.",
        "A slope is true only close by. The shares need not add up to anything, and where a unit is at its limit the "
        "slope is 0, however much the pixel mattered.",
    ),
}
"""By method, in the order in which a page offers them."""

_QUARTERS = ("upper left", "upper right", "lower left", "lower right")


def quarter_shares(values: Tensor) -> dict[str, float]:
    """Which share of all that is above 0 in `(28, 28)` lies in each quarter; empty when nothing is above 0."""
    positive = values.double().clamp(min=0)
    half = SIZE // 2
    sums = positive.reshape(2, half, 2, half).sum((1, 3)).flatten()  # (4,)
    total = float(sums.sum())
    return dict(zip(_QUARTERS, (sums / total).tolist(), strict=True)) if total > 0 else {}


def score_name(question: Question) -> str:
    """The attributed number's name, such as 'the logit of the 7'."""
    if question.other is None:
        return f"the logit of the {question.digit}"
    return f"the lead of the {question.digit} over the {question.other}"


def describe_place(attribution: Attribution) -> str:
    """Where most of it lies."""
    digit, shares = attribution.question.digit, quarter_shares(attribution.values)
    if not shares:
        return f"Nothing in the picture speaks for the {digit}."
    quarter = max(shares, key=shares.__getitem__)
    row, column = divmod(int(attribution.values.argmax()), SIZE)
    return (
        f"Of all that speaks for the **{digit}**, {format_percent(100 * shares[quarter])} lies in the **{quarter}** quarter. "
        f"The strongest pixel is in row {row}, column {column}."
    )


def describe_sum(attribution: Attribution) -> str:
    """Integrated gradients: the shares add up to the difference from a blank image."""
    name, blank = score_name(attribution.question), attribution.blank_score
    difference = attribution.score - blank
    return (
        f"All shares together make **{_signed(attribution.total)}**. That is no accident: {name} is "
        f"{_signed(attribution.score)} for your drawing and {_signed(blank)} for a blank image, a difference of "
        f"**{_signed(difference)}**. The shares divide this difference among the pixels. The {STEPS} steps miss it "
        f"by {format_number(abs(attribution.total - difference), 2)}."
    )


def describe_occlusion(result: Occlusion, cover: str) -> str:
    """The square that costs most, and the one whose cover would help most."""
    name, score = score_name(result.attribution.question), result.attribution.score
    verb = "Covering" if cover == "erase" else "Filling"
    with_what = "" if cover == "erase" else " with ink"
    sentences = []
    if result.most_influential is None:
        sentences.append(f"{verb} a square{with_what} never lowers {name}, which is {_signed(score)}.")
    else:
        sentences.append(
            f"{verb} the square at {_place(result.most_influential)}{with_what} costs most: {name} falls from {_signed(score)} to "
            f"**{_signed(score - result.most_influential.drop)}**. It has a white frame."
        )
    if result.most_helpful is not None:
        sentences.append(
            f"{verb} {_place(result.most_helpful)}{with_what} would raise it to "
            f"{_signed(score - result.most_helpful.drop)}."
        )
    return " ".join(sentences)


def describe_other_sum(attribution: Attribution) -> str:
    """Gradient x input: its sum beside the difference that it does not promise to make."""
    difference = attribution.score - attribution.blank_score
    return (
        f"All values together make {_signed(attribution.total)}, while {score_name(attribution.question)} differs by "
        f"{_signed(difference)} between your drawing and a blank image. Integrated gradients would make these two meet."
    )


def _signed(value: float) -> str:
    """Two decimals, so that what is added and its sum are written alike; of what is smaller, two digits."""
    return format_number(round(value, 2), 6) if abs(value) >= 0.1 else format_number(value, 2)


def _place(square: Square) -> str:
    last = square.size - 1
    return f"rows {square.row}–{square.row + last}, columns {square.column}–{square.column + last}"
