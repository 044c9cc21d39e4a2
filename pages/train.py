"""Train the article's network, or another, and watch it learn."""

from functools import partial

import streamlit as st

from playground.digits.training.program import program_of
from playground.errors import ConfigurationError, DatabaseLostError, DatasetError, PlaygroundError
from playground.markdown import literal
from playground.settings import worker_threads
from playground.ui.shared import columns, frame
from playground.ui.shared.experiments import experiments
from playground.ui.shared.recovery import show_ways_out
from playground.ui.shared.run_store import run_store
from playground.ui.train import form as training_form
from playground.ui.train import run as training
from playground.ui.train.data import choose_data
from playground.ui.train.live_changes import FormSettings
from playground.ui.train.own_images import own_images

frame.page("train")
with columns.beside():
    controls, picture = st.columns([1, 2.6], gap="large")
store = config = data = None
with picture:
    try:
        store = run_store()
    except DatabaseLostError as error:
        show_ways_out(error)
    except PlaygroundError as error:
        st.error(literal(error))
with controls, columns.switches():
    start = st.container()
with controls, columns.settings():
    try:
        config = training_form.choose_config()
    except ConfigurationError as error:
        st.error(literal(error))
    try:
        data = choose_data(config)
    except DatasetError as error:
        st.error(literal(error))
    own_images()
    new_run = st.container()

start.button(
    "Start training",
    type="primary",
    icon=":material/play_arrow:",
    width="stretch",
    key="start",
    disabled=store is None or config is None or data is None,
    on_click=training.begin,
    args=(store, config, data),
)

with picture:
    if store is not None:
        try:
            form = None
            if config is not None and data is not None:
                form = FormSettings(config, data, partial(training.begin, store, config, data))
            training.show_chosen_run(store, form, new_run)
        except PlaygroundError as error:
            st.error(literal(error))

experiments(
    {
        "The article's run: all images, the last epoch counts": {"validation_share": 0.0},
        "With a validation part: which epoch is best?": {},
        "Plain SGD in place of Adam": {"train_optimizer": "sgd", "train_learning_rate": 0.01},
        "Steps far too long": {"train_learning_rate": 1.0},
        "Sigmoid in place of ReLU": {"activation": "sigmoid"},
        "Eight neurons only": {"hidden": "8"},
        "A small CNN for three epochs": {"network": "cnn", "epochs": 3},
        "Stop when it does not get better": {"epochs": 100, "patience": 3},
    },
    training_form.default_settings(),
)
if store is not None and config is not None and data is not None:
    frame.show_pytorch(program_of(config, data, worker_threads()))
if store is not None:
    try:
        training.show_changed_program(store)
    except PlaygroundError as error:
        st.error(str(error))
frame.show_formula(
    r"L = -\frac{1}{N}\sum_{n=1}^{N} \log \frac{e^{z_{n, y_n}}}{\sum_{k=0}^{9} e^{z_{n, k}}}",
    "https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html",
)
frame.next_idea("train")
