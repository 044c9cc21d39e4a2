"""Losses of a score, or logit: hinge and cross-entropies."""

import torch
from torch import Tensor, nn

from playground.concepts.losses.entry import DOCUMENTATION, Loss, LossParameter


def _signed(prediction: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    return prediction, 2 * target - 1


def _three_logits(score: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Logits `(N, 3)`: the score of class 0 against two zeros; the true class is 0 for yes, 1 for no."""
    others = torch.zeros_like(score)
    return torch.stack([score, others, others], dim=1), (target < 0.5).long()


def _hinge(module: nn.Module, prediction: Tensor, target: Tensor) -> Tensor:
    return module(prediction, torch.zeros_like(prediction), target)


SCORE_LOSSES = (
    Loss(
        name="hinge",
        label="Hinge",
        kind="score",
        definition=nn.MarginRankingLoss,
        formula=r"\max(0,\; m - s z), \quad s = 2y - 1",
        gradient_formula=r"-s \text{ if } s z \le m \text{ else } 0",
        notice="Nothing to pay once the score is on the right side by more than the margin; up to there a constant pull.",
        source=DOCUMENTATION.format("MarginRankingLoss"),
        arranged=_signed,
        call=_hinge,
        parameters=(
            LossParameter(
                name="margin",
                label="Margin of the hinge",
                default=1.0,
                low=0.0,
                high=3.0,
                step=0.1,
                help="How far on the right side is enough.",
            ),
        ),
        code="loss(prediction, torch.zeros_like(prediction), 2 * target - 1)",
    ),
    Loss(
        name="bce_with_logits",
        label="Binary cross-entropy with logits",
        kind="score",
        definition=nn.BCEWithLogitsLoss,
        formula=r"-\,w\,y \log \sigma(z) - (1 - y) \log(1 - \sigma(z))",
        gradient_formula=r"(1 - y)\,\sigma(z) - w\,y\,(1 - \sigma(z))",
        notice="Without a weight its slope is the probability minus the target: far on the wrong side it pulls with full strength.",
        source=DOCUMENTATION.format("BCEWithLogitsLoss"),
        parameters=(
            LossParameter(
                name="pos_weight",
                label="Weight of a yes",
                default=1.0,
                low=0.1,
                high=5.0,
                step=0.1,
                help="Above 1, a missed yes costs more.",
                tensor=True,
            ),
        ),
    ),
    Loss(
        name="cross_entropy",
        label="Cross-entropy (three classes)",
        kind="score",
        definition=nn.CrossEntropyLoss,
        formula=r"-\sum_{i=1}^{3} t_i \log p_i, \quad p = \operatorname{softmax}(z, 0, 0), \quad "
        r"t = (1 - \varepsilon)\,\text{true class} + \varepsilon / 3",
        gradient_formula=r"p_1 - t_1",
        notice="Minus the logarithm of the true class's probability: of three classes, yes has this score and the other two have 0.",
        source=DOCUMENTATION.format("CrossEntropyLoss"),
        arranged=_three_logits,
        parameters=(
            LossParameter(
                name="label_smoothing",
                label="Label smoothing",
                default=0.0,
                low=0.0,
                high=0.5,
                step=0.05,
                help="This share of the target is spread over all classes: then a score can be too high.",
            ),
        ),
        code="loss(torch.stack([prediction, 0 * prediction, 0 * prediction], dim=1), (target < 0.5).long())",
    ),
)
