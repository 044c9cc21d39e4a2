"""What several tests of digits share."""

import pytest
import torch


@pytest.fixture
def one_thread():
    """Small networks train faster with one thread, the more when other processes want the cores."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)
