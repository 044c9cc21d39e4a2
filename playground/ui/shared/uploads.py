"""An uploaded network, after what its file leaves open was asked."""

import hashlib

from playground.digits.checkpoints import Checkpoint
from playground.ui.shared.networks import open_upload


def uploaded_network(content: bytes, key: str) -> Checkpoint:
    """The network of a file's bytes; a form asks what the file does not say.

    Args:
        content: of the file.
        key: the beginning of the keys of the form's widgets.

    Raises:
        CheckpointError: it is no network.
    """
    opened = open_upload(content)
    if isinstance(opened, Checkpoint):
        return opened
    from playground.ui.shared.weights_form import choose_network_of  # most visitors never need it

    return choose_network_of(opened, hashlib.blake2b(content, digest_size=16).hexdigest(), key)
