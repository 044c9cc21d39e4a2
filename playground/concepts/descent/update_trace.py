"""The updates of a recorded descent, in lines."""

from playground.concepts.descent.trajectory import Trajectory
from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.optimizers.update_trace import UpdateTrace, UpdateTracer


def trace_updates(config: OptimizerConfig, trajectory: Trajectory) -> UpdateTrace:
    """Write out every step of `trajectory`, a descent by `config` with its states recorded.

    The states, such as `momentum_buffer` and `exp_avg_sq`, are the optimizer's own; what lies between them and
    the step is computed in the trajectory's dtype as the optimizer's documentation writes it.

    Raises:
        ConfigurationError: the trajectory was recorded without its states.
    """
    tracer = UpdateTracer(
        config.learning_rate,
        config.values,
        trajectory.points,
        trajectory.gradients[:-1],
        trajectory.states,
        rates=trajectory.rates,
    )
    config.optimizer.trace_update(tracer)
    return tracer.finish()
