"""The Mistakes page, with runs as a worker leaves them."""

from pathlib import Path

import pytest
import torch
from streamlit.testing.v1 import AppTest

from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.evaluation.cached_predictions import load_predictions, save_predictions
from playground.digits.evaluation.confusion import commonest_mistake, confusion_matrix, images_in_cell
from playground.digits.evaluation.metrics import Evaluation
from playground.digits.models import to_input
from playground.digits.training.loop import TrainingConfig
from playground.formatting import format_percent
from playground.runs.store import RunStore
from tests.answered_run import write_run
from tests.elements import only

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    return RunStore()


@pytest.fixture
def run(store):
    return write_run(store)


def open_page(**query):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    at.switch_page(str(ROOT / "pages" / "mistakes.py"))
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def text(at):
    elements = [*at.markdown, *at.caption, *at.error, *at.info, *at.warning, *at.header]
    return "\n".join(str(element.value) for element in elements)


def address(at, name):
    value = at.query_params[name]
    return value[0] if isinstance(value, list) else value


def links_to_draw(at):
    return [link.proto.query_string for link in at.get("page_link") if link.proto.label == "Send to Draw"]


def answers_of(store, run, epoch=None):
    files, labels = store.files(run.id), load_digits("embedded").test_labels
    path = files.kept if epoch is None else files.epoch(epoch)
    return load_predictions(files.predictions(path), len(labels)), labels


def test_without_a_run_a_shipped_network_is_shown_on_the_images_at_hand():
    at = open_page()
    assert any(link.proto.label == "Train a network" for link in at.get("page_link"))
    assert address(at, "run") == "mlp"
    digits, model = load_digits("embedded"), load_pretrained("mlp").model.eval()
    with torch.no_grad():
        right = int((model(to_input(digits.test_images)).argmax(1) == digits.test_labels).sum())
    assert (
        f"The pretrained article MLP reads {right:,} of {len(digits.test_labels):,} test images right"
        in text(at)
    )
    assert all("model=mlp" in link for link in links_to_draw(at))
    at.selectbox(key="mistakes_run").set_value("cnn").run()
    assert "The pretrained CNN reads" in text(at)
    assert not at.exception


def test_beside_runs_the_shipped_networks_can_be_chosen(run):
    at = open_page()
    assert at.selectbox(key="mistakes_run").value == run.id
    at.selectbox(key="mistakes_run").set_value("cnn").run()
    assert "The pretrained CNN reads" in text(at)
    at.selectbox(key="mistakes_run").set_value(run.id).run()
    assert "The network that the run keeps reads" in text(at)


def test_a_run_that_was_never_tested_is_no_run_to_look_at(store):
    waiting = store.create(TrainingConfig(), "embedded")
    at = open_page()
    assert at.selectbox(key="mistakes_run").value == "mlp"
    assert not any(waiting.name in option for option in at.selectbox(key="mistakes_run").options)


def test_the_newest_run_opens_at_its_last_network_and_commonest_mistake(store, run):
    newer = write_run(store, epochs=1, steps=10)
    at = open_page()
    answers, labels = answers_of(store, newer)
    true, predicted = commonest_mistake(confusion_matrix(answers, labels))
    assert [address(at, name) for name in ("run", "epoch", "true", "predicted")] == [
        newer.id,
        "last",
        str(true),
        str(predicted),
    ]
    assert len(at.get("echarts_chart")) == 2
    right = int((answers.predicted == labels).sum())
    assert f"The network that the run keeps reads {right} of 360 test images right" in text(at)
    accuracy = f"{100 * newer.test_accuracy:.2f}\u00a0%"
    assert any(
        f"the network that it keeps reads {accuracy} right." in caption.value for caption in at.caption
    )
    at.selectbox(key="mistakes_run").select(run.id).run()
    assert address(at, "run") == run.id
    labels = [button.label for button in at.button]
    assert "The network that the run keeps: what is left of it?" in labels
    assert "The newest network: what is left of it?" not in labels  # the kept one may be an earlier epoch's


def test_images_of_the_cell_come_most_confident_first_with_their_way_to_the_canvas(store, run):
    at = open_page(run=run.id, epoch="1")
    answers, labels = answers_of(store, run, 1)
    cell = commonest_mistake(confusion_matrix(answers, labels))
    indices = images_in_cell(answers, labels, *cell).tolist()
    expected = [f"digit=embedded-test-{index}&model=run-{run.id}-epoch-1" for index in indices]
    assert links_to_draw(at) == expected[:24]
    captions = [image.proto.imgs[0].caption for image in at.get("image")]
    assert captions == [
        f"read as {cell[1]}, {format_percent(100 * float(answers.confidence[index]))}"
        for index in indices[:24]
    ]
    confidences = [float(answers.confidence[index]) for index in indices]
    assert confidences == sorted(confidences, reverse=True)


def test_a_shared_link_reopens_the_same_view(run):
    at = open_page(run=run.id, epoch="2", true="3", predicted="3")
    assert at.select_slider(key="mistakes_epoch").value == "2"
    assert at.selectbox(key="mistakes_true").value == 3
    assert at.selectbox(key="mistakes_predicted").value == 3
    assert "A 3 read right" in text(at)
    assert "After epoch 2 the network" in text(at)


def test_controls_change_the_address_and_the_page(store, run):
    at = open_page(run=run.id)
    at.select_slider(key="mistakes_epoch").set_value("1").run()
    assert address(at, "epoch") == "1"
    at.selectbox(key="mistakes_true").select(1).run()
    at.selectbox(key="mistakes_predicted").select(1).run()
    assert (address(at, "true"), address(at, "predicted")) == ("1", "1")
    answers, labels = answers_of(store, run, 1)
    count = len(images_in_cell(answers, labels, 1, 1))
    assert f"A 1 read right: {count} images" in text(at)
    assert len(links_to_draw(at)) == min(count, 24)
    if count > 24:
        at.button(key="mistakes_more").click().run()
        assert len(links_to_draw(at)) == min(count, 48)
    assert not at.exception


def test_an_empty_cell_says_so(store, run):
    answers, labels = answers_of(store, run)
    true, predicted = (confusion_matrix(answers, labels) == 0).nonzero()[0].tolist()
    at = open_page(run=run.id, true=str(true), predicted=str(predicted))
    assert "This cell is empty" in text(at)
    assert not links_to_draw(at)


def test_experiments_set_the_view(run):
    at = open_page(run=run.id, true="1", predicted="2")
    labels = {button.label: button for button in at.button}
    labels["The other way round"].click().run()
    assert (address(at, "true"), address(at, "predicted")) == ("2", "1")
    labels = {button.label: button for button in at.button}
    labels["The first epoch: what was still hard?"].click().run()
    assert at.select_slider(key="mistakes_epoch").value == "1"
    assert set(at.query_params) == {"run", "epoch", "true", "predicted"}
    assert not at.exception


def test_an_experiment_leads_back_to_what_was_just_left(run):
    at = open_page(run=run.id, epoch="1", true="2", predicted="2")
    at.select_slider(key="mistakes_epoch").set_value("3").run()
    labels = {button.label: button for button in at.button}
    labels["The first epoch: what was still hard?"].click().run()
    assert address(at, "epoch") == "1"
    assert at.select_slider(key="mistakes_epoch").value == "1"


def test_another_run_begins_at_its_own_network_and_mistake(store, run):
    other = write_run(store, epochs=1, steps=10)
    at = open_page(run=run.id, epoch="2", true="2", predicted="2")
    at.selectbox(key="mistakes_run").select(other.id).run()
    answers, labels = answers_of(store, other)
    true, predicted = commonest_mistake(confusion_matrix(answers, labels))
    assert [address(at, name) for name in ("run", "epoch", "true", "predicted")] == [
        other.id,
        "last",
        str(true),
        str(predicted),
    ]


def test_the_url_that_a_choice_replaced_is_not_followed_when_the_browser_repeats_it(run):
    at = open_page(run=run.id, epoch="1", true="2", predicted="2")
    at.select_slider(key="mistakes_epoch").set_value("3").run()
    at.query_params["epoch"] = "1"
    at.run()
    assert address(at, "epoch") == "3"


def test_the_view_is_still_there_after_a_visit_to_another_page(run):
    at = open_page(run=run.id, epoch="1", true="2", predicted="2")
    at.switch_page(str(ROOT / "pages" / "draw.py"))
    for name in ("run", "epoch", "true", "predicted"):
        del at.query_params[name]
    at.run()
    at.switch_page(str(ROOT / "pages" / "mistakes.py")).run()
    assert address(at, "epoch") == "1"
    assert "A 2 read right" in text(at)


@pytest.mark.parametrize(
    "query",
    [
        {"run": "../../etc/passwd"},
        {"run": ""},
        {"epoch": "99"},
        {"epoch": "-1"},
        {"epoch": "last.safetensors"},
        {"true": "11", "predicted": "3"},
        {"true": "٣", "predicted": "x"},
        {"true": "4"},
        {"predicted": "1e400"},
        {"run": "nan", "epoch": "nan", "true": "nan", "predicted": "nan"},
    ],
)
def test_nonsense_in_the_address_is_explained_and_the_page_stands(run, query):
    at = open_page(**query)
    assert len(at.get("echarts_chart")) == 2
    assert at.info
    at.run()
    assert not at.info  # and the address is mended


def test_missing_answers_are_said_with_the_epochs_that_have_some(store, run):
    files = store.files(run.id)
    files.predictions(files.epoch(2)).unlink()
    at = open_page(run=run.id, epoch="2")
    assert "after epoch 2 answered was not kept" in only(at.error).value
    assert "1, 3, last" in only(at.error).value
    at.select_slider(key="mistakes_epoch").set_value("3").run()
    assert not at.error
    assert len(at.get("echarts_chart")) == 2


@pytest.mark.parametrize("content", [b"", b"nothing", b"\x08\x00\x00\x00\x00\x00\x00\x00{}      "])
def test_damaged_answers_are_said(store, run, content):
    files = store.files(run.id)
    files.predictions(files.epoch(2)).write_bytes(content)
    at = open_page(run=run.id, epoch="2")
    assert "Choose another epoch" in only(at.error).value
    at.select_slider(key="mistakes_epoch").set_value("1").run()
    assert not at.error


def test_answers_that_are_no_digits_are_said(store, run):
    files = store.files(run.id)
    evaluation = Evaluation(0.0, 0.0, torch.zeros(10, 10), torch.full((360,), 77), torch.ones(360))
    save_predictions(files.predictions(files.kept), evaluation)
    assert "the file is damaged" in only(open_page(run=run.id, epoch="last").error).value


def test_a_run_on_mnist_without_mnist_on_disk_is_explained(store, run):
    store.update(run.id, dataset="mnist")
    at = open_page(run=run.id)
    assert "MNIST file" in only(at.error).value
    assert not at.get("echarts_chart")


def test_a_run_on_unknown_data_is_explained(store, run):
    store.update(run.id, dataset="unknown")
    assert "unknown" in only(open_page(run=run.id).error).value


def test_a_broken_database_is_explained(store, run):
    store.path.write_bytes(b"not a database " * 100)
    for leftover in store.home.glob("runs.sqlite-*"):
        leftover.unlink()
    assert "database" in only(open_page().error).value


def test_a_run_that_still_trains_shows_its_epochs_so_far(store, run):
    files = store.files(run.id)
    files.predictions(files.kept).unlink()  # written when the run ends
    store.update(run.id, state="running", epoch=3)
    at = open_page(run=run.id)
    assert address(at, "epoch") == "3"
    assert "Still training: epoch 3 of 3" in text(at)


def test_a_network_without_mistakes_has_right_answers_to_look_at(store, run):
    files, labels = store.files(run.id), load_digits("embedded").test_labels
    perfect = Evaluation(0.0, 1.0, torch.zeros(10, 10), labels, torch.ones(len(labels)))
    save_predictions(files.predictions(files.kept), perfect)
    at = open_page(run=run.id)
    assert "no mistake to look at" in text(at)
    assert "A 1 read right" in text(at)
