"""What recording a descent costs: `descend()` beside a bare `torch.optim` loop. `python -m benchmarks.descent`.

Each pair runs in turn, so that both meet the same machine; a figure is the median of the pairs' ratios.
"""

import statistics
import time
from collections.abc import Callable

import torch

from playground.concepts.descent import Trajectory, descend
from playground.concepts.descent.closed_form import closed_form
from playground.concepts.descent.learning_rates import suggested_learning_rate
from playground.concepts.descent.update_trace import trace_updates
from playground.concepts.optimizers import OptimizerConfig, build_optimizer
from playground.concepts.surfaces import SURFACES, Surface
from playground.figures.descent_player import Descent, player_data

STEPS = 1000
ROUNDS = 9


def bare_loop(surface: Surface, config: OptimizerConfig) -> None:
    """The same steps as a person would write them, recording nothing."""
    point = torch.tensor(surface.start, requires_grad=True)
    optimizer = build_optimizer(config, [point])
    for _ in range(STEPS):
        optimizer.zero_grad()
        surface.function(point).backward()
        optimizer.step()


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    torch.set_num_threads(1)
    for surface, name in (
        ("article", "sgd"),
        ("article", "adam"),
        ("rosenbrock", "momentum"),
        ("beale", "adam"),
    ):
        _case(SURFACES[surface], OptimizerConfig(name, suggested_learning_rate(SURFACES[surface], name)))


def _case(surface: Surface, config: OptimizerConfig) -> None:
    def recorded(states: bool) -> Trajectory:
        return descend(surface, config, steps=STEPS, record_states=states)

    bare_loop(surface, config)
    triples = [
        (
            seconds(lambda: bare_loop(surface, config)),
            seconds(lambda: recorded(False)),
            seconds(lambda: recorded(True)),
        )
        for _ in range(ROUNDS)
    ]
    bare, plain, states = (
        statistics.median(ratio) for ratio in zip(*((a, b / a, c / a) for a, b, c in triples), strict=True)
    )
    print(
        f"{surface.name}, {config.name}, {STEPS} steps: bare loop {1000 * bare:.1f} ms, "
        f"descend {plain:.3f} of it, with the optimizer's states {states:.3f}"
    )
    trajectory = recorded(True)
    trace = trace_updates(config, trajectory)
    descents = [Descent(config.name, config.name, trajectory)]
    for part, work in (
        ("closed form", lambda: closed_form(surface, config, steps=STEPS)),
        ("update trace", lambda: trace_updates(config, trajectory)),
        ("player's data", lambda: player_data(surface, descents, trace)),
    ):
        print(f"  {part}: {1000 * statistics.median(seconds(work) for _ in range(ROUNDS)):.1f} ms")


if __name__ == "__main__":
    main()
