"""Parts of programs: lines that only some settings need, and the imports and definitions that all begin with."""


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
