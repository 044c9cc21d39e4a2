"""What programs are put together from: the lines that this page needs, and the beginning that all share."""


def chosen_lines(*parts: tuple[object, str]) -> str:
    """The texts whose condition holds, each with a line's end."""
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
