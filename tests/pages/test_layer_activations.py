"""One activation for each layer: on the Train form, in its URL, and wherever a run with it is shown."""

import pytest

from playground.digits.training import TrainingConfig
from playground.runs import launcher
from playground.runs.store import RunStore
from playground.ui.shared.choice_for_places import EACH
from tests.pages.opened import open_page

TWO = {"hidden": "64, 32"}


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(launcher, "wake", lambda store: None)
    return RunStore()


def layers(at):
    """Label and value of each layer's own choice."""
    boxes = [box for box in at.selectbox if (box.key or "").startswith("activation_")]
    return [(box.label, box.value) for box in boxes]


def in_url(at):
    words = at.query_params.get("activation", [])
    return words if isinstance(words, list) else [words]


def toasts(at):
    return " ".join(toast.value for toast in at.toast)


def started(at, store):
    at.button(key="start").click().run()
    assert not at.exception
    return store.list()[0]


def test_one_for_all_is_offered_first_and_one_for_each_where_there_are_several_layers(store):
    at = open_page("train")
    assert at.selectbox(key="activation").value == "relu"
    assert "One for each layer" not in at.selectbox(key="activation").options
    at = open_page("train", **TWO)
    assert at.selectbox(key="activation").options[0] == "One for each layer"
    assert (at.selectbox(key="activation").value, layers(at)) == ("relu", [])


def test_each_layer_begins_with_the_one_for_all_and_has_its_own_from_there(store):
    at = open_page("train", activation="tanh", **TWO)
    at.selectbox(key="activation").set_value(EACH).run()
    assert layers(at) == [("Hidden layer 1", "tanh"), ("Hidden layer 2", "tanh")]
    assert in_url(at) == ["tanh"]
    at.selectbox(key="activation_2").set_value("sigmoid").run()
    assert in_url(at) == ["tanh", "sigmoid"]
    run = started(at, store)
    assert run.config == TrainingConfig(hidden=(64, 32), activation="tanh, sigmoid")
    assert run.name == "784-64-32-10 tanh-sigmoid, adam 0.001, batch 64"
    (program,) = [code.value for code in at.code if "model = Net()" in code.value]
    assert "x = torch.tanh(self.fc1(x))\n        x = torch.sigmoid(self.fc2(x))" in program
    at.selectbox(key="activation").set_value("elu").run()
    assert (layers(at), in_url(at)) == ([], ["elu"])
    at.selectbox(key="activation").set_value(EACH).run()
    assert [value for _, value in layers(at)] == ["elu", "elu"]


def test_the_choices_follow_the_number_of_layers_and_the_network(store):
    at = open_page("train", activation=["relu", "tanh"], **TWO)
    assert layers(at) == [("Hidden layer 1", "relu"), ("Hidden layer 2", "tanh")]
    at.text_input(key="hidden").set_value("8, 8, 8").run()
    assert [value for _, value in layers(at)] == ["relu", "tanh", "tanh"]
    at.text_input(key="hidden").set_value("8, 8, x").run()  # while one types, nothing is lost
    assert [value for _, value in layers(at)] == ["relu", "tanh", "tanh"]
    assert in_url(at) == ["relu", "tanh", "tanh"]
    at.text_input(key="hidden").set_value("8, 8").run()
    assert [value for _, value in layers(at)] == ["relu", "tanh"]
    at.segmented_control(key="network").set_value("cnn").run()
    assert [label for label, _ in layers(at)] == ["Convolution 1", "Convolution 2", "Convolution 3"]
    at.segmented_control(key="network").set_value("mlp").run()
    at.text_input(key="hidden").set_value("8").run()
    assert (at.selectbox(key="activation").value, layers(at)) == ("relu", [])
    assert started(at, store).config == TrainingConfig(hidden=(8,))


@pytest.mark.parametrize(
    ("query", "said", "chosen"),
    [
        (
            ["relu", "tanh", "elu"],
            "the link names 3, but expected is one, or 2: of hidden layer 1",
            "relu, tanh",
        ),
        (["relu", "swoosh"], "the link names 'swoosh'", "relu"),
        (["swoosh"], "the link names 'swoosh'", "relu"),
        (["Tanh", "ReLU"], "", "tanh, relu"),  # labels, as older links have them
        ("sigmoid", "", "sigmoid"),
    ],
)
def test_a_link_with_keys_opens_and_one_with_others_says_what_is_wrong(store, query, said, chosen):
    at = open_page("train", activation=query, **TWO)
    assert said in toasts(at) if said else not at.toast
    assert started(at, store).config.activation == chosen


def test_a_link_with_more_than_one_for_one_layer_says_so(store):
    at = open_page("train", activation=["tanh", "relu"])
    assert "the link names 2, but expected is one." in toasts(at)
    assert started(at, store).config.activation == "tanh"


def test_a_runs_settings_are_copied_and_an_experiment_takes_them_back(store):
    config = TrainingConfig(hidden=(64, 32), activation="sigmoid, relu")
    run = store.create(config, "embedded")
    store.update(run.id, state="finished", test_accuracy=0.8)
    at = open_page("train", run=run.id)
    at.button(key="copy_settings").click().run()
    assert [value for _, value in layers(at)] == ["sigmoid", "relu"]
    assert in_url(at) == ["sigmoid", "relu"]
    assert started(at, store).config == config
    at.button(key="try_6").click().run()
    assert (at.selectbox(key="activation").value, layers(at), in_url(at)) == ("relu", [], [])


def test_a_running_run_needs_a_new_one_for_it(store):
    run = store.create(TrainingConfig(hidden=(64, 32)), "embedded")
    store.update(run.id, state="paused")
    at = open_page("train", run=run.id, activation=["relu", "tanh"], **TWO)
    words = [caption.value for caption in at.caption]
    assert "This needs a new run: activation ReLU → ReLU-Tanh." in words
    assert at.button(key="apply_changes").disabled


def test_compare_and_sweep_show_it_and_one_change_takes_it(store):
    for activation in ("relu, tanh", "relu"):
        run = store.create(TrainingConfig(hidden=(8, 8), activation=activation), "embedded")
        store.update(run.id, state="finished", test_accuracy=0.8)
    at = open_page("compare")
    table = next(frame.value for frame in at.dataframe if "Activation" in frame.value)
    assert sorted(table["Activation"]) == ["ReLU", "ReLU-Tanh"]
    at.selectbox(key="changed_field").set_value("activation").run()
    at.selectbox(key=f"changed_to_activation_{run.id}").set_value("Tanh-Sigmoid")
    # AppTest takes what is typed for an option that it does not find.
    at.selectbox(key=f"changed_to_activation_{run.id}").options.append("Tanh-Sigmoid")
    at.run()
    at.selectbox(key=f"changed_to_activation_{run.id}").options.append("Tanh-Sigmoid")
    at.button(key="run_change").click().run()
    assert store.list()[0].config.activation == "tanh, sigmoid"
    at = open_page("sweep")
    at.selectbox(key="sweep_base").set_value(store.list()[0].id).run()
    at.button(key="start_sweep").click().run()
    assert {run.config.activation for run in store.list()[:6]} == {"tanh, sigmoid"}
