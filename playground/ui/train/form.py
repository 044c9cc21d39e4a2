"""The settings of the next run on the Train page."""

import streamlit as st

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.optimizers import OPTIMIZERS
from playground.digits.models import MODELS, parse_hidden
from playground.digits.own_digits.folder import OwnDigits
from playground.digits.own_digits.training_data import COPIES
from playground.digits.training import TrainingConfig
from playground.digits.training.config import SCHEDULES
from playground.errors import DatasetError
from playground.ui.shared.numbers import whole_number

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
    "own_digits": False,
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
    activation, optimizer, batch_size, seed, schedule, augmentation, own_digits = _more_settings()
    if own_digits:  # a link may switch it on while the fold is closed
        st.caption(":material/inventory_2: It learns from your own digits too.")
    target, patience, max_seconds = _stop_conditions()
    return TrainingConfig(
        model, parse_hidden(hidden), activation, optimizer, learning_rate, batch_size, epochs, seed, schedule,
        augmentation, target / 100 if target else None, patience, max_seconds, own_digits,
    )  # fmt: skip


def _more_settings() -> tuple[str, str, int, int, str, bool, bool]:
    with st.expander("More settings", icon=":material/tune:"):
        activation = st.selectbox(
            "Activation", list(NETWORK_ACTIVATIONS), format_func=lambda key: NETWORK_ACTIVATIONS[key].label, key="activation",
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
        own_digits = _choose_own_digits()
    return activation, optimizer, batch_size, seed, schedule, augmentation, own_digits


def _choose_own_digits() -> bool:
    """Whether the run learns from the visitor's drawings too; False where there are none."""
    try:
        drawings = len(OwnDigits().names())
    except DatasetError as error:
        st.caption(str(error))
        drawings = 0
    chosen = st.toggle(
        "My own digits", key="own_digits", bind="query-params", disabled=not drawings,
        help="It learns from the drawings that you saved on the Draw page, too. The test images stay as they are.",
    )  # fmt: skip
    if drawings:
        s = "" if drawings == 1 else "s"
        st.caption(f"{drawings:,} drawing{s} saved; each is shown {COPIES} times an epoch.")
    else:
        st.caption("None yet: draw some, and save them there under 'Your digits'.")
    return chosen and drawings > 0


def _stop_conditions() -> tuple[float | None, int | None, float | None]:
    """When the run ends before its last epoch; None stands for never."""
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
    return target, patience, max_seconds
