"""The real MNIST, for tests that need it."""

import pytest

from playground.digits.datasets import DATASETS

# The real files are no part of a clone; the checks that run with them say so when they are missing.
needs_mnist = pytest.mark.skipif(
    not DATASETS["mnist"].on_disk(), reason="MNIST is not in PLAYGROUND_DATA_DIR or the cache directory"
)
