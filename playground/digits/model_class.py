"""The class of a network as source code: one `nn.Module` whose tensors have the names of the network's own."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from textwrap import indent

from torch import nn

from playground.digits.models import PIXELS, DigitNetwork

LayerSource = Callable[[nn.Module, DigitNetwork], str]
"""Writes the call that makes a layer of a network."""

FUNCTIONS = {"nn.ReLU()": "torch.relu", "nn.Sigmoid()": "torch.sigmoid", "nn.Tanh()": "torch.tanh"}
"""Activations that a class calls as functions, as the article does."""


def is_sequential(network: DigitNetwork) -> bool:
    """Whether the layers are called "0", "1", ..., as an `nn.Sequential` calls them."""
    children = dict(network.named_children())
    return [children.get(str(index)) for index in range(len(network.layers()))] == network.layers()


def lines_between(opening: str, lines: Sequence[str], closing: str) -> str:
    """A call with one argument a line."""
    return f"{opening}\n" + indent("".join(f"{line},\n" for line in lines), " " * 4) + closing


def class_source(network: DigitNetwork, layer_source: LayerSource) -> str:
    """The source of `Net` for images `(N, 1, 28, 28)`; empty for a network that is a plain `nn.Sequential`.

    Args:
        network: whose tensors' names and order the class has.
        layer_source: writes each of its layers.
    """
    preparation = network.config.preparation
    if not is_sequential(network):
        return NetSource(network, layer_source).text()
    if preparation.changes_nothing:
        return ""
    forward = f"        return super().forward({preparation.source_call()}(x))"
    return f"class Net(nn.Sequential):\n    def forward(self, x):\n{forward}"


class NetSource:
    """Both halves of a class: what it is made of, and what it computes."""

    def __init__(self, network: DigitNetwork, layer_source: LayerSource) -> None:
        self.network = network
        self.layers = network.layers()
        self.layer_source = layer_source

    def text(self) -> str:
        """The class."""
        *steps, last = self._steps()
        return (
            "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
            + indent("".join(f"{line}\n" for line in self._attributes()), " " * 8)
            + "\n    def forward(self, x):\n"
            + indent("".join(f"x = {step}\n" for step in steps) + f"return {last}", " " * 8)
        )

    @cached_property
    def _paths(self) -> dict[int, str]:
        """By a module's id its name in the network, such as "features.0"."""
        return {id(module): name for name, module in self.network.named_modules() if name}

    def _attributes(self) -> Iterator[str]:
        """The assignments, in the network's own order: a seed draws the weights in it."""
        for name, child in self.network.named_children():
            if name == "preparation":
                yield f"self.{name} = {self.network.config.preparation.source_call()}"
            elif self._leaves(child) and not self._function(child):
                yield f"self.{name} = {self._module(child)}"

    def _leaves(self, module: nn.Module) -> list[nn.Module]:
        """The network's layers that lie in a module, or are it."""
        known = set(map(id, self.layers))
        return [part for part in module.modules() if id(part) in known]

    def _module(self, module: nn.Module) -> str:
        if any(module is layer for layer in self.layers):
            return self.layer_source(module, self.network)
        children = [
            (name, self._module(child)) for name, child in module.named_children() if self._leaves(child)
        ]
        if isinstance(module, nn.Sequential):
            return lines_between("nn.Sequential(", [code for _, code in children], ")")
        if isinstance(module, nn.ModuleList):
            return lines_between("nn.ModuleList([", [code for _, code in children], "])")
        return lines_between("nn.ModuleDict({", [f'"{name}": {code}' for name, code in children], "})")

    def _steps(self) -> list[str]:
        """Expressions of `x`, one a line; what has no weights goes around the layer with weights before it."""
        steps = [] if self.network.config.preparation.changes_nothing else ["self.preparation(x)"]
        place, weighted = 0, False
        while place < len(self.layers):
            layer = self.layers[place]
            whole = self._sequence_at(place)
            flat = type(layer) is nn.Flatten and id(layer) not in self._paths
            if whole is not None:
                steps.append(f"{self._access(whole)}(x)")
            elif flat:
                steps.append("x.flatten(1)" if place else f"x.view(-1, {PIXELS})")
            else:
                has_weights = bool(layer.state_dict())
                before = steps.pop() if weighted and not has_weights else "x"
                steps.append(f"{self._call(layer)}({before})")
            weighted = whole is None and not flat and bool(layer.state_dict())
            place += 1 if whole is None else len(self._leaves(whole))
        return steps

    def _sequence_at(self, place: int) -> nn.Module | None:
        """The outermost `nn.Sequential` that holds just the layers that come next."""
        for module in self.network.modules():
            if isinstance(module, nn.Sequential):
                leaves = self._leaves(module)
                following = self.layers[place : place + len(leaves)]
                if leaves and [*map(id, leaves)] == [*map(id, following)]:
                    return module
        return None

    def _call(self, layer: nn.Module) -> str:
        """What is called: an attribute, a function, or a layer made on the spot because the network keeps none."""
        if id(layer) not in self._paths:
            return self.layer_source(layer, self.network)
        return self._function(layer) or self._access(layer)

    def _function(self, layer: nn.Module) -> str:
        """The function that takes an attribute's place; "" for none."""
        path = self._paths[id(layer)]
        known = any(layer is own for own in self.layers) and "." not in path
        return FUNCTIONS.get(self.layer_source(layer, self.network), "") if known else ""

    def _access(self, module: nn.Module) -> str:
        """Such as `self.features[0]`."""
        owner: nn.Module = self.network
        first, *rest = self._paths[id(module)].split(".")
        code, owner = f"self.{first}", owner.get_submodule(first)
        for name in rest:
            code += f"[{name}]" if isinstance(owner, nn.Sequential | nn.ModuleList) else f'["{name}"]'
            owner = owner.get_submodule(name)
        return code
