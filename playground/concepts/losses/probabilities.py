"""Losses of a probability: binary cross-entropy and KL divergence."""

import torch
from torch import Tensor, nn

from playground.concepts.losses.entry import DOCUMENTATION, Loss


def _two_outcomes(probability: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Both as distributions `(N, 2)` of yes and no."""
    return torch.stack([probability, 1 - probability], dim=1), torch.stack([target, 1 - target], dim=1)


def _divergence(module: nn.Module, prediction: Tensor, target: Tensor) -> Tensor:
    """The module wants logarithms, and with `"none"` leaves the sum over outcomes to its caller."""
    values = module(prediction.log(), target)
    return values.sum(dim=-1) if values.ndim else values


PROBABILITY_LOSSES = (
    Loss(
        name="bce",
        label="Binary cross-entropy",
        kind="probability",
        definition=nn.BCELoss,
        formula=r"-\,y \log p - (1 - y) \log(1 - p)",
        gradient_formula=r"\frac{p - y}{p\,(1 - p)}",
        notice="To be sure and wrong costs without limit; PyTorch stops the logarithm at −100.",
        source=DOCUMENTATION.format("BCELoss"),
    ),
    Loss(
        name="kl_divergence",
        label="KL divergence",
        kind="probability",
        definition=nn.KLDivLoss,
        formula=r"\sum_i y_i \log \frac{y_i}{p_i}",
        gradient_formula=r"-\frac{y}{p} + \frac{1 - y}{1 - p}",
        notice="Cross-entropy less what even a perfect answer would cost: it is 0 where both distributions agree.",
        source=DOCUMENTATION.format("KLDivLoss"),
        arranged=_two_outcomes,
        call=_divergence,
        code="loss(torch.stack([prediction, 1 - prediction], dim=1).log(), torch.stack([target, 1 - target], dim=1)).sum(dim=-1)",
        mean="batchmean",  # its own "mean" goes over the outcomes too
    ),
)
