"""What the program of a run gets from settings that were changed while it trained."""

from collections.abc import Sequence
from dataclasses import replace
from textwrap import indent
from typing import Any

from playground.concepts.optimizers.schedules import SCHEDULES
from playground.digits.models import DigitNetwork, build_model
from playground.digits.training.changes import Change
from playground.digits.training.config import TrainingConfig
from playground.digits.training.program_parts import DROPOUT_SEED, dropout_part, schedule_part
from playground.snippets.training import ProgramPart

_PLACE = """if settings["schedule"] != "constant":  # as in a run with these settings, with as many steps left
    per_epoch = -(-len(train_images) // settings["batch_size"])  # rounded up
    total_steps = per_epoch * {epochs}
    left = per_epoch * ({epochs} - epoch) - (-len(order) // settings["batch_size"])
    for group in optimizer.param_groups:
        group["initial_lr"] = group["lr"]
"""

_GO_THERE = """    with warnings.catch_warnings():  # no steps of the optimizer belong to these
        warnings.simplefilter("ignore")
        for _ in range(total_steps - left):
            schedule.step()"""


class _LearningRate(float):
    """Stands in a program as the learning rate at that moment."""

    def __repr__(self) -> str:
        return 'settings["learning_rate"]'


def network_for(config: TrainingConfig, changes: Sequence[Change]) -> DigitNetwork:
    """The network to write down; with a dropout layer where a change gives it one."""
    network = build_model(config.model_config, seed=0)
    if "dropout" in changed_names(changes):
        network.set_dropout(max(config.dropout, *(change.settings.get("dropout", 0) for change in changes)))
        network.dropout.p = config.dropout
    return network


def changed_names(changes: Sequence[Change]) -> set[str]:
    """The settings that any of them changes."""
    return {name for change in changes for name in change.settings}


def changes_part(
    config: TrainingConfig, changes: Sequence[Change], total_steps: int | None
) -> list[ProgramPart]:
    """A table of the changes, applied in the loop before the step that they hold from.

    Takes the place of `schedule_part` and `dropout_part`.
    """
    names = changed_names(changes)
    schedules = [config.schedule, *(change.settings.get("schedule", "") for change in changes)]
    scheduled = [name for name in SCHEDULES if name in schedules and name != "constant"]
    at_first = schedule_part(config, total_steps)
    shown = [*names, "batch_size", *(("learning_rate", "schedule") if scheduled else ())]
    dropout = (
        ProgramPart(before_forward=f"if model.dropout.p:\n    {DROPOUT_SEED}")
        if "dropout" in names
        else dropout_part(config, total_steps)
    )
    loop = ProgramPart(
        after_optimizer=at_first.after_optimizer or ("schedule = None" if scheduled else ""),
        before_training=_table(config, changes, [name for name in vars(config) if name in shown]),
        imports=("import warnings",) if scheduled else (),
        before_step=_application(config, names, scheduled),
        after_step=("if schedule:\n    schedule.step()\n" if scheduled else "") + "step += 1",
    )
    return [dropout, loop]


def _table(config: TrainingConfig, changes: Sequence[Change], shown: Sequence[str]) -> str:
    first = {name: _value(config, name) for name in shown}
    lines: dict[int, dict[str, Any]] = {}
    for change in changes:
        config = replace(config, **change.settings)
        lines.setdefault(change.step, {}).update({name: _value(config, name) for name in change.settings})
    rows = "".join(f"    {step}: {_dictionary(settings)},\n" for step, settings in lines.items())
    return (
        f"step = 0\nsettings = {_dictionary(first)}\n"
        f"changes = {{  # after so many steps, the settings from there on\n{rows}}}"
    )


def _value(config: TrainingConfig, name: str) -> Any:
    if name == "weight_decay":  # where the config leaves it to the optimizer, its number
        return config.optimizer_config.value(name)
    return getattr(config, name)


def _dictionary(settings: dict[str, Any]) -> str:
    return "{" + ", ".join(f'"{name}": {_literal(value)}' for name, value in settings.items()) + "}"


def _literal(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _application(config: TrainingConfig, names: set[str], scheduled: Sequence[str]) -> str:
    group = [
        f'    group["{key}"] = settings["{name}"]'
        for key, name in (("lr", "learning_rate"), ("weight_decay", "weight_decay"))
        if name in names or (name == "learning_rate" and scheduled)
    ]
    lines = ["settings |= changes[step]"]
    if group:
        lines += ["for group in optimizer.param_groups:", *group]
    if "dropout" in names:
        lines.append('model.dropout.p = settings["dropout"]')
    if scheduled:
        lines += ["schedule = None", *_schedule_lines(config, scheduled)]
    return "if step in changes:\n" + indent("\n".join(lines), " " * 4)


def _schedule_lines(config: TrainingConfig, scheduled: Sequence[str]) -> list[str]:
    """The scheduler of the settings at that moment, at the place where the run is."""
    builds = []
    for name in scheduled:
        call = SCHEDULES[name].source_call(_LearningRate(config.learning_rate), None)
        builds.append(f'    if settings["schedule"] == "{name}":\n{indent(f"schedule = {call}", " " * 8)}')
    return [_PLACE.format(epochs=config.epochs).rstrip(), *builds, _GO_THERE]
