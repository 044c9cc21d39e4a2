"""Learning rates that suit a surface, so that a race is fair: each optimizer begins with its best.

`python -m benchmarks.learning_rates` measures them: of the rates 1, 2, 5 times a power of 10, the one that comes
within 1e-3 of the least loss in the fewest steps from the surface's own start; where none does, the one that ends
lowest. Rates that ever climb above the start are out. The article's SGD keeps the article's own 0.01.
"""

LEARNING_RATES: dict[str, dict[str, float]] = {
    "article": {
        "sgd": 0.01,
        "momentum": 0.5,
        "nesterov": 1.0,
        "adagrad": 2.0,
        "rmsprop": 0.2,
        "adam": 0.5,
        "adamw": 2.0,
    },
    "fit": {
        "sgd": 0.1,
        "momentum": 0.1,
        "nesterov": 0.05,
        "adagrad": 2.0,
        "rmsprop": 0.2,
        "adam": 1.0,
        "adamw": 0.5,
    },
    "bowl": {
        "sgd": 0.1,
        "momentum": 0.2,
        "nesterov": 0.01,
        "adagrad": 2.0,
        "rmsprop": 0.2,
        "adam": 0.2,
        "adamw": 0.2,
    },
    "rosenbrock": {
        "sgd": 0.001,
        "momentum": 0.001,
        "nesterov": 0.0005,
        "adagrad": 0.2,
        "rmsprop": 0.01,
        "adam": 0.2,
        "adamw": 0.1,
    },
    "himmelblau": {
        "sgd": 0.01,
        "momentum": 0.001,
        "nesterov": 0.005,
        "adagrad": 1.0,
        "rmsprop": 0.05,
        "adam": 0.5,
        "adamw": 0.2,
    },
    "beale": {
        "sgd": 0.005,
        "momentum": 0.001,
        "nesterov": 0.001,
        "adagrad": 2.0,
        "rmsprop": 0.2,
        "adam": 1.0,
        "adamw": 0.5,
    },
    "saddle": {
        "sgd": 0.5,
        "momentum": 0.5,
        "nesterov": 0.5,
        "adagrad": 1.0,
        "rmsprop": 0.1,
        "adam": 1.0,
        "adamw": 1.0,
    },
    "rastrigin": {
        "sgd": 0.002,
        "momentum": 0.0001,
        "nesterov": 0.001,
        "adagrad": 0.2,
        "rmsprop": 0.002,
        "adam": 0.2,
        "adamw": 0.2,
    },
    "plateau": {
        "sgd": 2.0,
        "momentum": 0.5,
        "nesterov": 1.0,
        "adagrad": 0.5,
        "rmsprop": 0.05,
        "adam": 0.5,
        "adamw": 1.0,
    },
    # Nothing is known of a typed function: cautious everywhere.
    "typed": {
        "sgd": 0.05,
        "momentum": 0.01,
        "nesterov": 0.01,
        "adagrad": 0.5,
        "rmsprop": 0.05,
        "adam": 0.1,
        "adamw": 0.1,
    },
}
"""For each surface, the rate of each optimizer."""
