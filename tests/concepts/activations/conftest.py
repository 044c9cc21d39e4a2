import pytest

from playground.concepts.activations import ACTIVATIONS


@pytest.fixture(params=list(ACTIVATIONS))
def activation(request):
    return ACTIVATIONS[request.param]
