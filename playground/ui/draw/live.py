"""The networks that the browser reads with while the pen moves."""

from dataclasses import dataclass

import streamlit as st

from playground.digits.checkpoints import Checkpoint
from playground.digits.interpretability.features import fingerprint
from playground.digits.layer_description import pack_network
from playground.digits.models import DigitNetwork
from playground.digits.rejection import RejectionNetwork, load_rejection_network
from playground.errors import UnknownLayerError
from playground.markdown import plain
from playground.ui.components.digit_reading.component import Networks
from playground.ui.components.network_delivery.component import deliver_network

JUDGE = "judge"


@dataclass(frozen=True)
class LiveReading:
    """What the browser reads with.

    Attributes:
        networks: their keys; None where the browser cannot evaluate the chosen one.
        packed: the chosen one, as it travels.
        why: why it cannot, in sentences.
    """

    networks: Networks | None
    packed: bytes = b""
    why: str = ""


def live_reading(checkpoint: Checkpoint) -> LiveReading:
    """For the chosen network."""
    key = fingerprint(checkpoint.model)
    try:
        packed = _packed(key, checkpoint.model)
    except UnknownLayerError as error:
        return LiveReading(
            None, why=f"This network is read by the server alone, after each stroke: {plain(str(error))}."
        )
    return LiveReading(Networks(reader=key, judge=JUDGE), packed)


def deliver(live: LiveReading) -> None:
    """Send them; to be called last, since the page is of use without them."""
    if live.networks is not None:
        deliver_network(_packed(JUDGE, load_rejection_network()), key="live_judge")
        deliver_network(live.packed, key="live_reader")


@st.cache_resource(max_entries=16, show_spinner=False)
def _packed(key: str, _network: DigitNetwork | RejectionNetwork) -> bytes:
    return pack_network(_network, key)
