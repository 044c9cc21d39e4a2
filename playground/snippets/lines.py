"""A program put together from parts that this page needs."""


def chosen_lines(*parts: tuple[object, str]) -> str:
    """The texts whose condition holds, each with a line's end."""
    return "".join(f"{text}\n" for condition, text in parts if condition)
