"""A recorded pass against the same layers called one by one."""

import copy

import pytest
import torch

from playground.digits.interpretability.layer_calls import layer_calls
from playground.digits.models import ModelConfig, build_model

IMAGES = torch.rand(2, 28, 28, generator=torch.Generator().manual_seed(0))


def test_every_module_stands_in_the_order_of_its_call_with_what_passed_it():
    model = build_model(ModelConfig("cnn"), seed=0).eval()
    calls, logits = layer_calls(model, IMAGES)
    parts = [*model.features.children(), model.classifier]
    assert [call.name for call in calls] == [*(f"features.{at}" for at in range(12)), "classifier"]
    signal = IMAGES.unsqueeze(1)
    for call, part in zip(calls, parts, strict=True):
        signal = signal.flatten(1) if part is model.classifier else signal
        torch.testing.assert_close(call.input, signal)
        signal = part(signal)
        torch.testing.assert_close(call.output, signal.detach())
    torch.testing.assert_close(logits, signal.detach())


@pytest.mark.parametrize("config", [ModelConfig(), ModelConfig("cnn")])
def test_the_slope_by_what_entered_a_layer_is_finite_differences(config):
    model = build_model(config, seed=0).double().eval()
    calls, logits = layer_calls(model, IMAGES[:1].double().requires_grad_())
    (slope,) = torch.autograd.grad(logits[0, 3], calls[-1].input)
    step = torch.zeros_like(slope)
    step[0, 5] = 1e-4
    last = calls[-1].layer
    difference = (last(calls[-1].input + step) - last(calls[-1].input - step))[0, 3] / 2e-4
    assert slope[0, 5].item() == pytest.approx(difference.item(), rel=1e-6)


def test_the_model_itself_is_not_touched():
    model = build_model(ModelConfig("cnn"), seed=0).train()
    before = copy.deepcopy(model.state_dict())
    layer_calls(model, IMAGES)
    assert model.training
    assert all(parameter.requires_grad and parameter.grad is None for parameter in model.parameters())
    assert not any(part._forward_hooks for part in model.modules())
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())
