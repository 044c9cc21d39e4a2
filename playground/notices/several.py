"""What several digits in one picture say, as text."""

from collections.abc import Sequence

from playground.digits.prediction import Prediction
from playground.digits.several import Sheet, row_texts
from playground.formatting import counted, format_percent, listed

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def title(predictions: Sequence[Prediction]) -> str:
    """The headline of a drawing: `These are two digits: 1 and 7`."""
    read = [str(prediction.label) for prediction in predictions if prediction.label is not None]
    if len(read) == len(predictions):
        return f"These are {_number(len(read))} digits: {listed(read)}"
    names = ["?" if prediction.label is None else str(prediction.label) for prediction in predictions]
    return f"These are {_number(len(names))} marks: {listed(names)}"


def describe_drawing(predictions: Sequence[Prediction], chosen: int, network: str) -> str:
    """Three or four sentences on a drawing of several digits; `chosen` is the one that is looked at closer."""
    answers = [
        f"**{prediction.label}** with {format_percent(100 * prediction.confidence)}"
        for prediction in predictions
        if prediction.label is not None
    ]
    refused = len(predictions) - len(answers)
    rest = (
        f" {_number(refused).capitalize()} of the marks {'is' if refused == 1 else 'are'} no digit."
        if refused
        else ""
    )
    return (
        f"{title(predictions)}. A network of ten outputs reads one digit at a time, so each is cut out, prepared and read "
        f"by itself: {listed(answers)}.{rest} {_closer(predictions, chosen)} The reader: {network}."
    )


def photograph_title(sheet: Sheet, predictions: Sequence[Prediction]) -> str:
    """The headline of a photograph: `In the photo: 17 and 4`, a number for each row."""
    labels = [prediction.label for prediction in predictions]
    if all(label is None for label in labels):
        return "Nothing in the photo looks like one digit"
    return f"In the photo: {listed(row_texts(sheet, labels))}"


def describe_photograph(sheet: Sheet, predictions: Sequence[Prediction], chosen: int) -> str:
    """What stands on a photographed sheet, row by row; `chosen` is the digit on the canvas."""
    read = sum(prediction.label is not None for prediction in predictions)
    rows = [f"**{text}**" for text in row_texts(sheet, [prediction.label for prediction in predictions])]
    place = "" if len(rows) == 1 else f" in {_number(len(rows))} rows"
    found = f"The photo holds {_number(read)} {'digit' if read == 1 else 'digits'}{place}: {listed(rows)}."
    if not read:
        found = f"The photo holds {_number(len(predictions))} marks, and none looks like one digit."
    refused = sum(
        prediction.label is None and not mark.touching
        for mark, prediction in zip(sheet.marks, predictions, strict=True)
    )
    touching = sum(mark.touching for mark in sheet.marks)
    notes = []
    if refused and read:
        notes.append(f" What does not look like one digit has a **?**: {counted(refused, 'mark')}.")
    if touching:
        notes.append(" Where digits touch, the box is not read: leave a little room between them.")
    return f"{found}{''.join(notes)} {_closer(predictions, chosen)}"


def _closer(predictions: Sequence[Prediction], chosen: int) -> str:
    label = predictions[chosen].label
    what = "a mark that is no digit" if label is None else f"the **{label}**"
    return f"Looked at closer: {what}, number {chosen + 1} of {len(predictions)}; click another to choose it."


def _number(count: int) -> str:
    return _WORDS[count] if count < len(_WORDS) else str(count)
