"""The class of a network as source code, however its layers lie in it."""

import pytest
import torch
from torch import nn

from playground.digits.model_source import definitions_for
from playground.digits.models import DigitNetwork, ModelConfig
from playground.digits.models.preparation import USUAL
from tests.digits.test_model_source import check_source


class Nested(DigitNetwork):
    """Layers in every kind of container, a shared activation, a layer that is kept nowhere, and a head made first."""

    def __init__(self, config):
        super().__init__(config)
        self.head = nn.Linear(8, 10)
        self.blocks = nn.ModuleList([nn.Conv2d(1, 4, 3), nn.Sequential(nn.Conv2d(4, 4, 3), nn.Tanh())])
        self.body = nn.Module()
        self.body.norm, self.body.last = nn.BatchNorm2d(4), nn.Sequential(nn.Conv2d(4, 8, 24))
        self.flat, self.shared = nn.Flatten(), nn.PReLU(init=0.5)

    def layers(self):
        first, second = self.blocks
        pool = nn.AvgPool2d(1)
        end = [*self.body.last, self.flat, self.shared, self.head]
        return [first, nn.ReLU(), *second, self.body.norm, pool, *end]

    def forward(self, images):
        signal = self.blocks[1](torch.relu(self.blocks[0](images.unsqueeze(1))))
        return self.head(self.shared(self.flat(self.body.last(self.body.norm(signal)))))


class Interleaved(DigitNetwork):
    """A container whose layers do not follow one another, and nothing behind the last activation."""

    def __init__(self, config):
        super().__init__(config)
        self.linears = nn.Sequential(nn.Linear(784, 12), nn.Linear(12, 10))
        self.squash = nn.Sigmoid()

    def layers(self):
        return [nn.Flatten(), self.linears[0], self.squash, self.linears[1], self.squash]

    def forward(self, images):
        return self.linears[1](self.linears[0](images.flatten(1)).sigmoid()).sigmoid()


@pytest.mark.parametrize("preparation", ["plain", "bytes"])
@pytest.mark.parametrize("made", [Nested, Interleaved])
def test_a_network_of_any_form_is_written(made, preparation):
    torch.manual_seed(5)
    check_source(made(ModelConfig(preparation=USUAL[preparation])), 5)


def test_a_container_that_is_read_in_another_order_is_opened():
    code = definitions_for(Interleaved(ModelConfig()))
    assert "x = torch.sigmoid(self.linears[0](x))\n        return torch.sigmoid(self.linears[1](x))" in code
