"""Train the article's network, or another, and watch it learn."""

import streamlit as st

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.optimizers import OPTIMIZERS
from playground.digits.datasets import mnist_on_disk
from playground.digits.models import MODELS, parse_hidden
from playground.digits.program import program_of
from playground.digits.training_config import SCHEDULES, TrainingConfig
from playground.errors import ConfigurationError, DatabaseLostError, DatasetError, PlaygroundError
from playground.runs import launcher
from playground.settings import data_directory, worker_threads
from playground.ui import data, frame, training
from playground.ui.experiments import experiments
from playground.ui.numbers import whole_number
from playground.ui.recovery import show_ways_out
from playground.ui.stores import run_store

DATASETS = {"auto": "Best on disk", "mnist": "MNIST", "embedded": "Embedded digits"}

DEFAULTS = {
    "network": "mlp",
    "hidden": "128",
    "epochs": 10,
    "train_learning_rate": 0.001,
    "activation": "relu",
    "train_optimizer": "adam",
    "batch_size": 64,
    "seed": 0,
    "schedule": "constant",
    "augmentation": False,
    "target_accuracy": None,
    "patience": None,
    "max_seconds": None,
}


def choose_config() -> TrainingConfig:
    """The settings of the next run."""
    model = st.segmented_control(
        "Network", list(MODELS), format_func=MODELS.__getitem__, default="mlp", required=True, key="network",
        bind="query-params",
    )  # fmt: skip
    hidden = "128"
    if model == "mlp":
        hidden = st.text_input(
            "Hidden layers",
            "128",
            key="hidden",
            bind="query-params",
            help="Neurons of each layer: 128, or 128, 64.",
        )
    epochs = whole_number("Epochs", 10, key="epochs")
    learning_rate = st.number_input(
        "Learning rate", value=0.001, step=0.001, format="%g", key="train_learning_rate", bind="query-params"
    )
    with st.expander("More settings", icon=":material/tune:"):
        activation = st.selectbox(
            "Activation", list(ACTIVATIONS), format_func=lambda key: ACTIVATIONS[key].label, key="activation",
            bind="query-params",
        )  # fmt: skip
        optimizer = st.selectbox(
            "Optimizer", list(OPTIMIZERS), format_func=lambda key: OPTIMIZERS[key].label, key="train_optimizer",
            index=list(OPTIMIZERS).index("adam"), bind="query-params",
        )  # fmt: skip
        batch_size = whole_number("Batch size", 64, key="batch_size", step=32)
        seed = whole_number("Seed", 0, key="seed", help="The same seed gives the same run, number by number.")
        schedule = st.selectbox(
            "Learning rate over time", list(SCHEDULES), format_func=SCHEDULES.__getitem__, key="schedule",
            bind="query-params",
        )  # fmt: skip
        augmentation = st.toggle(
            "Augmentation", key="augmentation", bind="query-params",
            help="Each image is moved, turned and scaled a little, anew in every epoch.",
        )  # fmt: skip
    with st.expander("Stop by itself", icon=":material/timer:"):
        target = st.number_input(
            "At a test accuracy of (%)", 1.0, 100.0, None, 0.5, key="target_accuracy", placeholder="off",
            bind="query-params",
        )  # fmt: skip
        patience = whole_number("After epochs without progress", None, key="patience", minimum=1, maximum=100)
        max_seconds = st.number_input(
            "After seconds of training", 0.5, 86400.0, None, 5.0, key="max_seconds", placeholder="off",
            bind="query-params",
        )  # fmt: skip
    return TrainingConfig(
        model, parse_hidden(hidden), activation, optimizer, learning_rate, batch_size, epochs, seed, schedule,
        augmentation, target / 100 if target else None, patience, max_seconds,
    )  # fmt: skip


def choose_data() -> data.DataSummary:
    """What the next run learns from."""
    name = st.selectbox(
        "Data", list(DATASETS), format_func=DATASETS.__getitem__, key="data", bind="query-params"
    )
    try:
        summary = data.data_summary(name, str(data_directory()))
    except DatasetError:
        data.download_button()
        raise
    st.caption(f"**{summary.source}.** {summary.train:,} images to train on, {summary.test:,} to test with.")
    if summary.name != "embedded":
        st.caption("For a run of two seconds choose the embedded digits above.")
    elif mnist_on_disk():
        st.caption("MNIST is on disk too: choose it above for 60,000 images.")
    else:
        data.download_button()
    return summary


frame.page("train")
controls, picture = st.columns([1, 2], gap="large")
store = config = summary = None
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
        config = choose_config()
    except ConfigurationError as error:
        st.error(str(error))
    try:
        summary = choose_data()
    except DatasetError as error:
        st.error(str(error))


def begin() -> None:
    """Queue the run before the page is drawn again, so that its first point comes the sooner."""
    try:
        run = store.create(config, summary.name)
        launcher.wake(store)
        st.query_params["run"] = st.session_state["run_id"] = run.id
    except PlaygroundError as error:
        st.error(str(error))


ready = None not in (store, config, summary)
start.button(
    "Start training", type="primary", icon=":material/play_arrow:", disabled=not ready, width="stretch", key="start",
    on_click=begin,
)  # fmt: skip

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
    DEFAULTS,
)
if config is not None and summary is not None:
    frame.show_pytorch(program_of(config, summary.name, worker_threads()))
frame.show_formula(
    r"L = -\frac{1}{N}\sum_{n=1}^{N} \log \frac{e^{z_{n, y_n}}}{\sum_{k=0}^{9} e^{z_{n, k}}}",
    "https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html",
)
