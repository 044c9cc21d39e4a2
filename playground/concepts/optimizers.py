"""The catalogue of `torch.optim` builders, shared by the descent page and by training."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from playground.concepts.optimizer_parameters import PARAMETERS
from playground.errors import ConfigurationError

MAX_LEARNING_RATE = 1000.0
"""The most that a form or an address may ask for; no example of the playground learns with more."""


@dataclass(frozen=True)
class OptimizerConfig:
    """Which optimizer with which numbers. None means: the catalogue's default.

    Attributes:
        name: a key of `OPTIMIZERS`.
        learning_rate: the step size, above 0 and at most `MAX_LEARNING_RATE`.
        momentum: the share of the last step that is kept, 0 <= momentum < 1 (SGD family, RMSprop).
        beta1: decay of the gradient's running mean, 0 <= beta1 < 1 (Adam, AdamW).
        beta2: decay of the squared gradient's running mean, 0 <= beta2 < 1 (Adam, AdamW).
        alpha: the same decay as RMSprop names it, 0 <= alpha < 1.
        epsilon: added to the denominator, at least 0 (adaptive optimizers).
        weight_decay: pull of the weights towards 0, at least 0.
        dampening: the share of the new gradient that momentum leaves out, 0 <= dampening < 1.
        lr_decay: Adagrad divides its learning rate by 1 + step * lr_decay, at least 0.
        initial_accumulator_value: what Adagrad's sum of squares begins with, at least 0.
        amsgrad: Adam divides by the largest running mean so far.
        centered: RMSprop divides by the root of the gradient's variance.

    Raises:
        ConfigurationError: a name that is not in the catalogue, or a number outside its range.
    """

    name: str = "sgd"
    learning_rate: float = 0.01
    momentum: float | None = None
    beta1: float | None = None
    beta2: float | None = None
    alpha: float | None = None
    epsilon: float | None = None
    weight_decay: float | None = None
    dampening: float | None = None
    lr_decay: float | None = None
    initial_accumulator_value: float | None = None
    amsgrad: bool | None = None
    centered: bool | None = None

    def __post_init__(self) -> None:
        if self.name not in OPTIMIZERS:
            raise ConfigurationError(
                f"Expected an optimizer out of {', '.join(OPTIMIZERS)}, but got {self.name!r}. Choose one of these."
            )
        check_learning_rate(self.learning_rate)
        for parameter in PARAMETERS.values():
            parameter.check(getattr(self, parameter.name))

    def value(self, parameter: str) -> float | bool:
        """The number used for `parameter`: this configuration's own, else the catalogue's default."""
        own = getattr(self, parameter)
        return OPTIMIZERS[self.name].defaults[parameter] if own is None else own


@dataclass(frozen=True)
class Optimizer:
    """One optimizer of `torch.optim`.

    Attributes:
        name: the catalogue key.
        label: the display name.
        learning_rate: a sensible learning rate for a network.
        defaults: the parameters that it takes beside the learning rate, with their default numbers.
        build: makes the `torch.optim` object from the parameters, a configuration and `fused`.
        notice: its idea in one sentence.
        formula: one step in LaTeX, from the point x with the gradient g.
        in_formula: the parameters that it shows beside the learning rate; it holds where the others are 0.
        source: where its formula is documented.
    """

    name: str
    label: str
    learning_rate: float
    defaults: dict[str, float | bool]
    build: Callable[[list[Tensor], OptimizerConfig, bool], torch.optim.Optimizer]
    notice: str
    formula: str
    in_formula: tuple[str, ...]
    source: str

    def source_call(self, config: OptimizerConfig, parameters: str = "[x]", fused: bool = False) -> str:
        """The call of `torch.optim` that a person would write for `config`, read off the object that is built."""
        built = self.build([torch.zeros(1, requires_grad=True)], config, fused)
        kind: Any = type(built)
        usual = kind([torch.zeros(1, requires_grad=True)]).defaults
        changed = [
            f"{key}={value!r}" for key, value in built.defaults.items() if key != "lr" and value != usual[key]
        ]
        arguments = ", ".join([parameters, f"lr={config.learning_rate!r}", *changed])
        return f"torch.optim.{type(built).__name__}({arguments})"


def check_learning_rate(learning_rate: float) -> None:
    """Raise `ConfigurationError` unless 0 < learning_rate <= `MAX_LEARNING_RATE`."""
    number = isinstance(learning_rate, int | float) and not isinstance(learning_rate, bool)
    if not number or not 0 < learning_rate <= MAX_LEARNING_RATE:  # NaN fails the comparison too
        raise ConfigurationError(
            f"Expected a learning rate above 0 and at most {MAX_LEARNING_RATE:g}, but got {learning_rate!r}. "
            "Try 0.001 for Adam or 0.01 for SGD."
        )


def build_optimizer(
    config: OptimizerConfig, parameters: Iterable[Tensor], fused: bool = False
) -> torch.optim.Optimizer:
    """The `torch.optim` object for `config`.

    Args:
        config: which optimizer, with which numbers.
        parameters: the tensors to update, each requiring its gradient.
        fused: use PyTorch's fused kernel where this optimizer has one (the whole update in one call).
    """
    return OPTIMIZERS[config.name].build(list(parameters), config, fused)


def _sgd(nesterov: bool) -> Callable[[list[Tensor], OptimizerConfig, bool], torch.optim.Optimizer]:
    def build(parameters: list[Tensor], config: OptimizerConfig, fused: bool) -> torch.optim.Optimizer:
        momentum = config.value("momentum")
        return torch.optim.SGD(
            parameters,
            lr=config.learning_rate,
            momentum=momentum,
            dampening=0 if nesterov else config.value("dampening"),
            weight_decay=config.value("weight_decay"),
            nesterov=nesterov and momentum > 0,  # PyTorch refuses to look ahead without momentum
            fused=fused or None,
        )

    return build


def _adam(
    optimizer: type[torch.optim.Adam],
) -> Callable[[list[Tensor], OptimizerConfig, bool], torch.optim.Optimizer]:
    def build(parameters: list[Tensor], config: OptimizerConfig, fused: bool) -> torch.optim.Optimizer:
        return optimizer(
            parameters,
            lr=config.learning_rate,
            betas=(config.value("beta1"), config.value("beta2")),
            eps=config.value("epsilon"),
            weight_decay=config.value("weight_decay"),
            amsgrad=bool(config.value("amsgrad")),
            fused=fused or None,
        )

    return build


def _adagrad(parameters: list[Tensor], config: OptimizerConfig, fused: bool) -> torch.optim.Optimizer:
    return torch.optim.Adagrad(
        parameters,
        lr=config.learning_rate,
        lr_decay=config.value("lr_decay"),
        initial_accumulator_value=config.value("initial_accumulator_value"),
        eps=config.value("epsilon"),
        weight_decay=config.value("weight_decay"),
        fused=(fused and all(parameter.device.type == "cpu" for parameter in parameters)) or None,
    )


def _rmsprop(parameters: list[Tensor], config: OptimizerConfig, fused: bool) -> torch.optim.Optimizer:
    del fused  # torch.optim.RMSprop has no fused kernel
    return torch.optim.RMSprop(
        parameters,
        lr=config.learning_rate,
        alpha=config.value("alpha"),
        eps=config.value("epsilon"),
        momentum=config.value("momentum"),
        weight_decay=config.value("weight_decay"),
        centered=bool(config.value("centered")),
    )


_ADAM_FORMULA = (
    r"\begin{gathered} m_{t+1} = \beta_1 m_t + (1 - \beta_1)\, g_t, \quad "
    r"v_{t+1} = \beta_2 v_t + (1 - \beta_2)\, g_t^2 \\ "
    r"x_{t+1} = x_t - \eta\, \frac{m_{t+1} / (1 - \beta_1^{t+1})}"
    r"{\sqrt{v_{t+1} / (1 - \beta_2^{t+1})} + \varepsilon} \end{gathered}"
)
_DOCUMENTATION = "https://docs.pytorch.org/docs/stable/generated/torch.optim.{}.html"

OPTIMIZERS: dict[str, Optimizer] = {
    entry.name: entry
    for entry in (
        Optimizer(
            "sgd",
            "SGD",
            0.01,
            {"momentum": 0.0, "dampening": 0.0, "weight_decay": 0.0},
            _sgd(nesterov=False),
            "One step against the gradient, as long as learning rate times slope.",
            r"x_{t+1} = x_t - \eta\, g_t, \quad g_t = \nabla f(x_t)",
            (),
            _DOCUMENTATION.format("SGD"),
        ),
        Optimizer(
            "momentum",
            "SGD with momentum",
            0.01,
            {"momentum": 0.9, "dampening": 0.0, "weight_decay": 0.0},
            _sgd(nesterov=False),
            "Keeps a share of the last step, so steps in a steady direction add up.",
            r"b_{t+1} = \beta\, b_t + g_t, \quad x_{t+1} = x_t - \eta\, b_{t+1}",
            ("momentum",),
            _DOCUMENTATION.format("SGD"),
        ),
        Optimizer(
            "nesterov",
            "Nesterov momentum",
            0.01,
            {"momentum": 0.9, "weight_decay": 0.0},
            _sgd(nesterov=True),
            "Momentum that looks ahead before it steps.",
            r"b_{t+1} = \beta\, b_t + g_t, \quad x_{t+1} = x_t - \eta\, (g_t + \beta\, b_{t+1})",
            ("momentum",),
            _DOCUMENTATION.format("SGD"),
        ),
        Optimizer(
            "adagrad",
            "Adagrad",
            0.01,
            {"epsilon": 1e-10, "weight_decay": 0.0, "lr_decay": 0.0, "initial_accumulator_value": 0.0},
            _adagrad,
            "Divides each step by the root of the sum of all squared gradients so far.",
            r"s_{t+1} = s_t + g_t^2, \quad x_{t+1} = x_t - \eta\, \frac{g_t}{\sqrt{s_{t+1}} + \varepsilon}",
            ("epsilon",),
            _DOCUMENTATION.format("Adagrad"),
        ),
        Optimizer(
            "rmsprop",
            "RMSprop",
            0.001,
            {"alpha": 0.99, "momentum": 0.0, "epsilon": 1e-8, "weight_decay": 0.0, "centered": False},
            _rmsprop,
            "Divides each step by the root of the recent squared gradients.",
            r"v_{t+1} = \alpha\, v_t + (1 - \alpha)\, g_t^2, \quad x_{t+1} = x_t - \eta\, \frac{g_t}{\sqrt{v_{t+1}} + \varepsilon}",
            ("alpha", "epsilon"),
            _DOCUMENTATION.format("RMSprop"),
        ),
        Optimizer(
            "adam",
            "Adam",
            0.001,
            {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.0, "amsgrad": False},
            _adam(torch.optim.Adam),
            "Momentum and RMSprop together, with their start-up bias corrected.",
            _ADAM_FORMULA,
            ("beta1", "beta2", "epsilon"),
            _DOCUMENTATION.format("Adam"),
        ),
        Optimizer(
            "adamw",
            "AdamW",
            0.001,
            {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.01, "amsgrad": False},
            _adam(torch.optim.AdamW),
            "Adam whose weight decay acts on the weights themselves.",
            _ADAM_FORMULA.replace(r"x_{t+1} = x_t -", r"x_{t+1} = (1 - \eta \lambda)\, x_t -"),
            ("beta1", "beta2", "epsilon", "weight_decay"),
            _DOCUMENTATION.format("AdamW"),
        ),
    )
}
