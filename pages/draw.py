"""Draw a digit: from the canvas to ten probabilities while the pen moves."""

import streamlit as st

from playground.digits.model_source import definitions_for, network_as_code
from playground.markdown import literal
from playground.snippets.reading import pack_image, prediction_program
from playground.ui.draw.answer import ABSTAINED, describe, read, show_answer
from playground.ui.draw.canvas import BRUSH, DEFAULT_BRUSH, choose_brush, draw, open_digit
from playground.ui.draw.download import download_network
from playground.ui.draw.live import deliver, live_reading
from playground.ui.draw.network_choice import MODEL, choose_network
from playground.ui.draw.parts import FIRST, PART, show_inspection
from playground.ui.draw.photograph import photograph
from playground.ui.draw.subject import Subject
from playground.ui.shared import columns, frame
from playground.ui.shared.experiments import experiments
from playground.ui.shared.networks import DEFAULT

frame.page("draw")
digit = open_digit()
# Two rows of columns, so that on a phone the answer comes right below the canvas, and its tools below the answer.
with columns.beside():
    left, picture = st.columns([1, 1.2], gap="medium")
controls, notes = st.columns([1, 1.2], gap="medium")
with controls:
    network = choose_network()
    brush = choose_brush()
    photograph()
with left:
    history = draw(brush)
    if digit is not None:
        st.caption(
            f"On the canvas: {literal(digit.title)}, a true **{digit.true}**. Draw on it, or clear it."
        )

reading, live = read(history, network.checkpoint), live_reading(network.checkpoint)
notice = describe(reading, network.checkpoint, digit, len(history.objects) - 1)
with picture:
    show_answer(reading, notice, history, live)
with notes:
    frame.what_to_notice(notice)
# Below the answer in the script too: the bars never wait for an explanation.
show_inspection(
    Subject(
        network.key,
        network.checkpoint,
        network.choices,
        image=reading.image if reading else None,
        pixels=reading.pixels if reading else None,
        preparation=reading.preparation if reading else None,
        prediction=reading.prediction if reading else None,
    )
)

download_network(network.checkpoint)
experiments(
    {
        "A 7 with a bar: does the article's MLP read it too?": {MODEL: "mlp", PART: "networks"},
        "Small, in a corner: see what the preparation does": {},
        "A thin brush: watch the line": {MODEL: "mlp", BRUSH: 8},
        "A face, or a letter: it should refuse": {PART: "networks"},
        "Nudge each pixel a little: does it err?": {MODEL: "mlp", PART: "robustness", "damage": "nudge"},
        "Which training images are like yours?": {PART: "neighbours"},
    },
    {MODEL: DEFAULT, BRUSH: DEFAULT_BRUSH, PART: FIRST},
)
if reading is not None:
    frame.show_pytorch(
        prediction_program(
            "model.pth",
            network_as_code(network.checkpoint.model),
            pack_image(reading.image.tobytes()),
            definitions_for(network.checkpoint.model),
        ),
        "" if reading.prediction.label is not None else ABSTAINED,
    )
frame.show_formula(
    r"p_i = \mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_{j=0}^{9} e^{z_j}}",
    "https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html",
)
frame.next_idea("draw")
deliver(live)
