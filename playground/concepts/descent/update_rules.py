"""The catalogue of update rules: what each optimizer computes in one step, line by line."""

from collections.abc import Callable

import torch

from playground.concepts.descent.trajectory import Trajectory
from playground.concepts.descent.update_trace import Arrow, Narration, Story, number_text
from playground.concepts.optimizers import OptimizerConfig


def narrate(config: OptimizerConfig, trajectory: Trajectory) -> Narration:
    """Write out every step of `trajectory`, a descent by `config` with its states recorded.

    The memories, such as `momentum_buffer` and `exp_avg_sq`, are the optimizer's own; what lies between them and
    the step is computed in the trajectory's dtype as the documentation of `torch.optim` writes it.

    Raises:
        ConfigurationError: the trajectory was recorded without its states.
    """
    story = Story(config, trajectory)
    _RULES[config.name](story)
    story.add("x_new", "new", "point", trajectory.points[1:], "{x} + {step}")
    return story.finish()


def _sgd(story: Story) -> None:
    """https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html."""
    rate, momentum = story.rate, story.value("momentum")
    nesterov = story.config.name == "nesterov"
    dampening = 0.0 if nesterov else story.value("dampening")
    name, gradient = story.gradient()
    if not momentum:
        story.step(-rate * gradient, f"−{number_text(rate)} · {{{name}}}")
        return
    share = "" if not dampening else f"{number_text(1 - dampening)} · "
    label = "momentum" + (", first step undampened" if dampening else "")
    template = f"{number_text(momentum)} · {{b_before}} + {share}{{{name}}}"
    buffer = story.memory("momentum_buffer", "b", "b", label, template)
    pull = -rate * gradient * (1 + momentum if nesterov else 1)
    if nesterov:
        ahead = gradient + momentum * buffer
        story.add("ahead", "n", "look ahead", ahead, f"{{{name}}} + {number_text(momentum)} · {{b}}")
        step, template = -rate * ahead, f"−{number_text(rate)} · {{ahead}}"
    else:
        pull = torch.cat([pull[:1], (1 - dampening) * pull[1:]])
        step, template = -rate * buffer, f"−{number_text(rate)} · {{b}}"
    story.point_at("pull", "from this gradient", "part", pull)
    story.point_at("memory", "from momentum", "part", step - pull)
    story.step(step, template)


def _adam(story: Story) -> None:
    """https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html and ....AdamW.html."""
    rate, beta1, beta2 = story.rate, story.value("beta1"), story.value("beta2")
    name, _ = story.gradient()
    count = torch.arange(1, story.trajectory.steps + 1, dtype=torch.float64)
    corrections = [
        (1 - beta**count).to(story.numbers["x"])[:, None].expand_as(story.numbers["x"])
        for beta in (beta1, beta2)
    ]
    story.numbers["c1"], story.numbers["c2"] = corrections
    mean = story.memory(
        "exp_avg",
        "m",
        "m",
        "running mean of g",
        f"{number_text(beta1)} · {{m_before}} + {number_text(1 - beta1)} · {{{name}}}",
    )
    square = story.memory(
        "exp_avg_sq", "v", "v", "running mean of g²",
        f"{number_text(beta2)} · {{v_before}} + {number_text(1 - beta2)} · {{{name}}}²",
    )  # fmt: skip
    largest = "v"
    if story.value("amsgrad"):
        square = story.memory(
            "max_exp_avg_sq", "v_max", "v max", "largest v so far", "max({v_max_before}, {v})"
        )
        largest = "v_max"
    corrected = story.add("m_hat", "m̂", "m, bias corrected", mean / corrections[0], "{m} / {c1}")
    scale = story.add("v_hat", "v̂", "v, bias corrected", square / corrections[1], f"{{{largest}}} / {{c2}}")
    step = -rate * corrected / (scale.sqrt() + story.value("epsilon"))
    story.downhill()
    decay = story.value("weight_decay")
    if story.config.name == "adamw" and decay:
        story.point_at("adaptive", "from the gradient", "part", step)
        pull = story.add(
            "decay",
            "w",
            "weight decay",
            -rate * decay * story.numbers["x"],
            f"−{number_text(rate * decay)} · {{x}}",
        )
        story.arrows.append(Arrow("decay", "from weight decay", "part"))
        story.step(
            step + pull,
            f"{{decay}} − {number_text(rate)} · {{m_hat}} / (√{{v_hat}} + {number_text(story.value('epsilon'))})",
        )
    else:
        story.step(
            step, f"−{number_text(rate)} · {{m_hat}} / (√{{v_hat}} + {number_text(story.value('epsilon'))})"
        )


def _adagrad(story: Story) -> None:
    """https://docs.pytorch.org/docs/stable/generated/torch.optim.Adagrad.html."""
    name, gradient = story.gradient()
    start = story.value("initial_accumulator_value")
    total = story.memory("sum", "s", "s", "sum of g²", f"{{s_before}} + {{{name}}}²", first=start)
    rate, decay = f"{number_text(story.rate)}", story.value("lr_decay")
    rates = torch.full_like(gradient, story.rate)
    if decay:
        count = torch.arange(story.trajectory.steps, dtype=torch.float64)
        rates = (story.rate / (1 + count * decay)).to(gradient)[:, None].expand_as(gradient)
        story.add("rate", "η", "decayed learning rate", rates)
        rate = "{rate}"
    story.downhill()
    epsilon = story.value("epsilon")
    story.step(
        -rates * gradient / (total.sqrt() + epsilon),
        f"−{rate} · {{{name}}} / (√{{s}} + {number_text(epsilon)})",
    )


def _rmsprop(story: Story) -> None:
    """https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html."""
    alpha, epsilon, momentum = story.value("alpha"), story.value("epsilon"), story.value("momentum")
    rate = story.rate
    name, gradient = story.gradient()
    keep, take = number_text(alpha), number_text(1 - alpha)
    spread = story.memory(
        "square_avg", "v", "v", "running mean of g²", f"{keep} · {{v_before}} + {take} · {{{name}}}²"
    )
    under = "{v}"
    if story.value("centered"):
        mean = story.memory(
            "grad_avg", "m", "m", "running mean of g", f"{keep} · {{m_before}} + {take} · {{{name}}}"
        )
        spread = story.add("variance", "σ²", "variance of g", spread - mean.square(), "{v} − {m}²")
        under = "{variance}"
    scaled = f"{{{name}}} / (√{under} + {number_text(epsilon)})"
    ratio = gradient / (spread.sqrt() + epsilon)
    story.downhill()
    if not momentum:
        story.step(-rate * ratio, f"−{number_text(rate)} · {scaled}")
        return
    buffer = story.memory(
        "momentum_buffer", "b", "b", "momentum", f"{number_text(momentum)} · {{b_before}} + {scaled}"
    )
    story.point_at("pull", "from this gradient", "part", -rate * ratio)
    story.point_at("memory", "from momentum", "part", -rate * (buffer - ratio))
    story.step(-rate * buffer, f"−{number_text(rate)} · {{b}}")


_RULES: dict[str, Callable[[Story], None]] = {
    "sgd": _sgd,
    "momentum": _sgd,
    "nesterov": _sgd,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": _adam,
}
