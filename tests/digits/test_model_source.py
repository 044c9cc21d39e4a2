"""A network as source code: the same outputs, names, order and seeded weights."""

import pytest
import torch
from torch import nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.model_source import definitions_for, network_as_code
from playground.digits.models import NETWORKS, ModelConfig, build_model
from playground.digits.models.preparation import USUAL
from tests.digits.article import ArticleNet

IMAGES = torch.rand(4, 28, 28, generator=torch.Generator().manual_seed(0))


def written(model, seed=0):
    """The network that the source makes, with the weights that a seed draws."""
    names = {"torch": torch, "nn": nn}
    exec(definitions_for(model), names)
    torch.manual_seed(seed)
    return eval(network_as_code(model), names)


def check_source(model, seed):
    """`model` has been made with the seed."""
    copy = written(model, seed)
    assert list(copy.state_dict()) == list(model.state_dict())
    for name, tensor in model.state_dict().items():
        assert torch.equal(copy.state_dict()[name], tensor)
    torch.testing.assert_close(copy.eval()(IMAGES.unsqueeze(1)), model.eval()(IMAGES))


@pytest.mark.parametrize("preparation", ["plain", "mnist"])
@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS)
@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_is_written(name, activation, preparation):
    word = "relu" if activation == "linear" else activation  # in a text, linear is a layer with weights
    layers = f"conv 4 5 stride 2, batchnorm, {word}, dropout 0.2, linear 12, {word}, linear 10"
    config = ModelConfig(name, (30, 20), activation, layers, USUAL[preparation])
    check_source(build_model(config, seed=2), 2)


def test_the_articles_class_takes_the_weights_of_the_articles_network():
    model = build_model(ModelConfig(), seed=3)
    for network in (ArticleNet(), written(model)):
        network.load_state_dict(model.state_dict())
        torch.testing.assert_close(network(IMAGES.unsqueeze(1)), model(IMAGES))


@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS)
def test_a_cnn_is_what_a_person_would_write(activation):
    entry = NETWORK_ACTIVATIONS[activation]
    call = f"{'nn.' if entry.is_in_torch else ' '}{entry.module_class.__name__}("
    code = definitions_for(build_model(ModelConfig("cnn", activation=activation), seed=0))
    own = code[code.index("class Net(") :]
    assert "nn.Sequential(\n            nn.Conv2d(1, 32, 5, padding=2, bias=False),\n" in own
    assert own.endswith("x = self.features(x)\n        x = x.flatten(1)\n        return self.classifier(x)")
    assert own.count(call) == 3
