"""What was trained on the page: the present branch, and those that it grew from."""

import threading
import time
from dataclasses import dataclass, field

import torch

from playground.concepts.plane.data import PlaneSource
from playground.concepts.plane.network import PlaneNetwork
from playground.concepts.plane.stopping import Stop, StopRule, StopWatch
from playground.concepts.plane.training import Epoch, PlaneTrainer, PlaneTraining

WORK, LONGEST_WORK = 0.1, 1.0
"""Seconds of a processor, and of a clock, that one request for more epochs may take.

On a busy machine a tenth of a second by the clock is a few steps, and asking for them costs more than they do.
"""
TURN = 0.02
"""Seconds that one visitor's network trains before another one's may."""
HANDOVER = 0.0002
"""Seconds in which a thread that waits takes its turn; without them the one that gave it up takes it again."""
_TURNS = threading.Lock()
"""One trains at a time: the operations are so small that threads which all train wait for one another at each."""
MOST_AHEAD = 400
OPENING = 20
"""Epochs that are known before anybody plays, so that the first picture moves at once."""
MOST_EPOCHS = 10_000
MOST_BRANCHES = 6


@dataclass(frozen=True)
class Experiment:
    """Everything that decides what is learnt."""

    source: PlaneSource
    network: PlaneNetwork
    training: PlaneTraining


@dataclass(frozen=True)
class Parent:
    """What a branch grew from.

    Attributes:
        name: of that branch.
        experiment: what that one was trained with.
        edited: whether weights were changed by hand in between.
    """

    name: str
    experiment: Experiment
    edited: bool


@dataclass
class Branch:
    """One history of epochs.

    Attributes:
        name: for people.
        experiment: what it began with.
        start: the epoch at which it left the branch that it grew from; 0 for the first one.
        trainer: its epochs, counted from its start.
        parent: what it grew from; None: the first one.
        shown: the number of the latest epoch that somebody has seen: of what is known beyond it nothing is said.
        watch: looks at them for a reason to stop.
    """

    name: str
    experiment: Experiment
    start: int
    trainer: PlaneTrainer
    parent: Parent | None = None
    shown: int = field(init=False)
    watch: StopWatch = field(init=False)

    def __post_init__(self) -> None:
        self.shown = self.start
        self.watch = StopWatch(StopRule(), self.start)

    @property
    def epochs(self) -> int:
        """The number of its last known epoch."""
        return self.start + len(self.trainer.epochs) - 1

    @property
    def seen(self) -> list[Epoch]:
        """Its epochs as far as somebody has seen them, at least the first one."""
        return self.trainer.epochs[: self.shown - self.start + 1]

    def show(self, epoch: int) -> None:
        """Somebody has seen the epochs up to that one."""
        self.shown = max(self.shown, min(epoch, self.epochs))

    @property
    def ended(self) -> str | None:
        """Why no further epochs come."""
        if not len(self.trainer.data.train_points):
            return "There are no points to learn from: draw some."
        if self.trainer.finished:
            return (
                "The loss is no finite number any more: the steps were too large. Go back and take a smaller "
                "learning rate."
            )
        return f"{MOST_EPOCHS:,} epochs are the most." if self.epochs >= MOST_EPOCHS else None


@dataclass
class Branches:
    """All branches of one experiment's data and network, the present one last.

    Attributes:
        shape: the data and the network.
        all: the branches.
        rule: when training stops, which is no setting of a branch: one may change it at any time.
    """

    shape: tuple[PlaneSource, PlaneNetwork]
    all: list[Branch] = field(default_factory=list)
    rule: StopRule = field(default_factory=StopRule)

    @property
    def stop(self) -> Stop | None:
        """Where the present branch stops, once that epoch is known; it can go on from there."""
        branch = self.present
        if branch.watch.rule != self.rule:
            branch.watch = StopWatch(self.rule, branch.start, branch.watch.past)
        return branch.watch.look(branch.trainer.epochs)

    def go_past(self, epoch: int) -> None:
        """Train the present branch on from a stop at or before that epoch."""
        branch, stop = self.present, self.stop
        if stop is not None and stop.epoch <= epoch <= branch.epochs:
            branch.watch = StopWatch(self.rule, branch.start, epoch)

    @property
    def present(self) -> Branch:
        """The one that is shown."""
        return self.all[-1]

    @classmethod
    def begin(cls, experiment: Experiment, weights: torch.Tensor | None = None) -> "Branches":
        """Only the first weights, or others.

        Raises:
            ConfigurationError: what is asked for does not fit together.
        """
        trainer = PlaneTrainer(experiment.network, experiment.training, experiment.source.draw(), weights)
        return cls((experiment.source, experiment.network), [Branch("1", experiment, 0, trainer)])

    def train(self, upto: int) -> None:
        """Towards that epoch, for `WORK` seconds at most, and not past a stop."""
        branch, worked, waited = self.present, time.thread_time() + WORK, time.monotonic() + LONGEST_WORK
        while time.thread_time() < worked and time.monotonic() < waited:
            with _TURNS:
                end = time.monotonic() + TURN
                while time.monotonic() < end:
                    if branch.epochs >= upto or branch.ended is not None or self.stop is not None:
                        return
                    branch.trainer.train()
            time.sleep(HANDOVER)

    def grow(self, epoch: int, experiment: Experiment, weights: torch.Tensor | None = None) -> None:
        """Another branch from an epoch of the present one, with other settings or other weights."""
        present = self.present
        place = min(max(epoch - present.start, 0), len(present.trainer.epochs) - 1)
        begin = present.trainer.epochs[place].weights if weights is None else weights
        trainer = PlaneTrainer(experiment.network, experiment.training, present.trainer.data, begin)
        numbers = [int(branch.name) for branch in self.all]
        parent = Parent(present.name, present.experiment, edited=weights is not None)
        self.all.append(Branch(str(max(numbers) + 1), experiment, present.start + place, trainer, parent))
        del self.all[:-MOST_BRANCHES]

    def return_to(self, name: str) -> None:
        """Show an older branch again."""
        for branch in self.all:
            if branch.name == name:
                self.all.remove(branch)
                self.all.append(branch)
                return
