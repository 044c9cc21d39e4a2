"""What a label of 'What to try' says is so when it is pressed, by plain PyTorch; and none of them breaks its page."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from playground.concepts.backpropagation.small_net import SmallNet
from playground.concepts.losses.outliers import POINTS
from playground.digits.datasets import load_digits, usual_dataset
from playground.digits.models import ModelConfig, build_model
from tests.elements import only
from tests.pages.opened import open_page


def _pressed(path, beginning):
    """The session after the experiment whose label begins so."""
    at = open_page(path)
    only(button for button in at.button if button.label.startswith(beginning)).click().run()
    assert not at.exception
    return at.session_state


def _number(values, key):
    return torch.tensor(float(values[key]), dtype=torch.float64, requires_grad=True)


@pytest.mark.parametrize(
    ("beginning", "function", "steepest"),
    [("Saturated", torch.sigmoid, 0.01), ("A dead ReLU", torch.relu, 0)],
)
def test_there_is_almost_no_slope(beginning, function, steepest):
    x = _number(_pressed("activations", beginning), "x")
    function(x).backward()
    assert abs(float(x.grad)) <= steepest


def _gradient_left(activation, initialise, depth):
    """The gradient at the first of `depth` layers as a share of that at the last one."""
    torch.manual_seed(0)
    layers = [nn.Linear(100, 100, bias=False, dtype=torch.float64) for _ in range(depth)]
    signal, outputs = torch.randn(64, 100, dtype=torch.float64, requires_grad=True), []
    for layer in layers:
        initialise(layer.weight)
        signal = activation(layer(signal))
        signal.retain_grad()
        outputs.append(signal)
    signal.backward(torch.randn_like(signal))
    return float(outputs[0].grad.norm() / outputs[-1].grad.norm())


def test_sigmoids_gradient_vanishes_and_relus_survives():
    values = _pressed("activations", "Sigmoid, 20 layers deep")
    assert values["stack_activation"] == "sigmoid"
    assert _gradient_left(torch.sigmoid, nn.init.xavier_normal_, values["depth"]) < 1e-9
    values = _pressed("activations", "ReLU with Kaiming")
    assert (values["stack_activation"], values["initialization"]) == ("relu", "kaiming")
    kaiming = lambda weight: nn.init.kaiming_normal_(weight, nonlinearity="relu")  # noqa: E731
    assert 0.1 < _gradient_left(torch.relu, kaiming, values["depth"]) < 10


def test_a_higher_temperature_brings_the_probabilities_closer():
    values = _pressed("activations", "Softmax at temperature 3")
    logits = torch.tensor([values[f"z{number}"] for number in range(1, 5)])
    hot, usual = (logits / float(values["temperature"])).softmax(0), logits.softmax(0)
    assert values["temperature"] == 3
    assert hot.max() - hot.min() < usual.max() - usual.min()


def test_one_point_of_eight_is_the_outlier():
    _pressed("losses", "One outlier against seven points")
    assert len(POINTS) == 8


def test_smoothing_pulls_a_sure_and_right_logit_back():
    values = _pressed("losses", "Sure and right, but smoothed")
    logits = torch.tensor([values[f"logit_{name}"] for name in ("cat", "dog", "bird")], requires_grad=True)
    assert (values["true_class"], values["temperature"]) == ("dog", 1)
    functional.cross_entropy(logits, torch.tensor(1), label_smoothing=values["smoothing"]).backward()
    assert logits.softmax(0)[1] > 0.95
    assert logits.grad[1] > 0  # descent lowers it


def test_the_squared_error_starts_slowly_where_the_neuron_is_sure_and_wrong():
    values = _pressed("losses", "Sure and wrong: the slow start")
    outputs = []
    for loss in (functional.mse_loss, functional.binary_cross_entropy):
        weight, bias = _number(values, "weight"), _number(values, "bias")
        optimizer = torch.optim.SGD([weight, bias], lr=float(values["rate"]))
        for _ in range(20):
            optimizer.zero_grad()
            loss(torch.sigmoid(weight + bias), torch.zeros((), dtype=torch.float64)).backward()
            optimizer.step()
        outputs.append(float(torch.sigmoid(weight + bias).detach()))
    assert outputs[0] > 0.9
    assert outputs[1] < 0.1


def test_a_second_softmax_is_wrong_without_a_word(recwarn):
    assert _pressed("losses", "A loss that is wrong without a word")["mistake"] == "softmax_twice"
    recwarn.clear()
    sure = torch.tensor([[100.0, 0.0, 0.0]])
    assert functional.cross_entropy(sure.softmax(1), torch.tensor([0])) > 0.5
    assert not recwarn.list


def _net_and_gradients(values):
    second = () if values["second"] == "none" else (int(values["second"]),)
    net = SmallNet(
        int(values["inputs"]), (int(values["hidden"]), *second), values["activation"], values["seed"]
    )
    own = [tensor.clone().requires_grad_() for tensor in net.weights().values()]
    activation = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[values["activation"]]
    a = torch.tensor([values[f"x{number + 1}"] for number in range(net.inputs)], dtype=torch.float64)
    for index in range(0, len(own), 2):
        a = own[index] @ a + own[index + 1]
        a = activation(a) if index < len(own) - 2 else a
    (a - values["target"]).square().sum().backward()
    return net, [tensor.grad for tensor in own]


def test_only_the_last_bias_gets_a_gradient():
    _, gradients = _net_and_gradients(_pressed("backpropagation", "Dead ReLUs"))
    assert [bool(gradient.any()) for gradient in gradients] == [False, False, False, True]


def test_the_gradients_of_two_sigmoid_layers_fade():
    _, gradients = _net_and_gradients(_pressed("backpropagation", "Two sigmoid layers"))
    first, second, last = (float(gradient.norm()) for gradient in gradients[::2])
    assert 5 * first < second
    assert 5 * second < last


def test_one_weight_has_two_ways_to_the_loss():
    net, _ = _net_and_gradients(_pressed("backpropagation", "One weight, two ways"))
    assert net.hidden == (1, 2)


def test_the_gradient_of_one_digit_is_its_picture():
    values = _pressed("backpropagation", "One digit: its gradient")
    assert (values["part"], values["batch"], values["weights"]) == ("by_hand", "1", "random")
    network, data = build_model(ModelConfig(), 0), load_digits(usual_dataset())
    loss = functional.cross_entropy(network(data.test_images[:1] / 255), data.test_labels[:1])
    gradient = torch.autograd.grad(loss, network.fc1.weight)[0]
    steepest = gradient[gradient.abs().max(1).values.argmax()]
    picture = data.test_images[0].flatten().double()
    assert abs(functional.cosine_similarity(steepest.double(), picture, dim=0)) > 0.999999


def test_xor_is_learnt():
    branch = _pressed("network", "Learn XOR: six neurons and two")["network_player_branches"].present
    assert branch.experiment.network.hidden == (6, 2)
    assert branch.experiment.source.name == "xor"
    data, own = branch.trainer.data, branch.experiment.network.build()
    optimizer = torch.optim.SGD(own.parameters(), lr=branch.experiment.training.optimizer.learning_rate)
    generator = torch.Generator().manual_seed(7)
    for _ in range(50):
        order = torch.randperm(len(data.train_points), generator=generator)
        for batch in order.split(branch.experiment.training.batch_size):
            optimizer.zero_grad()
            logits = own(data.train_points[batch])[:, 0]
            functional.binary_cross_entropy_with_logits(logits, data.train_targets[batch].float()).backward()
            optimizer.step()
    with torch.no_grad():
        for points, targets in (
            (data.train_points, data.train_targets),
            (data.test_points, data.test_targets),
        ):
            assert torch.equal(own(points)[:, 0] > 0, targets.bool())


@pytest.mark.parametrize("path", ["train", "sweep", "draw"])
def test_every_experiment_of_a_page_of_digits_can_be_pressed(path, store):
    at = open_page(path)
    keys = [button.key for button in at.button if (button.key or "").startswith("try_")]
    assert keys
    for key in keys:
        at.button(key=key).click().run()
        assert not at.exception
        assert not at.error
