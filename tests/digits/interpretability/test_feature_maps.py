"""Feature maps and their arithmetic against plain PyTorch."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.interpretability.feature_maps import order_maps, trace_maps
from playground.digits.models import ModelConfig, build_model
from playground.errors import ConfigurationError
from playground.notices.arithmetic import place_table, readout_table
from tests.digits.interpretability.test_hidden_units import column


@pytest.fixture(scope="module")
def image():
    return load_digits("embedded").test_images[7]


@pytest.fixture(scope="module")
def cnn():
    return load_pretrained("cnn").model


@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS)
def test_each_block_holds_convolution_batch_normalisation_and_activation(activation, image):
    model = build_model(ModelConfig("cnn", activation=activation), seed=2).eval()
    traced = trace_maps(model, image, 4)
    signal = image[None, None] / 255
    layers = list(model.features)
    assert len(traced.blocks) == 3
    for index, block in enumerate(traced.blocks):
        convolution, normalisation, bend, pool = layers[4 * index : 4 * index + 4]
        with torch.no_grad():
            assert torch.equal(block.inputs, signal[0])
            sums = convolution(signal)
            after = normalisation(sums)
            maps = bend(after)
            signal = pool(maps)
        for (_, made), expected in zip(block.steps, (sums, after, maps), strict=True):
            assert torch.equal(made, expected[0])
    assert torch.equal(traced.readout.inputs, signal[0])


def test_the_number_of_a_place_is_the_sum_of_kernel_times_what_lies_under_it(image, cnn):
    first, second, _ = trace_maps(cnn, image, 4).blocks
    padded = F.pad(image / 255, (2, 2, 2, 2))
    for row, column_ in ((0, 0), (13, 20), (27, 5)):
        assert torch.equal(first.under_kernel(row, column_)[0], padded[row : row + 5, column_ : column_ + 5])
    for block, row, column_ in ((first, 13, 20), (second, 0, 13)):
        for index in range(4):
            total = (block.kernels[index].double() * block.under_kernel(row, column_).double()).sum()
            assert total.item() == pytest.approx(block.steps[0][1][index, row, column_].item(), abs=1e-4)


@pytest.mark.parametrize("digit", range(0, 10, 3))
def test_what_the_maps_give_and_the_bias_make_the_logit(digit, image, cnn):
    readout = trace_maps(cnn, image, digit).readout
    with torch.no_grad():
        logits = cnn(image[None] / 255)[0]
    torch.testing.assert_close(readout.logits, logits)
    by_map = readout.by_map(digit)
    assert (by_map.sum() + readout.bias[digit]).item() == pytest.approx(logits[digit].item(), abs=1e-4)
    weight = cnn.classifier.weight.detach()[digit]
    assert by_map[5].item() == pytest.approx(
        (weight[45:54] * readout.inputs[5].flatten()).sum().item(), abs=1e-5
    )


def test_the_printed_sums_hold_to_the_last_digit(image, cnn):
    traced = trace_maps(cnn, image, 2)
    rows = column(readout_table(traced.readout, 2))
    assert sum(value for _, value in rows[:-3]) == rows[-3][1]
    assert rows[-3][1] + rows[-2][1] == rows[-1][1]
    assert rows[-1][1] == pytest.approx(1000 * traced.readout.logits[2].item(), abs=0.51)
    block = traced.blocks[1]
    rows = column(place_table(block, 9, 4, 6, before=1))
    total = next(index for index, (name, _) in enumerate(rows) if name == "sum of 288 products")
    assert sum(value for _, value in rows[:total]) == rows[total][1]
    assert [value for _, value in rows[total:]] == [
        pytest.approx(1000 * made[9, 4, 6].item(), abs=0.51) for _, made in block.steps
    ]


def test_contributions_are_activation_times_slope(image, cnn):
    block = trace_maps(cnn, image, 2).blocks[-1]
    index = int(block.contributions().argmax())
    # The largest number of each pooled window passes on its weight, the others nothing.
    readout = trace_maps(cnn, image, 2).readout
    assert block.contributions()[index].item() == pytest.approx(readout.by_map(2)[index].item(), abs=1e-4)
    order = order_maps(block, by_contribution=True)
    assert order[0] == index
    assert sorted(order) == order_maps(block, by_contribution=False) == list(range(64))
    row, column_ = block.strongest_place(index)
    assert block.maps[index, row, column_] == block.maps[index].max()


def test_the_shared_network_stays_as_it_is(image, cnn):
    trace_maps(cnn, image, 1)
    assert all(parameter.requires_grad and parameter.grad is None for parameter in cnn.parameters())
    assert not cnn.training
    assert not any(part._forward_hooks for part in cnn.modules())


class OtherNetwork(nn.Sequential):
    def forward(self, images):
        return super().forward(images.unsqueeze(1))


def test_a_convolution_with_bias_and_stride_and_two_linear_layers(image):
    torch.manual_seed(0)
    model = OtherNetwork(
        nn.Conv2d(1, 4, 5, stride=2),
        nn.Tanh(),
        nn.Flatten(),
        nn.Linear(576, 20),
        nn.Tanh(),
        nn.Linear(20, 10),
    ).eval()
    traced = trace_maps(model, image, 1)
    assert traced.readout is None
    (block,) = traced.blocks
    rows = column(place_table(block, 2, 3, 7))
    assert rows[0][1] + rows[1][1] == pytest.approx(1000 * block.steps[0][1][2, 3, 7].item(), abs=0.51)
    assert torch.equal(block.under_kernel(3, 7)[0], image[6:11, 14:19] / 255)


def test_what_has_no_maps_to_show_is_refused_in_words(image):
    with pytest.raises(ConfigurationError, match="has none"):
        trace_maps(build_model(ModelConfig("mlp", (5,)), seed=0), image, 1)
    grouped = OtherNetwork(
        nn.Conv2d(1, 2, 3), nn.Conv2d(2, 2, 3, groups=2), nn.Flatten(), nn.Linear(1152, 10)
    )
    with pytest.raises(ConfigurationError, match="without groups"):
        trace_maps(grouped, image, 1)
