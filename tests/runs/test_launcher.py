"""What pages ask of the launcher."""

from playground.digits.training.loop import TrainingConfig
from playground.runs import launcher


def test_waking_looks_after_a_store_in_the_background(store, supervisor, wait_for):
    run = store.create(TrainingConfig(epochs=1), "embedded")
    launcher.wake(store)
    launcher.wake(store)
    wait_for(lambda: store.get(run.id).state == "finished")
