"""Rivals that take turns in one process, so that what else the machine does meets all alike."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping

import torch


def seconds_in_turn(
    rivals: Mapping[str, Callable[[], object]],
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, list[float]]:
    """Seconds of each call, round after round; one call of each before that is not counted.

    Args:
        rivals: by their names.
        rounds: how often each is called.
        clock: `time.process_time` for what one thread computes without waiting: a busy machine stretches it least.
    """
    for call in rivals.values():
        call()
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(rounds):
        for name, call in rivals.items():
            started = clock()
            call()
            seconds[name].append(clock() - started)
    return seconds


def print_beside(seconds: Mapping[str, list[float]], first: str, scale: float = 1.0, unit: str = "s") -> None:
    """A line a rival: its median, and the median of its ratios to `first`, round by round, with their range.

    Args:
        seconds: of each rival, round by round.
        first: which one the others are compared with.
        scale: what a second of a turn counts.
        unit: what the scaled numbers are.
    """
    for name, times in seconds.items():
        ratios = sorted(one / other for one, other in zip(times, seconds[first], strict=True))
        print(
            f"{name}: {scale * statistics.median(times):.2f} {unit}, {statistics.median(ratios):.2f} times {first} "
            f"(half of the rounds from {_quartile(ratios, 1):.2f} to {_quartile(ratios, 3):.2f})",
            flush=True,
        )


def describe_machine() -> str:
    """What the figures were measured on."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores{load}, PyTorch {torch.__version__}"


def _quartile(ordered: list[float], number: int) -> float:
    return ordered[min(len(ordered) - 1, number * len(ordered) // 4)]
