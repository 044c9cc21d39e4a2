"""By hand: the article's network on real digits, its backward pass in six lines beside `loss.backward()`."""

import pandas as pd
import streamlit as st
from torch import Tensor

from playground.concepts.backpropagation.by_hand import BackwardByHand
from playground.concepts.backpropagation.textbook import textbook_backward
from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import dataset_name, usual_dataset
from playground.digits.models import DigitNetwork, ModelConfig, build_model, to_input
from playground.digits.training.gradient_comparison import (
    ComparedGradient,
    compare_gradients,
    time_gradients,
)
from playground.figures.draw import enlarge
from playground.figures.inside import enlarged_map
from playground.formatting import format_number
from playground.notices.gradient_comparison import describe_difference, describe_gradients, describe_times
from playground.snippets.backpropagation import AUTOGRAD_LINES, by_hand_program
from playground.snippets.forward_pass import TRAINED, UNTRAINED
from playground.snippets.lines import lines_of
from playground.ui.backpropagation.settings import BATCHES, DEFAULTS, WEIGHTS
from playground.ui.shared.choice import choose_one
from playground.ui.shared.digit_images import load_test_images
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice

SHOWN = 6
"""Digits of the batch that are shown."""
PICTURE = 84
"""Pixels on the screen of a digit, a multiple of its 28."""


def show() -> None:
    """The digits, the two backward passes, and how their gradients and times compare.

    Raises:
        DatasetError: the test images cannot be read.
    """
    with st.container(horizontal=True, gap="medium"):
        weights = choose_one("Its weights", WEIGHTS, DEFAULTS["weights"], "weights")
        count = int(choose_one("Digits in the batch", BATCHES, DEFAULTS["batch"], "batch"))
    dataset = usual_dataset()
    test = load_test_images(dataset)
    images, labels = test.images[:count], test.labels[:count]
    network = _network(weights)
    gradients = compare_gradients(network, to_input(images), labels)
    _show_batch(images, labels, gradients[0], dataset_name(dataset))
    six_lines = "\n".join(lines_of(textbook_backward).splitlines()[:6])
    autograd, textbook = st.columns([1, 1.5], gap="medium")
    autograd.markdown("**By autograd**")
    autograd.code(AUTOGRAD_LINES, language="python", wrap_lines=True)
    textbook.markdown("**What `loss.backward()` does, in six lines**")
    textbook.code(six_lines, language="python", wrap_lines=True)
    st.markdown("**The loop that trains every fully connected network here**")
    st.code(lines_of(BackwardByHand.backward), language="python", wrap_lines=True)
    st.caption(
        "The same for any number of layers: `gradient` begins as softmax minus one-hot, divided by the batch's size; "
        "`layer.backward` multiplies it with the derivative of the layer's activation; `kept` is None in this network."
    )
    st.table(_table(gradients))
    st.caption(describe_times(time_gradients(network, to_input(images), labels)))
    what_to_notice(describe_gradients(gradients, len(images)))
    program = {"trained": TRAINED, "random": UNTRAINED}[weights]
    show_pytorch(
        by_hand_program(program, dataset, len(images), six_lines), "The six lines beside `loss.backward()`."
    )
    show_formula(
        r"\delta^{(2)} = \frac{\text{softmax}(z^{(2)}) - y}{N}, \quad "
        r"\delta^{(1)} = \delta^{(2)} W^{(2)} \odot f'(z^{(1)}), \quad "
        r"\frac{\partial L}{\partial W^{(l)}} = \delta^{(l)\top} a^{(l-1)}, \quad "
        r"\frac{\partial L}{\partial b^{(l)}} = \sum_n \delta^{(l)}_n",
        "http://neuralnetworksanddeeplearning.com/chap2.html",
        "backpropagation layer by layer",
    )


def _network(weights: str) -> DigitNetwork:
    """One of this visitor's own: gradients are left in it."""
    return load_pretrained("mlp").model if weights == "trained" else build_model(ModelConfig(), seed=0)


def _show_batch(images: Tensor, labels: Tensor, first: ComparedGradient, dataset: str) -> None:
    """The first digits, and as a picture the derivatives by the weights of one hidden neuron."""
    gradient = first.of["loop"]
    neuron = int(gradient.abs().max(1).values.argmax())
    with st.container(horizontal=True, gap="xsmall"):
        for image, label in zip(images[:SHOWN], labels[:SHOWN].tolist(), strict=True):
            st.image(
                enlarge(image.numpy(), 6),
                f"**{label}**",
                width=PICTURE,
                output_format="PNG",
                alt=f"A handwritten {label}.",
            )
        st.image(
            enlarged_map(gradient[neuron].reshape(28, 28).numpy(), 6 * 28),
            f"**∂loss/∂w1[{neuron}]**",
            width=PICTURE,
            output_format="PNG",
            alt=f"The derivatives by the 784 weights of hidden neuron {neuron} as a picture.",
        )
    st.caption(
        f"Test images of {dataset}. The last picture: the derivatives by the 784 weights of hidden neuron {neuron}, where the "
        f"steepest of the layer is, {format_number(first.steepest)}. Blue: the loss grows with the weight; orange: it falls."
    )


def _table(gradients: list[ComparedGradient]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Derivatives": [" × ".join(map(str, one.of["loop"].shape)) for one in gradients],
            "Steepest": [format_number(one.steepest) for one in gradients],
            "Six lines − autograd": [describe_difference(one, "textbook") for one in gradients],
            "Loop − autograd": [describe_difference(one, "loop") for one in gradients],
        },
        index=pd.Index([one.name for one in gradients], name="Parameter"),
    )
