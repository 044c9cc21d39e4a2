"""The forward pass of the article's 784-128-10 with real digits, and one step of its training."""

import streamlit as st
from torch import Tensor, nn

from playground.concepts.forward_pass import LayerPass, OneStep, forward_pass, one_step
from playground.concepts.optimizers import OptimizerConfig
from playground.digits.drawing.preprocessing import SIZE
from playground.digits.models import DigitNetwork, to_input
from playground.digits.prediction import Prediction
from playground.figures.draw import answer_bars, enlarge
from playground.figures.forward_pass import pixel_rows
from playground.formatting import format_number, format_percent, listed
from playground.notices.digit_forward_pass import (
    describe_input,
    describe_neurons,
    describe_reading,
    neurons_in_order,
)
from playground.notices.forward_pass import written_code, written_entry
from playground.notices.training_step import StepBatch
from playground.snippets.forward_pass import forward_program
from playground.snippets.reading import pack_image
from playground.ui.network.digit_choice import ChosenDigits, choose_digits, show_picture
from playground.ui.network.digit_hidden import show_hidden
from playground.ui.network.digit_network import WEIGHTS, network_with
from playground.ui.network.forward_layers import show_formula_of, show_step
from playground.ui.network.settings import DEFAULTS
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import show_pytorch, what_to_notice
from playground.ui.shared.streamlit_workarounds import fragment_in_container

OPTIMIZER = OptimizerConfig("adam", 0.001)
"""The article's."""


def show_digits(batch: bool) -> None:
    """One digit or three go through both layers; then the three make one step.

    Each layer is a fragment: another neuron draws its own layer alone.
    """
    digits = choose_digits()
    labels = {key: entry.label for key, entry in WEIGHTS.items()}
    weights = choose_one("Its weights", labels, DEFAULTS["digit_weights"], "digit_weights")
    model = network_with(weights)
    st.caption(WEIGHTS[weights].about)
    shown = digits.images if batch else digits.images[:1]
    hidden, output = forward_pass(model.layers()[1:], [model.activation_at(0)], to_input(shown).flatten(1))
    _show_input(digits, shown)
    example = _choose_example() if batch else 0
    label, own = int(digits.labels[example]), output.of(example)
    read = int(own.outputs.argmax())
    with st.container(border=True):
        show_formula_of(hidden, 1, 2)
        fragment_in_container(show_hidden)(
            hidden, example, neurons_in_order(hidden.of(example), own, read), weights, label
        )
    with st.container(border=True):
        show_formula_of(output, 2, 2)
        fragment_in_container(_show_output)(output, example, read, digits.labels)
    what_to_notice(describe_reading(hidden, output, digits.labels[: len(shown)]))
    step = _show_step(model, digits)
    show_pytorch(
        forward_program(
            WEIGHTS[weights].program,
            [written_code(layer, number) for number, layer in enumerate((hidden, output), 1)],
            pack_image(digits.images.numpy().tobytes()),
            digits.labels.tolist(),
            learning_rate=OPTIMIZER.learning_rate,
            followed=(step.neuron, step.input),
        ),
        "It reads the three digits of the batch, and makes the step.",
    )


def _show_input(digits: ChosenDigits, shown: Tensor) -> None:
    with st.container(border=True):
        st.markdown(f"**Input**: ({len(shown)}, {SIZE * SIZE})")
        with st.container(horizontal=True, gap="xsmall"):
            for image, label in zip(shown, digits.labels.tolist(), strict=False):
                show_picture(
                    enlarge(image.numpy(), 7), f"**{label}**", f"A handwritten {label}, 28 x 28 pixels."
                )
        words = describe_input(shown[0])
        st.image(
            pixel_rows(shown),
            output_format="PNG",
            width="stretch",
            alt=f"The same pixels in one row. {words}",
        )
        many = " Three of them, one below the other, are the matrix X." if len(shown) > 1 else ""
        st.caption(f"{words}{many} Test images of {digits.dataset}: the network has not learnt from them.")


def _choose_example() -> int:
    """Which digit of a batch the sums are worked out for, from 0."""
    names = {"first": "the first digit", "second": "the second", "third": "the third"}
    return list(names).index(
        choose_one("Worked out for", names, DEFAULTS["worked_example"], "worked_example")
    )


def _show_output(output: LayerPass, example: int, read: int, labels: Tensor) -> None:
    names = {"read": "the digit that is read", **{str(digit): str(digit) for digit in range(10)}}
    chosen = choose_one(
        "Logit", names, DEFAULTS["output_neuron"], "output_neuron", widget=st.selectbox, width=260
    )
    digit = read if chosen == "read" else int(chosen)
    st.markdown(
        f"Logit of the **{digit}**, for the {int(labels[example])}: {written_entry(output, example, digit)}"
    )
    st.caption(describe_neurons(output.of(example), digit))
    probabilities = output.outputs.double().softmax(1)  # float32 would round some to 1
    for place, row, label in zip(
        st.columns(len(probabilities)), probabilities, labels.tolist(), strict=False
    ):
        with place:
            answer = int(row.argmax())
            prediction = Prediction(answer, row, row[answer].item())
            words = f"Softmax of the ten logits: the {label} is read as {answer}, with {format_percent(100 * row[answer].item())}."
            st.echarts_chart(
                answer_bars(prediction, narrow=len(probabilities) > 1),
                height=260,
                key=f"softmax_{label}",
                alt=words,
            )
            st.caption(words)


def _show_step(model: DigitNetwork, digits: ChosenDigits) -> OneStep:
    step = one_step(model, nn.CrossEntropyLoss(), OPTIMIZER, to_input(digits.images), digits.labels)
    row, column = divmod(step.input, SIZE)
    batch = StepBatch(
        examples=f"the three digits {listed([str(label) for label in digits.labels.tolist()])}",
        prepared="Their pixels become numbers from 0 to 1, and each comes with what it is. "
        "The article takes 64 training images at once.",
        weight=f"from the pixel at row {row}, column {column} to hidden neuron {step.neuron}",
        optimizer=f"{OPTIMIZER.optimizer.label} with learning rate {format_number(OPTIMIZER.learning_rate)}",
        page="draw",
    )
    show_step(step, batch)
    return step
