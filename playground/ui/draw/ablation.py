"""Runs weight noise and ablations on copies of a network; each result is cached."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st
import torch
from torch import nn

from playground.digits.datasets import usual_dataset
from playground.digits.interpretability.features import fingerprint
from playground.digits.interpretability.robustness import Outcome, Probe, evaluate_probe
from playground.ui.draw.subject import Subject
from playground.ui.draw.training_sample import probe_images

RESEED = "damage_roll"

Modification = Callable[[nn.Module, float], nn.Module]
"""A network and an amount to a modified copy."""


@dataclass(frozen=True)
class AblationRunner:
    """Runs changes of one network and tests each.

    Attributes:
        model: the network itself, which nobody may change.
        probe: what it is tested with.
        key: differs with the network, the drawing and the test images.
    """

    model: nn.Module
    probe: Probe
    key: str

    def test(self, name: str, modify: Callable[[nn.Module], nn.Module]) -> Outcome:
        """The outcome of the network after `modify`, which `name` identifies."""
        return _test(f"{self.key} {name}", modify, self)

    def curve(self, name: str, modify: Modification, amounts: Sequence[float]) -> list[Outcome]:
        """The same at several amounts."""

        def at(amount: float) -> Callable[[nn.Module], nn.Module]:
            return lambda model: modify(model, amount)

        return [self.test(f"{name} {float(amount)}", at(amount)) for amount in amounts]


def ablation_runner(subject: Subject) -> AblationRunner:
    """For the subject's network and drawing; `DatasetError` when the test images cannot be read."""
    assert subject.image is not None
    image, digits = torch.tensor(subject.image), probe_images()
    probe = Probe(image, digits.images, digits.labels)
    key = f"{fingerprint(subject.checkpoint.model)} {usual_dataset()} {subject.image.tobytes().hex()}"
    return AblationRunner(subject.checkpoint.model, probe, key)


def reseed_button(help: str) -> int:
    """A button that changes the seed of random numbers; the present seed."""
    seed = int(st.session_state.setdefault(RESEED, 0))
    st.button(
        "Another roll",
        key="damage_another_roll",
        icon=":material/casino:",
        help=help,
        on_click=st.session_state.update,
        args=({RESEED: seed + 1},),
    )
    return seed


@st.cache_resource(max_entries=256, show_spinner=False)
def _test(key: str, _modify: Callable[[nn.Module], nn.Module], _runner: AblationRunner) -> Outcome:
    return evaluate_probe(_modify(_runner.model), _runner.probe)
