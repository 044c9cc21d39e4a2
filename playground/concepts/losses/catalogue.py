"""The catalogue of loss functions. Adding one is one entry here: widgets, tests and pages follow."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.concepts.losses.entry import Loss, LossParameter


@dataclass(frozen=True)
class Kind:
    """What the x axis of a loss is.

    Attributes:
        label: for people.
        axis: the axis' name.
        low: where the axis begins.
        high: where it ends.
        targets: the targets that can be chosen, lowest and highest.
        step: between two of them.
        usual: a prediction and a target to begin with.
        meaning: what such a prediction is.
    """

    label: str
    axis: str
    low: float
    high: float
    targets: tuple[float, float]
    step: float
    usual: tuple[float, float]
    meaning: str


KINDS: dict[str, Kind] = {
    "number": Kind(
        "Number", "prediction ŷ", -4.0, 4.0, (-3.0, 3.0), 0.1, (2.0, 0.0),
        "The network answers with a number, such as a price; the target is a number too.",
    ),
    "score": Kind(
        "Score", "score z", -6.0, 6.0, (0.0, 1.0), 1.0, (-2.0, 1.0),
        "The network answers with a score, or logit: above 0 means yes. The target is 1 for yes and 0 for no.",
    ),
    "probability": Kind(
        "Probability", "probability p", 0.0, 1.0, (0.0, 1.0), 0.1, (0.2, 0.8),
        "The network answers with a probability; the target is the true one: 1 for yes, 0 for no, or between.",
    ),
}  # fmt: skip


def _as_they_are(prediction: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    return prediction, target


def _signed(prediction: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    return prediction, 2 * target - 1


def _three_logits(score: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Logits `(N, 3)`: the score of class 0 against two zeros; the true class is 0 for yes, 1 for no."""
    others = torch.zeros_like(score)
    return torch.stack([score, others, others], dim=1), (target < 0.5).long()


def _two_outcomes(probability: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Both as distributions `(N, 2)` of yes and no."""
    return torch.stack([probability, 1 - probability], dim=1), torch.stack([target, 1 - target], dim=1)


def _divergence(module: nn.Module, prediction: Tensor, target: Tensor) -> Tensor:
    """The module wants logarithms, and with `"none"` leaves the sum over outcomes to its caller."""
    values = module(prediction.log(), target)
    return values.sum(dim=-1) if values.ndim else values


def _hinge(module: nn.Module, prediction: Tensor, target: Tensor) -> Tensor:
    return module(prediction, torch.zeros_like(prediction), target)


_DOCUMENTATION = "https://docs.pytorch.org/docs/stable/generated/torch.nn.{}.html"

LOSSES: dict[str, Loss] = {
    entry.name: entry
    for entry in (
        Loss(
            "mse", "MSE", "number", nn.MSELoss,
            r"(\hat y - y)^2", r"2\,(\hat y - y)",
            "Twice the error costs four times as much, and pulls twice as hard: one outlier can outweigh the rest.",
            _DOCUMENTATION.format("MSELoss"), _as_they_are,
        ),
        Loss(
            "l1", "L1", "number", nn.L1Loss,
            r"|\hat y - y|", r"\operatorname{sign}(\hat y - y)",
            "Every error pulls equally hard, so an outlier counts like any other point; at the target the slope jumps.",
            _DOCUMENTATION.format("L1Loss"), _as_they_are,
        ),
        Loss(
            "huber", "Huber", "number", nn.HuberLoss,
            r"\begin{cases} \tfrac12 (\hat y - y)^2 & |\hat y - y| \le \delta \\ "
            r"\delta\,(|\hat y - y| - \tfrac12 \delta) & \text{else} \end{cases}",
            r"\operatorname{clip}(\hat y - y,\, -\delta,\, \delta)",
            "Square near the target, straight farther out: smooth like MSE, and calm about outliers like L1.",
            _DOCUMENTATION.format("HuberLoss"), _as_they_are,
            parameters=(
                LossParameter("delta", "δ of Huber", 1.0, 0.1, 3.0, 0.1, "Where the square turns into a straight line."),
            ),
        ),
        Loss(
            "smooth_l1", "Smooth L1", "number", nn.SmoothL1Loss,
            r"\begin{cases} (\hat y - y)^2 / (2\beta) & |\hat y - y| < \beta \\ |\hat y - y| - \beta / 2 & \text{else} \end{cases}",
            r"\operatorname{clip}((\hat y - y) / \beta,\, -1,\, 1)",
            "L1 with a rounded tip: it is Huber divided by its δ.",
            _DOCUMENTATION.format("SmoothL1Loss"), _as_they_are,
            parameters=(LossParameter("beta", "β of Smooth L1", 1.0, 0.1, 3.0, 0.1, "How wide the rounded tip is."),),
        ),
        Loss(
            "hinge", "Hinge", "score", nn.MarginRankingLoss,
            r"\max(0,\; m - s z), \quad s = 2y - 1", r"-s \text{ if } s z \le m \text{ else } 0",
            "Nothing to pay once the score is on the right side by more than the margin; up to there a constant pull.",
            _DOCUMENTATION.format("MarginRankingLoss"), _signed, _hinge,
            (LossParameter("margin", "Margin of the hinge", 1.0, 0.0, 3.0, 0.1, "How far on the right side is enough."),),
            "loss(prediction, torch.zeros_like(prediction), 2 * target - 1)",
        ),
        Loss(
            "bce_with_logits", "Binary cross-entropy with logits", "score", nn.BCEWithLogitsLoss,
            r"-\,w\,y \log \sigma(z) - (1 - y) \log(1 - \sigma(z))", r"(1 - y)\,\sigma(z) - w\,y\,(1 - \sigma(z))",
            "Without a weight its slope is the probability minus the target: far on the wrong side it pulls with full strength.",
            _DOCUMENTATION.format("BCEWithLogitsLoss"), _as_they_are,
            parameters=(
                LossParameter("pos_weight", "Weight of a yes", 1.0, 0.1, 5.0, 0.1, "Above 1, a missed yes costs more.", tensor=True),
            ),
        ),
        Loss(
            "cross_entropy", "Cross-entropy (three classes)", "score", nn.CrossEntropyLoss,
            r"-\sum_{i=1}^{3} t_i \log p_i, \quad p = \operatorname{softmax}(z, 0, 0), \quad "
            r"t = (1 - \varepsilon)\,\text{true class} + \varepsilon / 3",
            r"p_1 - t_1",
            "The same idea for several classes, of which yes is the first: minus the logarithm of the true one's probability.",
            _DOCUMENTATION.format("CrossEntropyLoss"), _three_logits,
            parameters=(
                LossParameter(
                    "label_smoothing", "Label smoothing", 0.0, 0.0, 0.5, 0.05,
                    "This share of the target is spread over all classes: then a score can be too high.",
                ),
            ),
            code="loss(torch.stack([prediction, 0 * prediction, 0 * prediction], dim=1), (target < 0.5).long())",
        ),
        Loss(
            "bce", "Binary cross-entropy", "probability", nn.BCELoss,
            r"-\,y \log p - (1 - y) \log(1 - p)", r"\frac{p - y}{p\,(1 - p)}",
            "To be sure and wrong costs without limit; PyTorch stops the logarithm at -100.",
            _DOCUMENTATION.format("BCELoss"), _as_they_are,
        ),
        Loss(
            "kl_divergence", "KL divergence", "probability", nn.KLDivLoss,
            r"\sum_i y_i \log \frac{y_i}{p_i}", r"-\frac{y}{p} + \frac{1 - y}{1 - p}",
            "Cross-entropy less what even a perfect answer would cost: it is 0 where both distributions agree.",
            _DOCUMENTATION.format("KLDivLoss"), _two_outcomes, _divergence,
            code="loss(torch.stack([prediction, 1 - prediction], dim=1).log(), torch.stack([target, 1 - target], dim=1)).sum(dim=-1)",
            mean="batchmean",  # its own "mean" goes over the outcomes too
        ),
    )
}  # fmt: skip


def losses_of(kind: str) -> dict[str, Loss]:
    """The losses that share an axis."""
    return {name: entry for name, entry in LOSSES.items() if entry.kind == kind}
