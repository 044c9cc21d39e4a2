"""Stochastic gradient descent: plain, with momentum, and with Nesterov's.

Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
"""

from dataclasses import replace
from functools import partial
from typing import Any

import torch

from playground.concepts.optimizers.entry import Optimizer, Values
from playground.concepts.optimizers.parameters import MOMENTUM, WEIGHT_DECAY, Parameter
from playground.concepts.optimizers.update_trace import UpdateTracer, number_text

SOURCE = "https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html"

DAMPENING = Parameter(
    name="dampening",
    label="Dampening",
    notice="How much of the new gradient is left out of the momentum.",
    below=1.0,
)


def _nesterov_arguments(values: Values) -> dict[str, Any]:
    return {**values, "nesterov": values["momentum"] > 0}  # PyTorch refuses to look ahead without momentum


def _trace(tracer: UpdateTracer, nesterov: bool = False) -> None:
    rate, text = tracer.rates, tracer.rate_text
    momentum, dampening = tracer.value("momentum"), tracer.value("dampening")
    name, gradient = tracer.gradient()
    if not momentum:
        tracer.step(-rate * gradient, f"−{text} · {{{name}}}")
        return
    share = "" if not dampening else f"{number_text(1 - dampening)} · "
    label = "momentum" + (", first step undampened" if dampening else "")
    template = f"{number_text(momentum)} · {{b_before}} + {share}{{{name}}}"
    buffer = tracer.state("momentum_buffer", "b", "b", label, template)
    pull = -rate * gradient * (1 + momentum if nesterov else 1)
    if nesterov:
        ahead = gradient + momentum * buffer
        tracer.add("ahead", "n", "look ahead", ahead, f"{{{name}}} + {number_text(momentum)} · {{b}}")
        step, template = -rate * ahead, f"−{text} · {{ahead}}"
    else:
        pull = torch.cat([pull[:1], (1 - dampening) * pull[1:]])
        step, template = -rate * buffer, f"−{text} · {{b}}"
    tracer.draw("pull", "from this gradient", "part", pull)
    tracer.draw("memory", "from momentum", "part", step - pull)
    tracer.step(step, template)


SGD = Optimizer(
    name="sgd",
    label="SGD",
    optimizer_class=torch.optim.SGD,
    notice="One step against the gradient, as long as learning rate times slope.",
    formula=r"x_{t+1} = x_t - \eta\, g_t, \quad g_t = \nabla f(x_t)",
    source=SOURCE,
    learning_rate=0.01,
    surface_learning_rate=0.05,
    parameters=(MOMENTUM, DAMPENING, WEIGHT_DECAY),
    fused_on=("cpu", "cuda"),
    trace_update=_trace,
    linear_update="momentum",
)

MOMENTUM_SGD = Optimizer(
    name="momentum",
    label="SGD with momentum",
    optimizer_class=torch.optim.SGD,
    notice="Keeps a share of the last step, so steps in a steady direction add up.",
    formula=r"b_{t+1} = \beta\, b_t + g_t, \quad x_{t+1} = x_t - \eta\, b_{t+1}",
    source=SOURCE,
    learning_rate=0.01,
    surface_learning_rate=0.01,
    parameters=(replace(MOMENTUM, default=0.9), DAMPENING, WEIGHT_DECAY),
    in_formula=("momentum",),
    fused_on=("cpu", "cuda"),
    trace_update=_trace,
    linear_update="momentum",
)

NESTEROV = Optimizer(
    name="nesterov",
    label="Nesterov momentum",
    optimizer_class=torch.optim.SGD,
    notice="Momentum that looks ahead before it steps.",
    formula=r"b_{t+1} = \beta\, b_t + g_t, \quad x_{t+1} = x_t - \eta\, (g_t + \beta\, b_{t+1})",
    source=SOURCE,
    learning_rate=0.01,
    surface_learning_rate=0.01,
    parameters=(replace(MOMENTUM, default=0.9), WEIGHT_DECAY),
    in_formula=("momentum",),
    arguments=_nesterov_arguments,
    fused_on=("cpu", "cuda"),
    trace_update=partial(_trace, nesterov=True),
    linear_update="nesterov",
)
