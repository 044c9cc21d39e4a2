"""The page of neurons and networks: its network learns, branches, and learns points of one's own."""

import contextlib
import io
import re
import time

import pytest
import torch

from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.plane.datasets import PLANE_DATASETS
from playground.concepts.plane.features import FEATURES
from playground.concepts.plane.stopping import StopRule
from playground.concepts.plane.typed_labels import TypedLabels
from playground.formatting import format_number
from playground.ui.network import learning
from playground.ui.network.learning import Growth
from playground.ui.network.settings import learning_rate_of
from tests.elements import only
from tests.pages.opened import open_page


def open_network(**settings):
    at = open_page("network", part="network", **settings)
    assert not at.exception
    return at


def branches(at):
    return at.session_state["network_player_branches"]


def text(at) -> str:
    return "\n".join(element.value for element in at.markdown)


def told(at) -> str:
    (notice,) = [element.value for element in at.markdown if "What to notice" in element.value]
    return notice


@pytest.mark.parametrize("name", PLANE_DATASETS)
def test_every_data_set_is_shown_and_learnt(name):
    at = open_network(data=name)
    branches(at).train(2)
    branches(at).present.show(1000)
    at.run()
    epochs = branches(at).present.trainer.epochs
    assert "take the training loss from" in told(at)
    assert epochs[-1].train_loss < epochs[0].train_loss
    assert branches(at).present.experiment.network.outputs == (3 if name == "three_spiral" else 1)


def test_the_address_builds_the_network():
    at = open_network(
        data="xor",
        layers="1",
        neurons_1="5",
        activation_1="relu",
        features=["product", "x1"],
        l2="0.01",
        seed="7",
    )
    experiment = branches(at).present.experiment
    assert experiment.source.name == "xor"
    assert experiment.network.hidden == (5,)
    assert experiment.network.activations == ("relu",)
    assert experiment.network.features == ("x1", "product")  # in the catalogue's order
    assert experiment.network.seed == 7
    assert experiment.training.l2 == 0.01


def test_every_feature_at_once_and_a_typed_one():
    at = open_network(features=[*FEATURES, "typed"], feature="x1^2 - x2")
    assert branches(at).present.experiment.network.sizes[0] == len(FEATURES) + 1


@pytest.mark.parametrize(
    ("feature", "told"), [("1/0", "not one at"), ("hello", "hello"), ("ln(x1)", "not one at")]
)
def test_a_feature_that_cannot_be_is_told_and_the_last_network_is_kept(feature, told):
    at = open_network(features=["x1", "typed"])
    before = branches(at)
    at.text_input(key="feature").set_value(feature).run()
    assert not at.exception
    assert told in at.error[0].value
    assert branches(at) is before
    assert any("What to notice" in element.value for element in at.markdown)  # the picture and its words stay


def test_no_feature_at_all_is_told_and_the_other_settings_are_kept():
    at = open_network()
    at.number_input(key="batch_size").set_value(7).run()
    at.session_state["features"] = []
    at.run()
    assert "one or more different features" in at.error[0].value
    assert "What to notice" in text(at)
    at.session_state["features"] = ["x1"]
    at.run()
    assert not at.error
    assert at.number_input(key="batch_size").value == 7
    assert branches(at).present.experiment.network.features == ("x1",)


@pytest.mark.parametrize(
    ("labels", "target"), [("above", "two classes"), ("positive", "two classes"), ("value", "number")]
)
def test_a_typed_function_labels_points_that_are_learnt(labels, target):
    at = open_network(
        data="function", labels=labels, labelled_by="sin(x1) + x2/2", noise="0.1", test_share="0.2"
    )
    source = branches(at).present.experiment.source
    assert source.typed == TypedLabels("sin(x1) + x2/2", labels)
    assert (source.target, source.noise, source.test_share) == (target, 0.1, 0.2)
    branches(at).train(5)
    branches(at).present.show(1000)
    at.run()
    epochs = branches(at).present.trainer.epochs
    assert epochs[-1].train_loss < epochs[0].train_loss
    assert "never the function sin(x1) + x2/2" in told(at)
    (program,) = [code.value for code in at.code if "import torch" in code.value]
    assert "def function(point):" in program


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("2 sin(", "Finish the function"),
        ("x3", "x3"),
        ("sqrt(x1)", "finite number at every point"),
        ("99", "both classes"),
    ],
)
def test_a_function_that_cannot_label_is_told_and_the_last_picture_stays(function, said):
    at = open_network(data="function")
    before = branches(at)
    at.text_input(key="labelled_by").set_value(function).run()
    assert not at.exception
    assert said in at.error[0].value.replace("\\", "")
    assert branches(at) is before
    assert "What to notice" in text(at)
    at.slider(key="noise").set_value(0.1).run()  # the controls are all there
    at.text_input(key="labelled_by").set_value("x1").run()
    assert not at.error
    assert branches(at).present.experiment.source.noise == 0.1


def test_what_is_known_before_anybody_plays_is_not_spoken_of():
    at = open_network()
    branches(at).train(3)
    at.run()
    assert "At epoch 0 the training loss is" in told(at)


def test_what_is_said_is_about_the_epoch_that_was_shown(monkeypatch):
    at = open_network()
    branches(at).train(9)
    monkeypatch.setattr(learning.st, "session_state", at.session_state)
    learning._reached("network_player", {"branch": "x-2", "epoch": 5})  # of a branch that is not shown
    assert branches(at).present.shown == 0
    learning._reached("network_player", {"branch": "x-1", "epoch": 5})
    monkeypatch.undo()
    at.run()
    epochs = branches(at).present.trainer.epochs
    assert f"5 epochs take the training loss from {format_number(epochs[0].train_loss)}" in told(at)
    assert f"to **{format_number(epochs[5].train_loss)}**" in told(at)
    at.query_params["part"] = "forward"
    at.run()
    assert "after 5 epochs" in "".join(caption.value for caption in at.caption)


def test_other_settings_grow_a_branch_when_one_goes_on():
    at = open_network()
    branches(at).train(5)
    at.number_input(key="learning_rate").set_value(0.3).run()
    assert len(branches(at).all) == 1  # nobody has gone on yet
    at.session_state["network_player_growth"] = Growth(3)
    at.run()
    assert [branch.start for branch in branches(at).all] == [0, 3]
    assert branches(at).present.experiment.training.optimizer.learning_rate == 0.3


@pytest.mark.parametrize("rate", [1e9, -1.0, 0.0])
def test_a_rate_that_cannot_be_is_told_beside_the_last_picture(rate):
    at = open_network()
    at.number_input(key="learning_rate").set_value(rate).run()
    assert "learning rate above 0" in at.error[0].value
    assert "What to notice" in text(at)


def test_another_optimizer_begins_with_its_own_numbers():
    at = open_network()
    at.selectbox(key="optimizer").set_value("SGD with momentum").run()
    expected = OptimizerConfig("momentum", learning_rate_of("momentum"))
    at.session_state["network_player_growth"] = Growth(0)
    at.run()
    assert branches(at).present.experiment.training.optimizer.values == expected.values
    assert branches(at).present.experiment.training.optimizer.learning_rate == expected.learning_rate


def test_edited_weights_grow_a_branch():
    at = open_network()
    weights = torch.zeros(branches(at).present.experiment.network.parameters)
    at.session_state["network_player_growth"] = Growth(0, weights)
    at.run()
    assert torch.equal(branches(at).present.trainer.epochs[0].weights, weights)


def test_another_network_or_other_data_begin_anew():
    at = open_network()
    branches(at).train(5)
    at.slider(key="layers").set_value(3).run()
    assert branches(at).present.epochs == 0
    branches(at).train(5)
    at.slider(key="noise").set_value(0.2).run()
    assert branches(at).present.epochs == 0


def test_a_stop_is_in_the_address_is_told_and_can_be_changed():
    at = open_network(stop_epoch="6", stop_below="0.0001", stop_loss="training", stop_patience="500")
    rule = branches(at).rule
    assert rule == StopRule(epoch=6, below=0.0001, measured="training", patience=500)
    branches(at).train(20)
    branches(at).present.show(1000)
    at.run()
    assert branches(at).present.epochs == 6
    assert "It stops at epoch 6, as the page's settings say." in told(at)
    at.number_input(key="stop_epoch").set_value(9).run()
    branches(at).train(20)
    assert branches(at).present.epochs == 9
    assert len(branches(at).all) == 1


def test_early_stopping_ends_while_the_test_loss_rises():
    at = open_network()
    only(button for button in at.button if button.label.startswith("Early stopping")).click().run()
    for _ in range(50):
        branches(at).train(400)
    stop, epochs = branches(at).stop, branches(at).present.trainer.epochs
    assert stop.reason == "patience"
    assert stop.epoch == branches(at).present.epochs == stop.best_epoch + 20
    assert (
        epochs[-1].test_loss > epochs[stop.best_epoch].test_loss == min(epoch.test_loss for epoch in epochs)
    )


def test_a_stop_that_cannot_be_is_told_beside_the_last_picture():
    at = open_network()
    at.number_input(key="stop_below").set_value(-1.0).run()
    assert "loss above 0 to stop below" in at.error[0].value
    assert "What to notice" in text(at)


def test_the_program_prints_the_losses_that_are_told():
    at = open_network(data="moons", noise="0.1", optimizer="adam")
    branches(at).train(4)
    branches(at).present.show(1000)
    at.run()
    (program,) = [code.value for code in at.code if "import torch" in code.value]
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "<program>", "exec"), {"__name__": "program"})
    printed = float(re.search(r"training loss ([\d.]+)", output.getvalue())[1])
    assert printed == pytest.approx(branches(at).present.trainer.epochs[-1].train_loss, abs=2e-6)


def test_own_points_are_learnt_and_stand_in_the_address():
    at = open_network(data="own", points="1,2,0;-1,-2,1;2,2,0;-2,-2,1")
    source = branches(at).present.experiment.source
    assert source.own == ((1.0, 2.0, 0.0), (-1.0, -2.0, 1.0), (2.0, 2.0, 0.0), (-2.0, -2.0, 1.0))
    branches(at).train(3)
    weights = branches(at).present.trainer.epochs[-1].weights
    at.query_params["points"] = "1,2,0;-1,-2,1;2,2,0;-2,-3,1"
    at.run()
    assert branches(at).present.experiment.source.own[-1] == (-2.0, -3.0, 1.0)
    assert torch.equal(branches(at).present.trainer.epochs[0].weights, weights)  # what was learnt is kept


def test_own_points_of_nonsense_are_told():
    at = open_network(data="own", points="1,2;hello")
    assert any("cannot be read" in toast.value for toast in at.toast)
    assert branches(at).present.experiment.source.own


def test_a_file_of_points_is_learnt_with_the_kind_of_its_labels():
    at = open_network(data="own")
    at.file_uploader(key="points_file").upload("mine.csv", b"x,y,c\n1,2,a\n-1,-2,b\n3,3,c\n").run()
    assert not at.exception
    assert branches(at).present.experiment.source.target == "three classes"
    assert branches(at).present.experiment.source.own[-1] == (3.0, 3.0, 2.0)
    at.file_uploader(key="points_file").upload("numbers.csv", b"1,2,0.5\n-1,-2,-0.25\n").run()
    assert branches(at).present.experiment.source.target == "number"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"1,2,0\n1,two,1\n", "row 2, column 2"), (b"\xff\xfe\x00", "no UTF-8")],
    ids=["a word", "bytes"],
)
def test_a_file_that_is_none_is_told_and_nothing_is_lost(content, said):
    at = open_network(data="own")
    before = branches(at).present.experiment.source.own
    at.file_uploader(key="points_file").upload("mine.csv", content).run()
    assert not at.exception
    assert said in at.error[0].value
    assert branches(at).present.experiment.source.own == before


def test_all_points_may_be_removed_and_it_is_said():
    at = open_network(data="own")
    at.session_state["own_points"] = ()
    at.run()
    assert not at.exception
    assert "no points to learn from" in told(at)


def test_what_a_browser_asks_for(monkeypatch):
    at = open_network()
    monkeypatch.setattr(learning.st, "session_state", at.session_state)
    learning._more(
        "network_player", {"branch": "x-1", "from": 1, "playing": True, "past": None, "reached": None}
    )
    assert branches(at).present.epochs > 0
    known = branches(at).present.epochs
    learning._more(
        "network_player", {"branch": "x-2", "from": 1, "playing": True, "past": None, "reached": None}
    )  # an older branch's question
    assert branches(at).present.epochs == known
    branches(at).rule = StopRule(epoch=known)
    asked = {"branch": "x-1", "from": known + 1, "playing": True}
    learning._more("network_player", {**asked, "past": None, "reached": None})
    assert branches(at).present.epochs == known  # nothing past a stop
    learning._more("network_player", {**asked, "past": known, "reached": None})
    assert branches(at).present.epochs > known
    learning._grow(
        "network_player", {"epoch": 0, "weights": "AAAA", "reached": None}, with_weights=True
    )  # one number, not 25
    assert "network_player_growth" not in at.session_state
    learning._more("nobody", {"branch": "x-1", "from": 1, "playing": True, "past": None, "reached": None})
    learning._return("network_player", {"name": "7", "reached": None})
    assert branches(at).present.name == "1"


def test_further_epochs_draw_the_rest_of_the_part_now_and_then_and_all_else_does_at_once(monkeypatch):
    at, drawn = open_network(), []
    monkeypatch.setattr(learning.st, "session_state", at.session_state)
    monkeypatch.setattr(learning, "redraw_part", lambda: drawn.append("part"))
    asked = {"branch": "x-1", "from": 1, "playing": True, "past": None, "reached": None}
    at.session_state["network_player_part_drawn"] = time.monotonic()
    learning._more("network_player", asked)
    assert drawn == []
    at.session_state["network_player_part_drawn"] -= learning.PART_EVERY
    learning._more("network_player", asked)
    assert drawn == ["part"]
    learning._with_part(drawn.append)("asked")
    assert drawn == ["part", "asked", "part"]
