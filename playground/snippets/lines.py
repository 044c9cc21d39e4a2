"""Parts of programs: lines that only some settings need, the imports and definitions that all begin with, and lines of ours."""

import ast
import inspect
import textwrap
from collections.abc import Callable


def chosen_lines(*parts: tuple[object, str]) -> str:
    """The texts whose condition holds, each ending its line."""
    return "".join(f"{text}\n" for condition, text in parts if condition)


def imports(definitions: str = "") -> str:
    """`import torch`, and `nn` where the program defines classes of its own.

    Args:
        definitions: see `defined`.
    """
    return f"import torch\nfrom torch import nn\n{defined(definitions)}" if definitions else "import torch\n"


def defined(definitions: str = "") -> str:
    """The classes that `torch.nn` does not have, for the place after the imports.

    Args:
        definitions: their source, which sees `torch` and `nn`; empty where there are none.
    """
    return f"\n{definitions}\n" if definitions else ""


def lines_of(function: Callable[..., object]) -> str:
    """The lines that a function of ours runs, as they stand there, without its docstring and the indentation."""
    source = textwrap.dedent(inspect.getsource(function))
    (definition,) = ast.parse(source).body
    assert isinstance(definition, ast.FunctionDef)
    first = definition.body[1 if ast.get_docstring(definition) else 0]
    return textwrap.dedent("\n".join(source.splitlines()[first.lineno - 1 :]))
