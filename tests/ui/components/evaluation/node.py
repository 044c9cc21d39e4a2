"""The browser's modules in Node."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).with_name("evaluate.mjs")
NODE = shutil.which("node")

needs_node = pytest.mark.skipif(NODE is None, reason="no Node on this machine: install nodejs")


def evaluate(asked: dict[str, Any]) -> Any:
    """What `evaluate.mjs` answers."""
    assert NODE is not None
    done = subprocess.run(
        [NODE, str(SCRIPT)], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)
