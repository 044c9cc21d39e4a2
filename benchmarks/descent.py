"""What recording a descent costs: `descend()` beside a bare `torch.optim` loop. `python -m benchmarks.descent`.

Each pair runs in turn, so that both meet the same machine; a figure is the median of the pairs' ratios.
"""

import statistics
import time
from collections.abc import Callable

import torch

from playground.concepts.closed_form import closed_form
from playground.concepts.descent import descend
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig, build_optimizer
from playground.concepts.surfaces import SURFACES, Surface
from playground.concepts.update_rules import narrate
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
    for surface_name, name in (
        ("article", "sgd"),
        ("article", "adam"),
        ("rosenbrock", "momentum"),
        ("beale", "adam"),
    ):
        surface = SURFACES[surface_name]
        config = OptimizerConfig(name, surface.learning_rates[name])
        bare = [seconds(lambda: bare_loop(surface, config)) for _ in range(2)]  # noqa: B023
        pairs = [
            (seconds(lambda: bare_loop(surface, config)), seconds(lambda: descend(surface, config, steps=STEPS)),
             seconds(lambda: descend(surface, config, steps=STEPS, record_states=True)))  # noqa: B023
            for _ in range(ROUNDS)
        ]  # fmt: skip
        del bare
        print(
            f"{surface_name}, {name}, {STEPS} steps: bare {1000 * statistics.median(pair[0] for pair in pairs):.1f} ms, "
            f"descend {statistics.median(pair[1] / pair[0] for pair in pairs):.3f} of it, "
            f"with states {statistics.median(pair[2] / pair[0] for pair in pairs):.3f}"
        )
        trajectory = descend(surface, config, steps=STEPS, record_states=True)
        print(f"  closed form {1000 * seconds(lambda: closed_form(surface, config, steps=STEPS)):.1f} ms")  # noqa: B023
        print(f"  narration {1000 * seconds(lambda: narrate(config, trajectory)):.1f} ms")  # noqa: B023
        descents = [Descent(name, OPTIMIZERS[name].label, trajectory)]
        story = narrate(config, trajectory)
        print(f"  player's data {1000 * seconds(lambda: player_data(surface, descents, story)):.1f} ms")  # noqa: B023


if __name__ == "__main__":
    main()
