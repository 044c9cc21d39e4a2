"""RMSprop: each coordinate's steps are divided by the root of its recent squared gradients.

Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
"""

import torch

from playground.concepts.optimizers.entry import Optimizer
from playground.concepts.optimizers.parameters import EPSILON, MOMENTUM, WEIGHT_DECAY, Parameter
from playground.concepts.optimizers.update_trace import UpdateTracer, number_text


def _trace(tracer: UpdateTracer) -> None:
    rate, alpha, epsilon = tracer.rates, tracer.value("alpha"), tracer.value("epsilon")
    name, gradient = tracer.gradient()
    keep, take = number_text(alpha), number_text(1 - alpha)
    spread = tracer.state(
        "square_avg", "v", "v", "running mean of g²", f"{keep} · {{v_before}} + {take} · {{{name}}}²"
    )
    under = "{v}"
    if tracer.value("centered"):
        mean = tracer.state(
            "grad_avg", "m", "m", "running mean of g", f"{keep} · {{m_before}} + {take} · {{{name}}}"
        )
        spread = tracer.add("variance", "σ²", "variance of g", spread - mean.square(), "{v} − {m}²")
        under = "{variance}"
    scaled = f"{{{name}}} / (√{under} + {number_text(epsilon)})"
    ratio = gradient / (spread.sqrt() + epsilon)
    tracer.downhill()
    momentum = tracer.value("momentum")
    if not momentum:
        tracer.step(-rate * ratio, f"−{tracer.rate_text} · {scaled}")
        return
    template = f"{number_text(momentum)} · {{b_before}} + {scaled}"
    buffer = tracer.state("momentum_buffer", "b", "b", "momentum", template)
    tracer.draw("pull", "from this gradient", "part", -rate * ratio)
    tracer.draw("memory", "from momentum", "part", -rate * (buffer - ratio))
    tracer.step(-rate * buffer, f"−{tracer.rate_text} · {{b}}")


RMSPROP = Optimizer(
    name="rmsprop",
    label="RMSprop",
    optimizer_class=torch.optim.RMSprop,
    notice="Divides each step by the root of the recent squared gradients.",
    formula=r"v_{t+1} = \alpha\, v_t + (1 - \alpha)\, g_t^2, "
    r"\quad x_{t+1} = x_t - \eta\, \frac{g_t}{\sqrt{v_{t+1}} + \varepsilon}",
    source="https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html",
    learning_rate=0.001,
    surface_learning_rate=0.05,
    parameters=(
        Parameter(
            name="alpha",
            label="α",
            notice="Memory of the squared gradient's running mean: 0.99 looks back about 100 steps.",
            default=0.99,
            below=1.0,
        ),
        MOMENTUM,
        EPSILON,
        WEIGHT_DECAY,
        Parameter(
            name="centered",
            label="Centered",
            notice="Divides by the root of the gradient's variance instead.",
            default=False,
        ),
    ),
    in_formula=("alpha", "epsilon"),
    trace_update=_trace,
)
