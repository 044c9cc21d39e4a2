"""The controls of the damage to a network's weights, and what it leaves; each result is kept for a while."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st
import torch
from torch import nn

from playground.digits.datasets import usual_dataset
from playground.digits.interpretability.features import fingerprint
from playground.digits.interpretability.robustness import Outcome, Probe, read_probe
from playground.ui.draw.subject import Subject
from playground.ui.draw.training_sample import probe_images

ROLL = "damage_roll"

Damage = Callable[[nn.Module, float], nn.Module]
"""A network and an amount to a damaged copy."""


@dataclass(frozen=True)
class Bench:
    """A network on the test bench.

    Attributes:
        model: the network itself, which nobody may change.
        probe: what it is tested with.
        key: differs with the network, the drawing and the test images.
    """

    model: nn.Module
    probe: Probe
    key: str

    def test(self, name: str, damage: Callable[[nn.Module], nn.Module]) -> Outcome:
        """What `damage`, which `name` says in full, leaves of the network."""
        return _test(f"{self.key} {name}", damage, self)

    def curve(self, name: str, damage: Damage, amounts: Sequence[float]) -> list[Outcome]:
        """The same at several amounts."""

        def at(amount: float) -> Callable[[nn.Module], nn.Module]:
            return lambda model: damage(model, amount)

        return [self.test(f"{name} {float(amount)}", at(amount)) for amount in amounts]


def bench(subject: Subject) -> Bench:
    """For the subject's network and drawing; `DatasetError` when the test images cannot be read."""
    assert subject.image is not None
    image, digits = torch.tensor(subject.image), probe_images()
    probe = Probe(image, digits.images, digits.labels)
    key = f"{fingerprint(subject.checkpoint.model)} {usual_dataset()} {subject.image.tobytes().hex()}"
    return Bench(subject.checkpoint.model, probe, key)


def roll_button(help: str) -> int:
    """'Another roll', and the seed that it has come to."""
    seed = int(st.session_state.setdefault(ROLL, 0))
    st.button(
        "Another roll",
        key="damage_another_roll",
        icon=":material/casino:",
        help=help,
        on_click=st.session_state.update,
        args=({ROLL: seed + 1},),
    )
    return seed


@st.cache_resource(max_entries=256, show_spinner=False)
def _test(key: str, _damage: Callable[[nn.Module], nn.Module], _bench: Bench) -> Outcome:
    return read_probe(_damage(_bench.model), _bench.probe)
