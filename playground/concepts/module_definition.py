"""What stands for an `nn.Module` in a catalogue: a class of `torch.nn`, or the source of one that `torch.nn` lacks.

The source is the only one there is: the class is made from it, and the programs print it. It sees `torch` and `nn`,
which every program imports.
"""

from collections.abc import Iterable
from functools import cache

import torch
from torch import nn

from playground.errors import ConfigurationError

Definition = type[nn.Module] | str


def module_class(definition: Definition) -> type[nn.Module]:
    """The class that a definition stands for, the same one at every call.

    Raises:
        ConfigurationError: source that does not define exactly one subclass of `nn.Module`.
    """
    return _class_from(definition) if isinstance(definition, str) else definition


@cache
def _class_from(definition: str) -> type[nn.Module]:
    names: dict[str, object] = {"torch": torch, "nn": nn, "__name__": __name__}
    exec(compile(definition, "<definition>", "exec"), names)
    classes = [value for value in names.values() if isinstance(value, type) and issubclass(value, nn.Module)]
    if len(classes) != 1:
        raise ConfigurationError(
            f"Expected the source of one subclass of nn.Module, but got {len(classes)}: {definition.strip()[:80]!r}. "
            "Define one class."
        )
    return classes[0]


def call_source(definition: Definition, arguments: str, package: str = "torch.nn") -> str:
    """The call that builds the module, such as `torch.nn.ELU(alpha=2.0)`.

    Args:
        definition: of the module.
        arguments: as Python source.
        package: where a program finds the classes of `torch.nn`; one that is defined by source stands alone.
    """
    name = module_class(definition).__name__
    return f"{name if isinstance(definition, str) else f'{package}.{name}'}({arguments})"


def definitions_source(definitions: Iterable[Definition]) -> str:
    """The classes that a program has to define before it calls them, each once; empty for those of `torch.nn`."""
    sources = dict.fromkeys(text.strip() for text in definitions if isinstance(text, str))
    return "\n\n".join(sources)
