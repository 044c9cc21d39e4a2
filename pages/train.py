"""Train the article's network, or another, and watch it learn."""

import streamlit as st

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.optimizers import OPTIMIZERS
from playground.digits.datasets import mnist_on_disk
from playground.digits.models import MODELS, build_model, layers_as_code, parse_hidden
from playground.digits.training import TrainingConfig, available_device
from playground.errors import ConfigurationError, DatasetError, PlaygroundError
from playground.runs import launcher
from playground.settings import data_directory
from playground.snippets import training_program
from playground.ui import frame, training
from playground.ui.experiments import experiments
from playground.ui.numbers import whole_number

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
}

frame.page("train")
controls, picture = st.columns([1, 2], gap="large")
with controls:
    model = st.segmented_control(
        "Network",
        list(MODELS),
        format_func=MODELS.__getitem__,
        default="mlp",
        required=True,
        key="network",
        bind="query-params",
    )
    hidden_text = "128"
    if model == "mlp":
        hidden_text = st.text_input(
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
            "Optimizer", list(OPTIMIZERS), index=list(OPTIMIZERS).index("adam"), key="train_optimizer", bind="query-params",
            format_func=lambda key: OPTIMIZERS[key].label,
        )  # fmt: skip
        batch_size = whole_number("Batch size", 64, key="batch_size", step=32)
        seed = whole_number("Seed", 0, key="seed")
    dataset = st.selectbox(
        "Data", list(DATASETS), format_func=DATASETS.__getitem__, key="data", bind="query-params"
    )
    data = config = None
    try:
        data = training.data_summary(dataset, str(data_directory()))
        st.caption(f"**{data.source}.** {data.train:,} images to train on, {data.test:,} to test with.")
        config = TrainingConfig(
            model, parse_hidden(hidden_text), activation, optimizer, learning_rate, batch_size, epochs, seed
        )
    except (ConfigurationError, DatasetError) as error:
        st.error(str(error))
    if data is None or data.name == "embedded":
        if mnist_on_disk() and data is not None:
            st.caption("MNIST is on disk too: choose it above for 60,000 images.")
        else:
            training.download_button()
    else:
        st.caption("For a run of two seconds choose the embedded digits above.")
    st.caption(f"Trains on this device: **{available_device()}**.")
    start = st.button(
        "Start training", type="primary", icon=":material/play_arrow:", disabled=config is None or data is None,
        width="stretch", key="start",
    )  # fmt: skip

with picture:
    try:
        store = training.run_store()
        if start and config is not None and data is not None:
            run = store.create(config, data.name)
            launcher.refresh(store)
            st.query_params["run"] = st.session_state["run_id"] = run.id
        run_id = st.query_params.get("run") or st.session_state.get("run_id")
        if run_id:
            training.show_run(store, run_id)
        else:
            st.info(
                "Press **Start training**: the loss curve grows here while you watch.",
                icon=":material/show_chart:",
            )
            frame.what_to_notice(
                "Before it has learnt anything the network guesses among ten digits: a loss of ln 10 = 2.30 and "
                "about 10 % right. The article's settings bring it near 98 % on MNIST."
            )
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
    },
    DEFAULTS,
)
if config is not None and data is not None:
    network = layers_as_code(build_model(config.model_config))
    call = OPTIMIZERS[optimizer].source_call(config.optimizer_config, "model.parameters()", fused=True)
    frame.show_pytorch(
        training_program(
            network=network,
            optimizer=call,
            dataset=data.name,
            batch_size=config.batch_size,
            epochs=config.epochs,
            seed=config.seed,
        )
    )
frame.show_formula(
    r"L = -\frac{1}{N}\sum_{n=1}^{N} \log \frac{e^{z_{n, y_n}}}{\sum_{k=0}^{9} e^{z_{n, k}}}",
    "https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html",
)
