"""An action answers where one clicked or in a toast, and asks first or can be undone where it ends or removes something."""

import pytest

from playground.digits.datasets import load_digits
from playground.digits.datasets.own_images.collection import ImageCollection
from playground.digits.datasets.own_images.folder import delete, keep
from playground.digits.own_digits.folder import UserTestSetFolder
from playground.digits.training import TrainingConfig
from playground.notices.run_title import run_title
from tests.elements import labelled
from tests.pages.opened import open_page
from tests.recorded_run import record_run

CONFIG = TrainingConfig(hidden=(8,), epochs=1)


pytestmark = pytest.mark.usefixtures("own_home")


@pytest.fixture
def run(store):
    return record_run(store, CONFIG)


def toasts(at):
    return [toast.value for toast in at.toast]


def test_a_deleted_run_says_so_and_is_brought_back_where_one_clicked(store, run):
    at = open_page("train", run=run.id)
    at.button(key="delete_run").click().run()
    assert toasts(at) == ["Run 1 is deleted."]
    assert "delete_run" not in [button.key for button in at.button]
    at.button(key="undo_delete_here").click().run()
    assert toasts(at) == ["Run 1 is back."]
    assert [each.id for each in store.list()] == [run.id]
    at.run()
    assert toasts(at) == []


def test_a_new_name_is_confirmed_on_train_and_compare(store, run):
    at = open_page("train", run=run.id)
    at.text_input(key=f"name_{run.id}").set_value("first").run()
    assert toasts(at) == ["Run 1 is called first now."]
    at = open_page("compare", runs=run.id)
    at.text_input(key=f"name_{run.id}").set_value("second").run()
    at.button(key="rename").click().run()
    assert toasts(at) == ["Run 1 is called second now."]


def test_deleting_restoring_and_purging_on_compare(store, run):
    at = open_page("compare", runs=run.id)
    at.button(key="delete_runs").click().run()
    assert toasts(at) == ["Run 1 is deleted. Undo is in reach for a day."]
    at.button(key="undo_delete").click().run()
    assert toasts(at) == ["Run 1 is back."]
    at.button(key="delete_runs").click().run()
    assert any("This cannot be undone." in markdown.value for markdown in at.markdown)
    labelled(at.button, "Yes, delete run 1 for good").click().run()
    assert toasts(at) == ["Run 1 is gone for good."]
    assert store.get(run.id) is None


def test_cancelling_what_waits_asks_with_the_number(store):
    for seed in range(3):
        store.create(TrainingConfig(seed=seed), "embedded")
    at = open_page("compare")
    assert any("The 3 runs that wait are stopped" in markdown.value for markdown in at.markdown)
    labelled(at.button, "Yes, cancel all 3 waiting runs").click().run()
    assert toasts(at) == ["3 waiting runs cancelled."]
    assert not store.list(["queued"])


def test_stopping_a_sweep_asks_with_the_number(store):
    store.create_sweep({"seed": [0, 1]}, [TrainingConfig(seed=0), TrainingConfig(seed=1)], "embedded")
    at = open_page("sweep")
    assert any("2 runs of this sweep will stop" in markdown.value for markdown in at.markdown)
    labelled(at.button, "Yes, stop 2 runs").click().run()
    assert toasts(at) == ["2 runs will stop."]


def test_deleted_drawings_come_back(store):
    own = UserTestSetFolder()
    own.add(load_digits("embedded").test_images[0].numpy(), 3)
    at = open_page("draw", look="own_digits")
    at.multiselect(key="own_chosen").set_value(own.load().names).run()
    at.button(key="own_delete").click().run()
    assert toasts(at) == ["1 drawing deleted. Undo stands beside the button."]
    assert not len(own.load())
    at.button(key="own_undo_delete").click().run()
    assert toasts(at) == ["1 drawing back in your set."]
    assert own.load().labels.tolist() == [3]


def test_every_list_calls_a_run_by_the_same_title(store, run):
    finished = store.get(run.id)
    title = run_title(finished)
    assert title.startswith("Run 1 · ")
    for path, query, key in (
        ("train", {"run": run.id}, "shown_run"),
        ("compare", {"runs": run.id}, "kept_run"),
        ("compare", {"runs": run.id}, "copied_run"),
        ("mistakes", {"run": run.id}, "mistakes_run"),
        ("sweep", {}, "sweep_base"),
        ("draw", {"model": f"run-{run.id}"}, "draw_model"),
    ):
        at = open_page(path, **query)
        assert title in at.selectbox(key=key).options, (path, key)
    shipped = at.selectbox(key="draw_model").options
    assert any("Pretrained CNN · MNIST · 99.3" in option for option in shipped)


@pytest.mark.parametrize("digits", [True, False])
def test_a_run_on_images_that_were_deleted_is_offered_on_draw_where_it_read_digits(store, digits):
    data = load_digits("embedded")
    collection = ImageCollection(
        data.test_images.numpy(), data.test_labels.numpy(), tuple(map(str, range(10)))
    )
    key = keep(collection.as_digits() if digits else collection.renamed(list("abcdefghij")), "mine")
    run = record_run(store, CONFIG, key)
    delete(key)
    at = open_page("draw", model=f"run-{run.id}")
    assert any("Deleted images" in option for option in at.selectbox(key="draw_model").options) == digits
    assert any("images of your own that were deleted" in info.value for info in at.info) != digits
