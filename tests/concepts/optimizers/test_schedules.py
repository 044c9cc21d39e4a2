"""The rates of each schedule against its closed form, and its program against the object that is used."""

import math

import pytest
import torch

from playground.concepts.optimizers.schedules import SCHEDULES, scheduled_rates

RATE = 0.3


def _half_wave(start, end, share):
    return end + (start - end) / 2 * (1 + math.cos(math.pi * share))


def _one_cycle(t, steps):
    top, last = 0.2 * steps - 1, steps - 1
    if t <= top:
        return _half_wave(RATE / 25, RATE, t / top)
    return _half_wave(RATE, RATE / 25 / 1e4, (t - top) / (last - top))


CLOSED_FORMS = {
    "step": lambda t, steps: RATE * 0.1 ** (t // math.ceil(steps / 3)),
    "cosine": lambda t, steps: RATE / 2 * (1 + math.cos(math.pi * t / steps)),
    "warm_up": lambda t, steps: RATE * (0.01 + 0.99 * min(1, t / math.ceil(steps / 10))),
    "one_cycle": _one_cycle,
}


def test_the_catalogue_names_what_people_expect():
    assert {"constant", "step", "cosine", "warm_up", "one_cycle"} <= SCHEDULES.keys()
    assert scheduled_rates("constant", RATE, 10) is None


@pytest.mark.parametrize("steps", [10, 100, 1000])
@pytest.mark.parametrize("name", CLOSED_FORMS)
def test_the_rate_of_each_step_is_that_of_the_closed_form(name, steps):
    expected = [CLOSED_FORMS[name](t, steps) for t in range(steps)]
    assert scheduled_rates(name, RATE, steps) == pytest.approx(expected, rel=1e-6, abs=1e-9 * RATE)


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 9, 10, 11, 100])
@pytest.mark.parametrize("name", SCHEDULES)
def test_the_call_in_a_program_builds_the_same_schedule(name, steps):
    entry = SCHEDULES[name]
    if entry.scheduler is None:
        assert entry.source_call(RATE, steps) == entry.source_call(RATE, None) == ""
        return
    for rate, total in ((RATE, steps), (RATE, None), (None, steps), (None, None)):
        source = entry.source_call(rate, total)
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
        scheduler = eval(source, {"torch": torch, "optimizer": optimizer, "total_steps": steps})
        rates = []
        for _ in range(steps):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step()
        assert tuple(rates) == scheduled_rates(name, RATE, steps)
        assert max(map(len, source.splitlines())) <= 104


@pytest.mark.parametrize("name", SCHEDULES)
def test_no_schedule_goes_above_the_rate_that_was_chosen(name):
    for steps in (1, 2, 5, 50):
        assert max(scheduled_rates(name, RATE, steps) or [RATE]) <= RATE * (1 + 1e-9)


@pytest.mark.parametrize("name", SCHEDULES)
def test_entries_are_complete(name):
    entry = SCHEDULES[name]
    assert entry.name == name
    assert entry.name.isidentifier()
    assert entry.label
    assert entry.notice.endswith(".")
    assert entry.formula
    assert entry.source.startswith("https://docs.pytorch.org/")
