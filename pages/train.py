"""Train the article's network, or another, and watch it learn."""

import streamlit as st

from playground.digits.training.program import program_of
from playground.errors import ConfigurationError, DatabaseLostError, DatasetError, PlaygroundError
from playground.settings import worker_threads
from playground.ui.shared import frame
from playground.ui.shared.experiments import experiments
from playground.ui.shared.recovery import show_ways_out
from playground.ui.shared.run_store import run_store
from playground.ui.train import form as training_form
from playground.ui.train import run as training
from playground.ui.train.data import choose_data

frame.page("train")
controls, picture = st.columns([1, 2], gap="large")
store = config = data = None
with picture:
    try:
        store = run_store()
    except DatabaseLostError as error:
        show_ways_out(error)
    except PlaygroundError as error:
        st.error(str(error))
with controls:
    start = st.container()
    try:
        config = training_form.choose_config()
    except ConfigurationError as error:
        st.error(str(error))
    try:
        data = choose_data()
    except DatasetError as error:
        st.error(str(error))


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
            training.show_chosen_run(store)
        except PlaygroundError as error:
            st.error(str(error))

experiments(
    {
        "The article: 784-128-10, ReLU, Adam": {},
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
frame.show_formula(
    r"L = -\frac{1}{N}\sum_{n=1}^{N} \log \frac{e^{z_{n, y_n}}}{\sum_{k=0}^{9} e^{z_{n, k}}}",
    "https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html",
)
