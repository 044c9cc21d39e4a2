import json
import shutil
import subprocess

import pytest

from playground.ui.components.descent_player.component import SCRIPTS, picked_point
from playground.ui.components.mount import COMPONENTS, module_of


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([1, 2.5], (1.0, 2.5)),
        ((0, 0), (0.0, 0.0)),
        ([1, float("nan")], None),
        ([float("inf"), 1], None),
        ([10**400, 1], None),
        ([1], None),
        ([1, 2, 3], None),
        (["1", 2], None),
        ([True, 2], None),
        ({"x": 1}, None),
        ("12", None),
        (None, None),
    ],
)
def test_pick_is_two_finite_numbers_or_nothing(value, expected):
    assert picked_point(value) == expected


def test_scripts_are_one_module_that_mounts_the_player(tmp_path):
    assert {f"descent_player/{file.name}" for file in (COMPONENTS / "descent_player").glob("*.js")} == set(
        SCRIPTS
    )
    script = module_of(SCRIPTS)
    assert script.count("function mount(") == 1
    if node := shutil.which("node"):
        module = tmp_path / "player.mjs"
        module.write_text(script, "utf-8")
        done = subprocess.run([node, "--check", module], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_scripts_write_numbers_as_a_person_does(tmp_path):
    if not (node := shutil.which("node")):
        pytest.skip("no node on this machine")
    script = (COMPONENTS / "descent_player/numbers.js").read_text("utf-8")
    script += (COMPONENTS / "descent_player/narration.js").read_text("utf-8")
    script += """
    const step = { m: 0.412, g: -1.35, v: 3.2e-5, zero: 0, one: 1, big: 1234567, gone: Infinity };
    const text = (template) => arithmeticText(template, (name) => step[name]);
    console.log(JSON.stringify([
      text("0.9 · {m} + 0.1 · {g}"), text("{g} + {g}²"), text("{v}² / {m}"), text("−0.1 · {m} / (√{v} + 10⁻⁸)"),
      text("{one} − {zero}"), text("{big}"), text("{gone}"), countText(1234567), roundNumbers(-2, 2, 4).map((tick) => tick.text),
    ]));"""
    module = tmp_path / "numbers.mjs"
    module.write_text(script, "utf-8")
    done = subprocess.run([node, module], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [
        "0.9 · 0.4120 + 0.1 · (−1.350)",
        "−1.350 + (−1.350)²",
        "(3.200×10⁻⁵)² / 0.4120",
        "−0.1 · 0.4120 / (√(3.200×10⁻⁵) + 10⁻⁸)",
        "1 − 0",
        "1.235×10⁶",
        "∞",
        "1,234,567",
        ["−2", "−1", "0", "1", "2"],
    ]
