"""Adagrad: each coordinate's steps shrink with the sum of its squared gradients.

Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.Adagrad.html
"""

from dataclasses import replace

import torch

from playground.concepts.optimizers.entry import Optimizer
from playground.concepts.optimizers.parameters import EPSILON, WEIGHT_DECAY, Parameter
from playground.concepts.optimizers.update_trace import UpdateTracer, number_text


def _trace(tracer: UpdateTracer) -> None:
    name, gradient = tracer.gradient()
    start, epsilon = tracer.value("initial_accumulator_value"), tracer.value("epsilon")
    total = tracer.state("sum", "s", "s", "sum of g²", f"{{s_before}} + {{{name}}}²", first=start)
    decay = tracer.value("lr_decay")
    if decay:
        count = torch.arange(tracer.steps, dtype=torch.float64)[:, None]
        tracer.move_rate((tracer.rates / (1 + count * decay)).to(gradient), "decayed learning rate")
    tracer.downhill()
    tracer.step(
        -tracer.rates * gradient / (total.sqrt() + epsilon),
        f"−{tracer.rate_text} · {{{name}}} / (√{{s}} + {number_text(epsilon)})",
    )


ADAGRAD = Optimizer(
    name="adagrad",
    label="Adagrad",
    optimizer_class=torch.optim.Adagrad,
    notice="Divides each step by the root of the sum of all squared gradients so far.",
    formula=r"s_{t+1} = s_t + g_t^2, \quad x_{t+1} = x_t - \eta\, \frac{g_t}{\sqrt{s_{t+1}} + \varepsilon}",
    source="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adagrad.html",
    learning_rate=0.01,
    surface_learning_rate=0.5,
    parameters=(
        replace(EPSILON, default=1e-10),
        WEIGHT_DECAY,
        Parameter(
            name="lr_decay",
            label="Decay of the learning rate",
            notice="Divides the learning rate by 1 + step × δ.",
        ),
        Parameter(
            name="initial_accumulator_value",
            label="Sum at the start",
            notice="What the sum of squares begins with.",
        ),
    ),
    in_formula=("epsilon",),
    fused_on=("cpu",),
    trace_update=_trace,
)
