"""An update past the optimizer's class against the class itself, to the last bit."""

import copy

import pytest
import torch
from torch import nn

from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig, build_optimizer
from playground.concepts.optimizers.direct_step import direct_step


def prepared(config):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(7, 5), nn.Tanh(), nn.Linear(5, 3))
    return model, build_optimizer(config, model.parameters(), fused=True)


def give_gradients(model, step):
    numbers = torch.Generator().manual_seed(step)
    for parameter in model.parameters():
        parameter.grad = torch.randn(parameter.shape, generator=numbers)


@pytest.mark.parametrize("decay", [0.0, 0.1])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_with_a_rate_that_changes_and_a_state_that_is_loaded(name, decay):
    values = {"weight_decay": decay} if "weight_decay" in OPTIMIZERS[name].defaults else {}
    config = OptimizerConfig(name, 0.01, **values)
    (direct, optimizer), (model, usual) = prepared(config), prepared(config)
    update = direct_step(optimizer)
    for step in range(30):
        if step == 10:
            for one in (optimizer, usual):
                one.param_groups[0]["lr"] = 0.003
        if step == 20:
            optimizer.load_state_dict(copy.deepcopy(optimizer.state_dict()))
        give_gradients(direct, step)
        give_gradients(model, step)
        update()
        usual.step()
        for own, expected in zip(direct.parameters(), model.parameters(), strict=True):
            assert torch.equal(own, expected)
    for own, expected in zip(optimizer.state.values(), usual.state.values(), strict=True):
        assert all(own[key] is None or torch.equal(own[key], expected[key]) for key in expected)


def test_adam_goes_past_its_class_after_the_first_step(monkeypatch):
    model, optimizer = prepared(OptimizerConfig("adam", 0.01))
    update, calls = direct_step(optimizer), []
    monkeypatch.setattr(optimizer, "step", lambda: calls.append(1) or type(optimizer).step(optimizer))
    for step in range(3):
        give_gradients(model, step)
        update()
    assert calls == [1]


def test_a_state_of_either_way_is_read_by_the_other(tmp_path):
    config = OptimizerConfig("adam", 0.01)
    (model, optimizer), (usual_model, usual) = prepared(config), prepared(config)
    update = direct_step(optimizer)
    for step in range(3):
        for one in (model, usual_model):
            give_gradients(one, step)
        update()
        usual.step()
    for name, one in (("direct", optimizer), ("class", usual)):
        torch.save(one.state_dict(), tmp_path / name)
    optimizer.load_state_dict(torch.load(tmp_path / "class", weights_only=True))
    usual.load_state_dict(torch.load(tmp_path / "direct", weights_only=True))
    for step in range(3, 6):
        for one in (model, usual_model):
            give_gradients(one, step)
        update()
        usual.step()
    assert [state["step"].item() for state in optimizer.state.values()] == [6] * 4
    assert [state["step"].item() for state in usual.state.values()] == [6] * 4
    for own, expected in zip(model.parameters(), usual_model.parameters(), strict=True):
        assert torch.equal(own, expected)
