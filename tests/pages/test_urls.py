"""Choices stand in the URL as catalogue keys; links with keys and with labels open as they say."""

import pytest

from playground.runs import launcher
from playground.runs.store import RunStore
from playground.ui.draw.parts import PARTS
from playground.ui.shared import choice, choice_for_places, query_parameters
from playground.ui.shared.pages import PAGES
from tests.answered_run import write_run
from tests.pages.opened import WITH_PARTS, open_page

DIGIT = {"digit": "embedded-test-5"}
OPENED = [
    *((path, {"part": part}) for path, parts in WITH_PARTS.items() for part in parts),
    ("network", {"part": "network", "data": "function"}),
    ("network", {"part": "network", "data": "own"}),
    ("network", {"part": "forward", "which_network": "digits"}),
    ("network", {"part": "forward", "which_network": "digits", "examples_in": "three"}),
    ("losses", {"kind": "score"}),
    ("losses", {"kind": "probability"}),
    ("backpropagation", {"what": "typed"}),
    ("gradient_descent", {}),
    ("gradient_descent", {"mode": "race"}),
    ("gradient_descent", {"surface": "fit"}),
    ("train", {}),
    ("train", {"network": "cnn"}),
    ("sweep", {}),
    ("sweep", {"sweep_first": "optimizer", "sweep_second": "activation"}),
    *(("draw", {"look": look, **DIGIT}) for look in PARTS),
    ("draw", {"look": "attribution", "attribution_question": "other", **DIGIT}),
    ("draw", {"look": "attribution", "attribution_method": "occlusion", **DIGIT}),
    ("draw", {"look": "inside", "model": "mlp", **DIGIT}),
    *(("draw", {"look": "robustness", "damage": damage, **DIGIT}) for damage in ("units", "layers", "nudge")),
    ("compare", {}),
]
ELSEWHERE = {"model"}
"""Followed by tests of their own: their options differ from visitor to visitor."""


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    """Runs of this test alone, and no worker that would train them."""
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(launcher, "wake", lambda store: 0)
    return RunStore()


@pytest.fixture
def drawn(monkeypatch):
    """The labels of every choice that a page draws, by the name of its query parameter."""
    found = {}

    def follow(name, options, default):
        found[name] = dict(options)
        return query_parameters.follow_url(name, options, default)

    monkeypatch.setattr(choice, "follow_url", follow)
    monkeypatch.setattr(choice_for_places, "follow_url", follow)
    monkeypatch.setattr(query_parameters, "STALE_SECONDS", 0.0)  # a test is faster than a visitor
    return found


def _in_url(at, name):
    value = at.query_params.get(name, [])
    return value if isinstance(value, list) else [value]


def _chosen(at, name):
    value = at.session_state[name]
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize(("path", "query"), OPENED, ids=str)
def test_links_with_keys_and_with_labels_open_as_they_say(path, query, drawn, store):
    if path == "compare":
        write_run(store)
    at = open_page(path, **query)
    choices = {name: labels for name, labels in drawn.items() if name not in ELSEWHERE | query.keys()}
    for name, labels in choices.items():
        at = open_page(path, **query)
        before = dict(at.query_params)
        initial = _chosen(at, name)[0]
        others = [key for key in labels if [key] != _chosen(at, name)][
            -1:
        ]  # none where one data set is on disk
        assert others or name == "sweep_data", name
        for key, word in [*((key, labels[key]) for key in others), (initial, initial)]:
            at.query_params = {**before, name: word}
            at.run()
            assert not at.exception
            assert _chosen(at, name) == [key], (name, word)
            assert _in_url(at, name) in ([key], []), "keys are written; what a page begins with is left out"


@pytest.mark.parametrize(("path", "query"), OPENED, ids=str)
def test_nonsense_is_dropped_and_said(path, query, drawn):
    open_page(path, **query)
    name = min(drawn.keys() - query.keys() - ELSEWHERE, default=None)
    if name is not None:  # one for each state of a page: all take the same way
        at = open_page(path, **query, **{name: "nonsense"})
        assert "nonsense" not in _in_url(at, name)
        assert any("'nonsense'" in toast.value for toast in at.toast), name


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_which_words_of_a_link_it_does_not_know(path):
    at = open_page(path, nonsense="7", utm_source="course")
    (said,) = [toast.value for toast in at.toast if "nonsense" in toast.value]
    assert "nonsense = 7 (there is no such setting now)" in said
    assert "utm_source" not in said
    at.run()
    assert not [toast for toast in at.toast if "nonsense" in toast.value]


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("gradient_descent", {"steps": "99999999"}, "steps = 99999999 (it is 1000)"),
        ("gradient_descent", {"steps": "1e400"}, "steps = 1e400"),
        ("gradient_descent", {"function": "x^2"}, "function = x^2 (there is no such setting now)"),
        ("gradient_descent", {"optimizer": "adam", "epsilon": "-1"}, "epsilon = -1 (it is 10⁻⁸)"),
        ("gradient_descent", {"momentum": "7"}, "momentum = 7 (it is 0)"),
        ("gradient_descent", {"tolerance": "0.1"}, "tolerance = 0.1 (there is no such setting now)"),
        ("gradient_descent", {"surface": "typed", "half_width": "-2"}, "half_width = -2 (it is 3)"),
        (
            "losses",
            {"part": "outliers", "temperature": "2"},
            "temperature = 2 (there is no such setting now)",
        ),
        ("losses", {"part": "slow_start", "rate": "99"}, "rate = 99 (it is 1)"),
        ("activations", {"part": "depth", "depth": "1000"}, "depth = 1000"),
        ("train", {"epochs": "many"}, "epochs = many (it is 10)"),
    ],
)
def test_what_a_link_asks_for_and_does_not_get_is_said(path, query, said):
    assert any(said in toast.value for toast in open_page(path, **query).toast)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (
            "gradient_descent",
            {"surface": "typed", "function": "x^2", "x1": "0.5", "optimizer": "adam", "beta1": "0.5"},
        ),
        ("gradient_descent", {"surface": "rosenbrock", "steps": "50", "mode": "race", "racers": "adam"}),
        ("gradient_descent", {"schedule": "cosine", "learning_rate": "0.1"}),
        ("losses", {"part": "logits", "logit_dog": "6", "smoothing": "0.2"}),
        ("losses", {"part": "curves", "kind": "score", "target_score": "1"}),
        ("train", {"hidden": "64, 32", "epochs": "3", "schedule": "one_cycle", "augmentation": "true"}),
        ("backpropagation", {"what": "typed", "function": "x y", "fx": "1.5"}),
        ("draw", DIGIT),
    ],
)
def test_a_link_that_is_met_is_opened_in_silence(path, query):
    assert not open_page(path, **query).toast
