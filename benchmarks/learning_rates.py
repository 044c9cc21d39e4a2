"""Measure learning rates for the entries in `playground/concepts/surfaces`: python -m benchmarks.learning_rates [name ...].

Each line is a function's `learning_rates`, of all optimizers, with the entry's own number behind it where that differs.
"""

import sys

from playground.concepts.descent.learning_rates import measured_learning_rate
from playground.concepts.optimizers import OPTIMIZERS
from playground.concepts.surfaces import SURFACES

STEPS = 1000


def main(names: list[str]) -> None:
    """Print the table of each function out of `names`, or of all."""
    for name in names or SURFACES:
        print(f"{name}: learning_rates={{")
        for optimizer in OPTIMIZERS:
            rate, stated = (
                measured_learning_rate(SURFACES[name], optimizer, STEPS),
                SURFACES[name].learning_rates,
            )
            note = "" if stated.get(optimizer) == rate else f"  # the entry says {stated.get(optimizer)}"
            print(f"    {optimizer!r}: {rate},{note}", flush=True)
        print("}")


if __name__ == "__main__":
    main(sys.argv[1:])
