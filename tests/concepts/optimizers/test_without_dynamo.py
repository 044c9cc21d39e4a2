"""`torch.optim` without PyTorch's compiler: the same numbers to the last bit, and the compiler is not imported."""

import json
import subprocess
import sys

PROGRAM = """
import json, sys
import torch
from playground.concepts.optimizers import OPTIMIZERS, without_dynamo
from playground.concepts.optimizers.schedules import SCHEDULES, scheduled_rates

if sys.argv[1] == "plain":
    without_dynamo.keep_dynamo_out.__wrapped__.__code__ = (lambda: None).__code__

def learn(entry, fused):
    torch.manual_seed(0)
    x = torch.randn(5, requires_grad=True)
    optimizer = entry.build([x], 0.1, entry.defaults, fused)
    for _ in range(3):
        optimizer.zero_grad()
        (x**4 - x).sum().backward()
        optimizer.step()
        optimizer.load_state_dict(optimizer.state_dict())
    assert torch.is_grad_enabled()
    return x.tolist()

learnt = {f"{name} {fused}": learn(entry, fused) for name, entry in OPTIMIZERS.items() for fused in (False, True)}
rates = {name: scheduled_rates(name, 0.1, 20) for name in SCHEDULES}
calls = {name: entry.source_call("x", 0.1, entry.defaults) for name, entry in OPTIMIZERS.items()}
print(json.dumps({"numbers": [learnt, rates, calls], "dynamo": "torch._dynamo" in sys.modules}))
"""


def _run(how):
    done = subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_numbers_are_pytorchs_and_its_compiler_is_not_imported():
    plain, ours = _run("plain"), _run("ours")
    assert plain["dynamo"], "PyTorch does not import it any more: without_dynamo.py can go"
    assert not ours["dynamo"]
    assert ours["numbers"] == plain["numbers"]
