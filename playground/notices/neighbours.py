"""What the neighbours of a drawing say, as text."""

from collections import Counter

import torch

from playground.digits.interpretability.neighbours import Neighbours
from playground.formatting import format_number


def describe_agreement(neighbours: Neighbours, answer: int) -> str:
    """How many of the nearest are what the network answers, and what the others are."""
    total, same = len(neighbours.labels), neighbours.agreeing(answer)
    others = Counter(int(label) for label in neighbours.labels if label != answer)
    if same == total:
        return f"**All {total} nearest are {answer}s**, as the network answers."
    listed = ", ".join(f"{count} × {digit}" for digit, count in others.most_common())
    head = f"**{same} of the {total} nearest {'is a' if same == 1 else 'are'} {answer}{'' if same == 1 else 's'}**"
    if same == 0:
        return f"**None of the {total} nearest is a {answer}**, though the network answers {answer}. They are {listed}."
    return f"{head}; the others: {listed}."


def describe_place(neighbours: Neighbours) -> str:
    """Nearest and second nearest class centre with the ratio of their distances."""
    distances, digits = neighbours.center_distances.topk(2, largest=False)
    if not torch.isfinite(distances).all():
        return "There are too few images to compare the digits' centres."
    first, second = distances.tolist()
    near, next_ = digits.tolist()
    text = f"The average {near} lies nearest, {format_number(first)} away; next comes the average {next_}, {format_number(second)} away"
    if first <= 0:
        return f"{text}."
    ratio = second / first
    verdict = (
        "almost as near, so the drawing lies between the two"
        if ratio < 1.15
        else f"{format_number(ratio, 2)} times as far"
        if ratio < 100
        else "far more than 100 times as far"
    )
    return f"{text}: {verdict}."


def describe_spaces(in_features: int, in_pixels: int, total: int, answer: int) -> str:
    """Both spaces compared: how many of `total` neighbours are an `answer` in each."""
    text = f"{answer}s among the {total} nearest: {in_features} by features and {in_pixels} by pixels."
    if in_features > in_pixels:
        return (
            f"{text} Pixels compare ink point by point, so a {answer} that is slanted or shifted seems far away; "
            "features were learnt to ignore that."
        )
    if in_features == in_pixels and 2 * in_features <= total:
        return f"{text} By neither are most of them {answer}s: few people write it like this."
    if in_features == in_pixels:
        return f"{text} For this drawing both agree: it is written much as others write it. Try a slanted or odd one."
    return f"{text} Here the pixels side with the answer more often: the features see something in between."
