import pytest
import torch
from torch import nn

from playground.concepts.module_definition import call_source, definitions_source, module_class
from playground.errors import ConfigurationError

DOUBLE = """
class Double(nn.Module):
    def forward(self, x):
        return torch.add(x, x)
"""


def test_a_class_of_torch_stands_for_itself():
    assert module_class(nn.Tanh) is nn.Tanh
    assert call_source(nn.ELU, "alpha=2.0") == "torch.nn.ELU(alpha=2.0)"
    assert call_source(nn.ELU, "", "nn") == "nn.ELU()"


def test_source_makes_a_class_once():
    assert module_class(DOUBLE) is module_class(DOUBLE)
    assert module_class(DOUBLE)()(torch.tensor(1.5)) == 3
    assert call_source(DOUBLE, "", "nn") == "Double()"


def test_a_program_defines_each_class_once_and_none_of_torch():
    assert definitions_source([nn.ReLU, DOUBLE, DOUBLE]) == DOUBLE.strip()
    assert definitions_source([nn.ReLU]) == ""


@pytest.mark.parametrize("source", ["", "x = 1", f"{DOUBLE}\nclass Twice(Double): ..."])
def test_source_of_no_single_class_is_refused(source):
    with pytest.raises(ConfigurationError, match=r"one subclass of nn\.Module, but got \d"):
        module_class(source)


def test_source_that_needs_more_than_a_program_imports_fails_at_once():
    with pytest.raises(NameError, match="Tensor"):
        module_class("class Double(nn.Module):\n    def forward(self, x: Tensor): ...")
