"""What reads test images best is how a network was trained: small networks of known layers, activation and preparation."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from playground.digits.checkpoints.checkpoint import restore
from playground.digits.checkpoints.measuring import measure, read_once, restored
from playground.digits.datasets import load_digits
from playground.digits.models import build_model, recognise_networks, to_input
from playground.digits.models.preparation import USUAL
from playground.digits.models.stack_recognition import activation_of

DIGITS = load_digits("embedded")
TRAINED = {
    "relu, normalised": ("relu", "mnist", lambda act: [nn.Flatten(), nn.Linear(784, 64), act, nn.Linear(64, 10)]),
    "sigmoid": ("sigmoid", "plain", lambda act: [nn.Flatten(), nn.Linear(784, 64), act, nn.Linear(64, 10)]),
    "tanh, -1 to 1": ("tanh", "halves", lambda act: [nn.Flatten(), nn.Linear(784, 64), act, nn.Linear(64, 10)]),
    "bytes": ("relu", "bytes", lambda act: [nn.Flatten(), nn.Linear(784, 64), act, nn.Linear(64, 10)]),
    "black on white": ("relu", "inverted", lambda act: [nn.Flatten(), nn.Linear(784, 64), act, nn.Linear(64, 10)]),
    "a CNN": (
        "relu",
        "mnist",
        lambda act: [nn.Conv2d(1, 8, 3), act, nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 169, 10)],
    ),
}  # fmt: skip
ACTIVATIONS = {"relu": nn.ReLU(), "sigmoid": nn.Sigmoid(), "tanh": nn.Tanh()}
PIXELS = {
    "plain": lambda x: x,
    "mnist": lambda x: (x - 0.1307) / 0.3081,
    "halves": lambda x: 2 * x - 1,
    "bytes": lambda x: 255 * x,
    "inverted": lambda x: 1 - x,
}


@pytest.fixture(params=TRAINED, scope="module")
def trained(request):
    """A network, its activation and preparation, and how many test images it reads in its own program."""
    activation, pixels, make = TRAINED[request.param]
    torch.manual_seed(0)
    net = nn.Sequential(*make(ACTIVATIONS[activation]))
    optimizer = torch.optim.Adam(net.parameters(), 0.003)
    images = PIXELS[pixels](to_input(DIGITS.train_images))[:, None]
    for _ in range(40):
        for batch in torch.randperm(len(images)).split(64):
            optimizer.zero_grad()
            F.cross_entropy(net(images[batch]), DIGITS.train_labels[batch]).backward()
            optimizer.step()
    own = net(PIXELS[pixels](to_input(DIGITS.test_images))[:, None]).argmax(1)
    return net, activation, pixels, int((own == DIGITS.test_labels).sum())


def test_the_proposal_reads_what_the_network_reads_in_its_own_program(trained):
    net, activation, pixels, own = trained
    recognised = recognise_networks(net.state_dict())
    *_, last = measure(recognised, DIGITS.test_images, DIGITS.test_labels)
    best = last.best
    assert best.config.preparation == USUAL[pixels]
    assert activation_of(best.config) == activation
    assert abs(best.right - own) <= 1  # sums in another order round differently
    checkpoint = restore((best.config, recognised[best.place][1]), {})
    logits = checkpoint.model(to_input(DIGITS.test_images[:50]))
    expected = net(PIXELS[pixels](to_input(DIGITS.test_images[:50]))[:, None])
    torch.testing.assert_close(logits, expected, atol=1e-4, rtol=1e-4)


def test_every_combination_is_measured_as_the_network_itself_reads():
    state = nn.Sequential(nn.Flatten(), nn.Linear(784, 12), nn.ReLU(), nn.Linear(12, 10)).state_dict()
    recognised = recognise_networks(state)
    *_, last = measure(recognised, DIGITS.test_images, DIGITS.test_labels)
    assert last.done == 1
    for one in last.combinations[::9]:
        model = restored(recognised[0], one.config)
        logits = model(to_input(DIGITS.test_images))
        assert abs(int((logits.argmax(1) == DIGITS.test_labels).sum()) - one.right) <= 1
        assert one.loss == pytest.approx(
            float(F.cross_entropy(logits, DIGITS.test_labels, reduction="sum")), rel=1e-3
        )
        once = read_once((one.config, recognised[0][1]), DIGITS.test_images, DIGITS.test_labels)
        assert (once.right, once.total) == (one.right, one.total) == (once.right, len(DIGITS.test_labels))


def test_progress_grows_and_each_step_can_be_the_last():
    state = nn.Sequential(nn.Conv2d(1, 4, 3), nn.Conv2d(4, 4, 3), nn.Linear(4 * 144, 10)).state_dict()
    steps = list(measure(recognise_networks(state), DIGITS.test_images, DIGITS.test_labels))
    shares = [step.done for step in steps]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert all(step.best.total for step in steps)


def test_threads_are_as_before():
    threads = torch.get_num_threads()
    model = build_model(recognise_networks(nn.Linear(784, 10).state_dict())[0][0])
    read_once((model.config, model.state_dict()), DIGITS.test_images[:5], DIGITS.test_labels[:5])
    assert torch.get_num_threads() == threads
