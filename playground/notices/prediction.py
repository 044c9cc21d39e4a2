"""What a prediction says, as text."""

from playground.digits.prediction import Prediction
from playground.digits.rejection import KINDS
from playground.formatting import format_percent

SURE, UNSURE = 0.9, 0.6


def describe_prediction(prediction: Prediction, network: str) -> str:
    """Two or three sentences with the numbers of this moment.

    Args:
        prediction: any.
        network: what reads, such as "MLP 784-128-10, trained on MNIST".
    """
    if not prediction.looks_like:
        return "There is no ink to read, so the network says nothing."
    if prediction.label is None:
        return _describe_refusal(prediction, network)
    confidence = format_percent(100 * prediction.confidence)
    values, digits = prediction.probabilities.topk(2)
    second, share = int(digits[1]), format_percent(100 * values[1].item())
    if prediction.confidence >= SURE:
        answer = f"The network reads a **{prediction.label}** and is sure: {confidence}."
    elif prediction.confidence >= UNSURE:
        answer = f"The network reads a **{prediction.label}** with {confidence}, not without doubt."
    else:
        answer = f"The network wavers: its best guess, **{prediction.label}**, has only {confidence}."
    return (
        f"{answer} Second comes **{second}** with {share}. A second, small network looked first, and found that "
        f"this is one digit. The reader: {network}."
    )


def _describe_refusal(prediction: Prediction, network: str) -> str:
    likely = float(prediction.probabilities.sum())
    insisted, digit = (prediction.probabilities / max(likely, 1e-12)).max(0)
    return (
        f"This does not look like one digit, rather like **{KINDS[prediction.looks_like]}**: the chance that it is one "
        f"digit is {format_percent(100 * likely)}, says a small network that looks first. A network of ten outputs must "
        f"always choose one: asked all the same, it would say **{int(digit)}** with "
        f"{format_percent(100 * float(insisted))}. The reader: {network}."
    )
