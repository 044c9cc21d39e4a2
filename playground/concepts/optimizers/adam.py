"""Adam and AdamW: running means of the gradient and of its square, corrected for their start at 0.

Sources: https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html and
https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html
"""

from dataclasses import replace
from functools import partial
from typing import Any

import torch
from torch import Tensor

from playground.concepts.optimizers.entry import Optimizer, Values
from playground.concepts.optimizers.parameters import EPSILON, WEIGHT_DECAY, Parameter
from playground.concepts.optimizers.update_trace import UpdateTracer, number_text

FORMULA = (
    r"\begin{gathered} m_{t+1} = \beta_1 m_t + (1 - \beta_1)\, g_t, \quad "
    r"v_{t+1} = \beta_2 v_t + (1 - \beta_2)\, g_t^2 \\ "
    r"x_{t+1} = x_t - \eta\, \frac{m_{t+1} / (1 - \beta_1^{t+1})}"
    r"{\sqrt{v_{t+1} / (1 - \beta_2^{t+1})} + \varepsilon} \end{gathered}"
)

PARAMETERS = (
    Parameter(
        name="beta1",
        label="β₁",
        notice="Memory of the gradient's running mean: 0.9 looks back about 10 steps.",
        default=0.9,
        below=1.0,
    ),
    Parameter(
        name="beta2",
        label="β₂",
        notice="Memory of the squared gradient's running mean: 0.999 looks back about 1,000 steps.",
        default=0.999,
        below=1.0,
    ),
    EPSILON,
    WEIGHT_DECAY,
    Parameter(
        name="amsgrad",
        label="AMSGrad",
        notice="Divides by the root of the largest running mean of squared gradients so far.",
        default=False,
    ),
)


def _arguments(values: Values) -> dict[str, Any]:
    return {
        "betas": (values["beta1"], values["beta2"]),
        "eps": values["epsilon"],
        "weight_decay": values["weight_decay"],
        "amsgrad": values["amsgrad"],
    }


def _trace(tracer: UpdateTracer, decoupled_decay: bool = False) -> None:
    name, _ = tracer.gradient(decoupled_decay=decoupled_decay)
    mean_correction, square_correction = _corrections(tracer)
    beta1, beta2, epsilon = tracer.value("beta1"), tracer.value("beta2"), tracer.value("epsilon")
    template = f"{number_text(beta1)} · {{m_before}} + {number_text(1 - beta1)} · {{{name}}}"
    mean = tracer.state("exp_avg", "m", "m", "running mean of g", template)
    template = f"{number_text(beta2)} · {{v_before}} + {number_text(1 - beta2)} · {{{name}}}²"
    square, largest = tracer.state("exp_avg_sq", "v", "v", "running mean of g²", template), "v"
    if tracer.value("amsgrad"):
        template, largest = "max({v_max_before}, {v})", "v_max"
        square = tracer.state("max_exp_avg_sq", largest, "v max", "largest v so far", template)
    corrected = tracer.add("m_hat", "m̂", "m, bias corrected", mean / mean_correction, "{m} / {c1}")
    scale = tracer.add(
        "v_hat", "v̂", "v, bias corrected", square / square_correction, f"{{{largest}}} / {{c2}}"
    )
    step = -tracer.rates * corrected / (scale.sqrt() + epsilon)
    tracer.downhill()
    template = f"{tracer.rate_text} · {{m_hat}} / (√{{v_hat}} + {number_text(epsilon)})"
    if decoupled_decay and tracer.value("weight_decay"):
        tracer.draw("adaptive", "from the gradient", "part", step)
        tracer.step(step + _decay(tracer), f"{{decay}} − {template}")
    else:
        tracer.step(step, f"−{template}")


def _corrections(tracer: UpdateTracer) -> tuple[Tensor, Tensor]:
    """1 - β₁ᵗ and 1 - β₂ᵗ for the steps t = 1, 2, ..., `(steps, d)` each; templates call them `c1` and `c2`."""
    count, like = torch.arange(1, tracer.steps + 1, dtype=torch.float64), tracer.numbers["x"]
    for name, beta in (("c1", tracer.value("beta1")), ("c2", tracer.value("beta2"))):
        tracer.numbers[name] = (1 - beta**count).to(like)[:, None].expand_as(like)
    return tracer.numbers["c1"], tracer.numbers["c2"]


def _decay(tracer: UpdateTracer) -> Tensor:
    """The pull of AdamW's weight decay `(steps, d)`, which does not go through the gradient: a line and an arrow."""
    decay = tracer.value("weight_decay")
    values = -tracer.rates * decay * tracer.numbers["x"]
    tracer.add("decay", "w", "weight decay", values, f"−{tracer.rate_times(decay)} · {{x}}")
    tracer.draw("decay", "from weight decay", "part", values)
    return values


ADAM = Optimizer(
    name="adam",
    label="Adam",
    optimizer_class=torch.optim.Adam,
    notice="Momentum and RMSprop together, with their start-up bias corrected.",
    formula=FORMULA,
    source="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html",
    learning_rate=0.001,
    surface_learning_rate=0.1,
    parameters=PARAMETERS,
    in_formula=("beta1", "beta2", "epsilon"),
    arguments=_arguments,
    fused_on=("cpu", "cuda"),
    trace_update=_trace,
)

ADAMW = Optimizer(
    name="adamw",
    label="AdamW",
    optimizer_class=torch.optim.AdamW,
    notice="Adam whose weight decay acts on the weights themselves, not by way of the gradient.",
    formula=FORMULA.replace(r"x_{t+1} = x_t -", r"x_{t+1} = (1 - \eta \lambda)\, x_t -"),
    source="https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html",
    learning_rate=0.001,
    surface_learning_rate=0.1,
    parameters=tuple(
        replace(parameter, default=0.01) if parameter is WEIGHT_DECAY else parameter
        for parameter in PARAMETERS
    ),
    in_formula=("beta1", "beta2", "epsilon", "weight_decay"),
    arguments=_arguments,
    fused_on=("cpu", "cuda"),
    trace_update=partial(_trace, decoupled_decay=True),
)
