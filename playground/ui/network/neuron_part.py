"""One neuron: a line to drag, a point that is worked out, exercises, and learning them step by step."""

from dataclasses import dataclass
from functools import cache

import streamlit as st
import torch

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.module_definition import definitions_source
from playground.concepts.plane.datasets import Labelled
from playground.concepts.plane.exercises import EXERCISES, most_right
from playground.concepts.plane.one_neuron import CROSS_ENTROPY, LearningPath, Neuron, asked_for, learn
from playground.figures.neuron_plane import neuron_data, path_data, state_text
from playground.notices.neuron import exercise_notice, learning_notice, neuron_notice
from playground.snippets.neuron import learning_lines, neuron_program
from playground.ui.components.neuron_plane.component import State, neuron_plane, read_state
from playground.ui.network.settings import DEFAULTS
from playground.ui.shared import columns
from playground.ui.shared.choice import choose_one, say_unknown_words
from playground.ui.shared.frame import show_pytorch, what_to_notice
from playground.ui.shared.query_parameters import follow_url, write_url

RATES = ("0.003", "0.01", "0.03", "0.1", "0.3", "1")
STEPS = 200
"""Of one press on 'Let it learn'."""
STATE, LEARNT = "neuron", "neuron_learnt"
"""In the session: the numbers as text, as in the URL; what was learnt last."""


@dataclass(frozen=True)
class Setting:
    """What the neuron learns, and how."""

    exercise: str
    activation: str
    learning_rate: float


@dataclass(frozen=True)
class Learnt:
    """What came of a press on 'Let it learn'."""

    number: int
    start: State
    setting: Setting
    path: LearningPath


def show() -> None:
    """The exercise, the plane, and what is said of it."""
    controls, right = columns.controls_and_picture(3.3)
    with controls:
        setting = _form()
    state = _state()
    exercise = EXERCISES[setting.exercise]
    labelled = exercise.points()
    learnt: Learnt | None = st.session_state.get(LEARNT)
    if learnt is not None and learnt.setting != setting:
        learnt = None
    data = neuron_data(state_text(state), setting.activation, exercise, labelled, _best(setting.exercise))
    with right:
        with columns.player():
            neuron_plane(
                {**data, "path": learnt and path_data(learnt.number, learnt.path)},
                key="neuron_plane",
                on_rest=_rest,
                on_learn=lambda begun: _learn(begun, setting),
            )
        _say(state, setting, labelled, learnt)
    write_url(STATE, [state_text(state)], [DEFAULTS[STATE]])


def _form() -> Setting:
    exercises = {name: entry.label for name, entry in EXERCISES.items()}
    exercise = choose_one("Exercise", exercises, DEFAULTS["exercise"], "exercise", widget=st.pills)
    st.caption(EXERCISES[exercise].task)
    labels = {name: entry.label for name, entry in NETWORK_ACTIVATIONS.items()}
    activation = choose_one(
        "Activation", labels, DEFAULTS["neuron_activation"], "neuron_activation", widget=st.selectbox
    )
    rate = choose_one(
        "Learning rate",
        RATES,
        DEFAULTS["neuron_rate"],
        "neuron_rate",
        widget=st.selectbox,
        help="Of 'Let it learn': how far each step goes down the slope of the loss.",
    )
    return Setting(exercise, activation, float(rate))


def _state() -> State:
    """The numbers of the URL where it is news, else those of the session."""
    asked = follow_url(STATE, {}, [DEFAULTS[STATE]])
    if asked is not None:
        words = asked[0] or asked[1]
        if read_state(words[-1]) is None:
            say_unknown_words("Neuron", words)
        else:
            st.session_state[STATE] = words[-1]
    state = read_state(st.session_state.get(STATE)) or read_state(DEFAULTS[STATE])
    assert state is not None  # the default can be read
    st.session_state[STATE] = state_text(state)
    return state


@cache
def _best(exercise: str) -> int:
    return most_right(*EXERCISES[exercise].points())


def _rest(state: State) -> None:
    st.session_state[STATE] = state_text(state)


def _learn(state: State, setting: Setting) -> None:
    _rest(state)
    points, classes = EXERCISES[setting.exercise].points()
    if not len(points):
        return
    before: Learnt | None = st.session_state.get(LEARNT)
    path = learn(_neuron(state, setting), points, classes, setting.learning_rate, STEPS)
    st.session_state[LEARNT] = Learnt(before.number + 1 if before else 1, state, setting, path)


def _neuron(state: State, setting: Setting) -> Neuron:
    return Neuron((state[0], state[1]), state[2], setting.activation)


def _say(state: State, setting: Setting, labelled: Labelled, learnt: Learnt | None) -> None:
    neuron, point = _neuron(state, setting), (state[3], state[4])
    z, a = neuron.outputs(torch.tensor([point], dtype=torch.float64))
    said = [neuron_notice(neuron, point, z.item(), a.item())]
    points, classes = labelled
    if len(points):
        right = int(((neuron.outputs(points)[0] > 0) == classes.bool()).sum())
        said.append(exercise_notice(right, len(points), _best(setting.exercise)))
    if learnt is not None and not _is_end(learnt, state):
        learnt = None
    if learnt is not None:
        said.append(learning_notice(learnt.path, setting.activation, setting.learning_rate))
    what_to_notice(" ".join(said))
    _show_program(learnt.start if learnt else state, point, setting, labelled, learnt is not None)


def _show_program(
    begun: State, point: tuple[float, float], setting: Setting, labelled: Labelled, learnt: bool
) -> None:
    points, classes = labelled
    entry = NETWORK_ACTIVATIONS[setting.activation]
    low, high = asked_for(setting.activation)
    learning = ""
    if len(points):
        learning = learning_lines(
            points.tolist(),
            [high if target else low for target in classes.tolist()],
            cross_entropy=setting.activation == CROSS_ENTROPY,
            learning_rate=setting.learning_rate,
            steps=STEPS,
        )
    program = neuron_program(
        begun[:3],
        point,
        entry.source_call("nn"),
        definitions_source([entry.definition]),
        learning,
        learnt=learnt,
    )
    note = f"It prints z and a of the point{f', and the weights after {STEPS} steps of learning' if learning else ''}."
    show_pytorch(program, note)


def _is_end(learnt: Learnt, state: State) -> bool:
    """Whether the neuron has the weights that were learnt; a URL holds six digits of them."""
    return torch.allclose(learnt.path.weights[-1], torch.tensor(state[:3]), rtol=1e-4, atol=1e-4)
