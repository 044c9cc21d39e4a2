"""Losses of a number: mean squared and absolute errors, and what lies between them."""

from torch import nn

from playground.concepts.losses.best_line import least_absolute, least_huber, least_squares
from playground.concepts.losses.entry import DOCUMENTATION, Loss, LossParameter

REGRESSION_LOSSES = (
    Loss(
        name="mse",
        label="MSE",
        kind="number",
        definition=nn.MSELoss,
        formula=r"(\hat y - y)^2",
        gradient_formula=r"2\,(\hat y - y)",
        notice="Twice the error costs four times as much, and pulls twice as hard: one outlier can outweigh the rest.",
        source=DOCUMENTATION.format("MSELoss"),
        best_line=least_squares,
    ),
    Loss(
        name="l1",
        label="L1",
        kind="number",
        definition=nn.L1Loss,
        formula=r"|\hat y - y|",
        gradient_formula=r"\operatorname{sign}(\hat y - y)",
        notice="Every error pulls equally hard, so an outlier counts like any other point; at the target the slope jumps.",
        source=DOCUMENTATION.format("L1Loss"),
        best_line=least_absolute,
    ),
    Loss(
        name="huber",
        label="Huber",
        kind="number",
        definition=nn.HuberLoss,
        formula=r"\begin{cases} \tfrac12 (\hat y - y)^2 & |\hat y - y| \le \delta \\ "
        r"\delta\,(|\hat y - y| - \tfrac12 \delta) & \text{else} \end{cases}",
        gradient_formula=r"\operatorname{clip}(\hat y - y,\, -\delta,\, \delta)",
        notice="Square near the target, straight farther out: smooth like MSE, and calm about outliers like L1.",
        source=DOCUMENTATION.format("HuberLoss"),
        parameters=(
            LossParameter(
                name="delta",
                label="δ of Huber",
                default=1.0,
                low=0.1,
                high=3.0,
                step=0.1,
                help="Where the square turns into a straight line: residuals beyond it count less.",
            ),
        ),
        best_line=least_huber,
    ),
    Loss(
        name="smooth_l1",
        label="Smooth L1",
        kind="number",
        definition=nn.SmoothL1Loss,
        formula=r"\begin{cases} (\hat y - y)^2 / (2\beta) & |\hat y - y| < \beta \\ |\hat y - y| - \beta / 2 & \text{else} \end{cases}",
        gradient_formula=r"\operatorname{clip}((\hat y - y) / \beta,\, -1,\, 1)",
        notice="L1 with a rounded tip: where β is Huber's δ, it is Huber divided by δ.",
        source=DOCUMENTATION.format("SmoothL1Loss"),
        parameters=(
            LossParameter(
                name="beta",
                label="β of Smooth L1",
                default=1.0,
                low=0.1,
                high=3.0,
                step=0.1,
                help="How wide the rounded tip is.",
            ),
        ),
    ),
)
