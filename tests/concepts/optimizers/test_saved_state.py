"""A state that was saved with its numbers in another order in memory goes on with the same numbers, to the last bit."""

import copy

import pytest
import torch
from torch import nn

from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig, build_optimizer
from playground.concepts.optimizers.saved_state import load_state


def steps(layer, optimizer, count):
    for _ in range(count):
        for parameter in layer.parameters():
            parameter.grad = torch.empty_like(parameter).copy_(torch.sin(7 * parameter.detach()))
        optimizer.step()


def begun(config):
    torch.manual_seed(0)
    layer = nn.Conv2d(3, 4, 3).to(memory_format=torch.channels_last)
    return layer, build_optimizer(config, layer.parameters(), fused=True)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_state_in_the_usual_order_is_read(name):
    config = OptimizerConfig(name, 0.01)
    layer, optimizer = begun(config)
    steps(layer, optimizer, 3)
    saved = copy.deepcopy(optimizer.state_dict())
    for values in saved["state"].values():
        for key, value in values.items():
            if isinstance(value, torch.Tensor):
                values[key] = value.clone(memory_format=torch.contiguous_format)
    other, later = begun(config)
    other.load_state_dict(layer.state_dict())
    load_state(later, saved)
    steps(layer, optimizer, 3)
    steps(other, later, 3)
    assert torch.equal(other.weight, layer.weight)
    assert torch.equal(other.bias, layer.bias)
