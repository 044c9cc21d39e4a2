"""The browser's modules in Node, asked by tests that know the answer from elsewhere."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

NODE = shutil.which("node")

needs_node = pytest.mark.skipif(NODE is None, reason="no Node on this machine: install nodejs")


def run_node(script: Path, asked: Any) -> Any:
    """What a script answers that reads JSON and writes JSON."""
    assert NODE is not None
    done = subprocess.run(
        [NODE, str(script)], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)
