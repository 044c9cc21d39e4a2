"""What a network says that it allows to explain is what can be explained, and nothing else is refused silently."""

import pytest
import torch

from playground.digits.interpretability.attribution import Question, attribute
from playground.digits.interpretability.feature_maps import trace_maps
from playground.digits.interpretability.features import features
from playground.digits.interpretability.hidden_units import trace_layers
from playground.digits.models import NETWORKS, ModelConfig, build_model
from playground.digits.models.entry import FEATURE_MAPS, FEATURES, GRAD_CAM, HIDDEN_UNITS
from playground.errors import ConfigurationError

IMAGE = (torch.rand(28, 28, generator=torch.Generator().manual_seed(0)) * 255).to(torch.uint8)
WAYS = {
    HIDDEN_UNITS: lambda model: trace_layers(model, IMAGE),
    FEATURE_MAPS: lambda model: trace_maps(model, IMAGE, 3),
    GRAD_CAM: lambda model: attribute(model, IMAGE, Question(3), "grad_cam"),
    FEATURES: lambda model: features(model, IMAGE[None]),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_explains_what_it_says(name, way):
    model = build_model(ModelConfig(name), seed=0).eval()
    assert model.explains <= WAYS.keys()
    if way in model.explains:
        WAYS[way](model)
    else:
        with pytest.raises(ConfigurationError):
            WAYS[way](model)
