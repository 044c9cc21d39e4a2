from playground.snippets.lines import chosen_lines, defined, imports, lines_of


def test_only_the_lines_whose_condition_holds_are_there():
    assert chosen_lines((True, "one"), ("", "two"), ("yes", "three")) == "one\nthree\n"


def test_nn_is_imported_where_classes_are_defined():
    assert imports() == "import torch\n"
    assert imports("class A(nn.Module): ...") == (
        "import torch\nfrom torch import nn\n\nclass A(nn.Module): ...\n"
    )


def test_definitions_stand_off_from_the_imports():
    assert defined() == ""
    assert defined("class A: ...") == "\nclass A: ...\n"


def shown():
    """Not shown."""
    one = 1
    return one  # and so on


def test_the_lines_of_a_function_come_without_its_docstring():
    assert lines_of(shown) == "one = 1\nreturn one  # and so on"
