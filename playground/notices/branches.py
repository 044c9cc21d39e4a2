"""In what a branch differs from the one that it grew from."""

from playground.concepts.losses.catalogue import LOSSES
from playground.concepts.plane.branches import Branch
from playground.concepts.plane.training import PlaneTraining, loss_names
from playground.formatting import format_number, listed

NUMBERS = {"batch_size": "points a step", "l1": "L1 penalty", "l2": "L2 penalty", "dropout": "dropout"}
"""What the numbers of `PlaneTraining` are called."""


def what_changed(branch: Branch) -> str:
    """Words such as `learning rate 0.3 instead of 0.03, weights changed by hand`."""
    if branch.parent is None:
        return "as it began"
    old, new = branch.parent.experiment.training, branch.experiment.training
    target, same = branch.trainer.data.target, old.optimizer.name == new.optimizer.name
    before, after = (_settings(training, target, defaults=same) for training in (old, new))
    changes = [
        f"{name} {value} instead of {before[name]}" if name in before else f"{name} {value}"
        for name, value in after.items()
        if value != before.get(name)
    ]
    if branch.parent.edited:
        changes.append("weights changed by hand")
    return listed(changes) if changes else "the same settings"


def _settings(training: PlaneTraining, target: str, *, defaults: bool) -> dict[str, str]:
    """Every setting of the training with what it is, in words; of the optimizer's numbers also those that are its own."""
    config = training.optimizer
    optimizer = config.optimizer
    parameters = {parameter.name: parameter.label for parameter in optimizer.parameters}
    return {
        "loss": LOSSES[training.loss or loss_names(target)[0]].label,
        "optimizer": optimizer.label,
        "learning rate": format_number(config.learning_rate),
        **{
            parameters[name]: ("on" if value else "off") if isinstance(value, bool) else format_number(value)
            for name, value in config.values.items()
            if defaults or value != optimizer.defaults[name]
        },
        **{label: format_number(getattr(training, name)) for name, label in NUMBERS.items()},
    }
