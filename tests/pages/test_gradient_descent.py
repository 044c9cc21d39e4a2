import contextlib
import csv
import io
import json
import re
from functools import partial

import pytest

from playground.concepts.descent import descend
from playground.concepts.descent.learning_rates import suggested_learning_rate
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import SURFACES
from playground.formatting import format_number
from playground.ui.gradient_descent.picture import steps_csv
from playground.ui.gradient_descent.settings import settings
from tests.elements import only, program
from tests.pages.opened import open_page

LABELS = {name: entry.label for name, entry in SURFACES.items()}


_page = partial(open_page, "gradient_descent")


def _text(at):
    return " ".join(markdown.value for markdown in at.markdown)


def _player(at):
    """The data that the player was given."""
    (proto,) = [
        element.proto
        for element in at.get("bidi_component")
        if element.proto.component_name == "descent_player"
    ]
    return json.loads(proto.json)


def _loss_charts(at):
    return at.get("echarts_chart")


def test_it_opens_with_the_articles_example():
    at = _page()
    assert len(_loss_charts(at)) == 2
    assert "After 1,000 steps x = [1.9988, 3.9975, 5.9963]" in _text(at)
    assert "the loss went from 4.667 to 7.23×10⁻⁶" in _text(at)
    assert "**0.9933**: sure, but slow" in _text(at)
    assert "lr=0.01" in program(at)
    assert _player(at)["coordinates"] == ["x₁", "x₂", "x₃"]


@pytest.mark.parametrize(
    ("learning_rate", "words"),
    [
        ("0.5", "never overshoots"),
        ("1.5", "one step reaches the target"),
        ("2.9", "still it shrinks"),
        ("3.0", "neither shrinks nor grows"),
        ("3.1", "diverged"),
        ("3.1", "overshoots by more than it mends"),
    ],
)
def test_the_regime_is_said_in_words(learning_rate, words):
    assert words in _text(_page(learning_rate=learning_rate))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_can_be_chosen_and_every_parameter_of_it_is_a_widget_that_counts(name):
    at = _page(surface=LABELS["rosenbrock"], steps="20")
    at.selectbox(key="optimizer").set_value(name).run()
    assert not at.exception
    assert OPTIMIZERS[name].notice in " ".join(caption.value for caption in at.caption)
    assert at.session_state["learning_rate"] == suggested_learning_rate(SURFACES["rosenbrock"], name)
    for entry in OPTIMIZERS[name].parameters:
        parameter, default = entry.name, entry.default
        assert at.session_state[parameter] == default
        (widget,) = [
            w for kind in (at.slider, at.number_input, at.toggle) for w in kind if w.key == parameter
        ]
        assert widget.label == entry.label
        changed = (not default) if entry.is_switch else 0.5
        before = [path["losses"] for path in _player(at)["paths"]]
        widget.set_value(changed).run()
        assert not at.exception
        if not (name == "sgd" and parameter == "dampening"):  # dampens momentum, and there is none
            assert [path["losses"] for path in _player(at)["paths"]] != before, parameter
            assert (
                f"{parameter.replace('epsilon', 'eps').replace('beta1', 'betas').replace('beta2', 'betas')}="
                in program(at)
            )
        at.session_state[parameter] = default
        at.run()


@pytest.mark.parametrize("name", [*SURFACES, "typed"])
def test_every_function_can_be_chosen_and_begins_with_its_own_settings(name):
    at = _page(surface=LABELS["bowl" if name == "article" else "article"], learning_rate="0.3", x1="0.7")
    at.selectbox(key="surface").set_value(name).run()
    assert not at.exception
    assert not at.error
    for key, value in settings(name).items():
        if key in at.session_state and key != "surface":
            assert at.session_state[key] == value, key
    data = _player(at)
    assert len(data["coordinates"]) == (len(SURFACES[name].coordinates) if name in SURFACES else 2)
    assert (data["fit"] is not None) is (name in SURFACES and SURFACES[name].examples is not None)


def test_a_url_sets_the_page_up():
    at = _page(optimizer="Adam", learning_rate="0.1", steps="20", x1="0.5")
    assert at.session_state["optimizer"] == "adam"
    assert at.session_state["x1"] == 0.5
    assert "After 20 steps" in _text(at)
    assert "torch.optim.Adam([x], lr=0.1)" in program(at)


def test_a_url_with_a_function_alone_begins_with_that_functions_settings():
    at = _page(surface=LABELS["rosenbrock"])
    assert (at.session_state["x1"], at.session_state["steps"]) == (-1.2, 1000)
    assert at.session_state["learning_rate"] == suggested_learning_rate(SURFACES["rosenbrock"], "sgd")


def test_nonsense_in_the_url_falls_back_to_the_defaults():
    at = _page(
        steps="99999999",
        learning_rate="nan",
        optimizer="lion",
        x1="inf",
        x2="abc",
        surface="moon",
        mode="?",
        seed="x",
    )
    assert "After 1,000 steps x = [1.9988, 3.9975, 5.9963]" in _text(at)


@pytest.mark.parametrize("steps", ["1e400", "-1e400", "0", "1e9"])
def test_numbers_of_steps_beyond_every_limit_fall_back_to_the_default(steps):
    assert "After 1,000 steps x = [1.9988, 3.9975, 5.9963]" in _text(_page(steps=steps))


@pytest.mark.parametrize("learning_rate", ["0", "-3", "1e9"])
def test_a_learning_rate_that_cannot_work_gets_a_message(learning_rate):
    at = _page(learning_rate=learning_rate)
    assert "Expected a learning rate above 0" in only(at.error).value
    assert not _loss_charts(at)


def test_a_start_point_beyond_float32_gets_a_message():
    assert "finite numbers that fit torch.float32" in only(_page(x1="1e39").error).value


def test_a_start_point_at_the_edge_of_float32_says_that_it_diverged():
    assert "step 0 left the finite numbers" in _text(_page(x1="1e38"))


def test_a_typed_function_is_descended():
    at = _page(
        surface="Type your own f(x, y)", function="(x-1)^2 + 2(y+2)^2", steps="300", learning_rate="0.1"
    )
    assert "After 300 steps (x, y) = [1, −2]" in _text(at)
    assert "After" not in _text(at).split("What to notice")[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x^2 + sn(y)", "sin"),
        ("x + (y", "("),
        ("", "Expected"),
        ("__import__('os')", "Expected"),
        ("9^9^9^9^9 x", ""),
    ],
)
def test_a_typed_function_that_cannot_be_read_gets_a_message_and_no_traceback(text, words):
    at = _page(surface="Type your own f(x, y)")
    at.text_input(key="function").set_value(text).run()
    assert not at.exception
    if words:
        assert words in only(at.error).value
        at.text_input(key="function").set_value("x^2 + y^2").run()
        assert not at.error


def test_a_race_ranks_its_racers_and_the_table_says_when_each_arrived():
    at = _page(surface=LABELS["bowl"])
    at.segmented_control(key="mode").set_value("race").run()
    assert not at.exception
    assert [path["name"] for path in _player(at)["paths"]] == ["sgd", "momentum", "rmsprop", "adam"]
    surface = SURFACES["bowl"]
    table = only(at.table).value
    for name in ("sgd", "momentum", "rmsprop", "adam"):
        losses = descend(
            surface, OptimizerConfig(name, suggested_learning_rate(surface, name)), steps=100
        ).losses.tolist()
        reached = next((step for step, loss in enumerate(losses) if loss <= 1e-3), None)
        assert table.loc[OPTIMIZERS[name].label].iloc[1] == (f"{reached:,}" if reached is not None else "–")
    at.select_slider(key="tolerance").set_value(1.0).run()
    assert "within 1 of the least loss" in _text(at)
    at.pills(key="racers").set_value([]).run()
    assert "Choose at least one racer" in only(at.info).value
    assert not at.exception


def test_fewer_examples_a_step_make_noise_that_the_seed_decides():
    at = _page(surface=LABELS["fit"])
    smooth = _player(at)["paths"]
    at.segmented_control(key="batch_size").set_value("1").run()
    noisy = _player(at)["paths"]
    assert noisy != smooth
    assert "torch.randperm" in program(at)
    at.number_input(key="seed").set_value(3).run()
    assert _player(at)["paths"] != noisy


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"surface": LABELS["beale"], "optimizer": "AdamW", "weight_decay": "0.2", "steps": "30"},
        {"surface": LABELS["fit"], "batch_size": "2", "seed": "4", "steps": "40"},
        {"surface": LABELS["bowl"], "condition_number": "33", "steps": "40"},
        {"surface": LABELS["himmelblau"], "mode": "A race", "steps": "25"},
        {"surface": "Type your own f(x, y)", "function": "|x - 1| + exp(y^2/9) + 2x y", "steps": "15"},
    ],
    ids=str,
)
def test_the_program_is_short_and_ends_where_the_page_ends(parameters):
    at = _page(**parameters)
    source = program(at)
    assert len(source.splitlines()) <= 30
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(source, "<program>", "exec"), {})
    printed = output.getvalue()
    words = _text(at)
    assert printed
    if parameters.get("mode") is None:
        point = [float(number) for number in printed[printed.index("[") + 1 : printed.index("]")].split(",")]
        assert f"[{', '.join(format_number(value, 5) for value in point)}]" in words
        assert f"to {format_number(float(printed.replace('=', ' ').split()[-1]))}" in words
    else:
        assert len(printed.splitlines()) == 4


def test_every_experiment_sets_every_control_and_shows_no_error():
    at = _page(x1="7.0", optimizer="Adam", beta1="0.2")
    buttons = [button for button in at.button if str(button.key).startswith("try_")]
    assert len(buttons) >= 5
    for button in buttons:
        at.button(key=button.key).click().run()
        assert not at.exception
        assert not at.error
    at.button(key="try_1").click().run()
    assert "After 1,000 steps x = [1.9988, 3.9975, 5.9963]" in _text(at)


def test_a_moved_start_goes_back_by_one_button():
    at = _page(surface=LABELS["himmelblau"], x1="2.5", x2="3")
    at.button(key="usual_start").click().run()
    assert (at.session_state["x1"], at.session_state["x2"]) == SURFACES["himmelblau"].start
    assert not [button for button in at.button if button.key == "usual_start"]


@pytest.mark.parametrize(
    ("optimizer", "parameter"),
    [
        (entry.label, name)
        for entry in OPTIMIZERS.values()
        for name, default in entry.defaults.items()
        if not isinstance(default, bool)
    ],
)
@pytest.mark.parametrize("value", ["1e308", "1e400", "-1", "nan"])
def test_a_parameter_beyond_every_limit_ends_in_words(optimizer, parameter, value):
    at = _page(surface=LABELS["bowl"], optimizer=optimizer, **{parameter: value})
    assert not at.exception
    assert at.error or _player(at)["paths"]


@pytest.mark.parametrize("seed", ["1e400", "-1e400", "-1", "1e9"])
def test_a_seed_beyond_every_limit_falls_back_to_the_default(seed):
    at = _page(surface=LABELS["fit"], batch_size="1", seed=seed)
    assert not at.error
    assert "manual_seed(0)" in program(at)


def test_a_start_where_the_function_has_no_value_is_said_to_be_the_fault():
    at = _page(surface="Type your own f(x, y)", function="log(x)", x1="-1")
    assert (
        "the loss at the start is not a number. Choose a start where the function has a finite value."
        in _text(at)
    )
    assert "a negative number has no logarithm" in _text(at)
    assert "learning rate" not in _text(at).split("What to notice")[1]


def test_the_csv_holds_every_step():
    surface = SURFACES["rosenbrock"]
    trajectories = {name: descend(surface, OptimizerConfig(name, 0.001), steps=7) for name in ("sgd", "adam")}
    rows = list(csv.DictReader(io.StringIO(steps_csv(surface, trajectories).decode())))
    assert len(rows) == 16
    for row in rows:
        trajectory, step = trajectories[row["optimizer"]], int(row["step"])
        assert float(row["x"]) == pytest.approx(float(trajectory.points[step, 0]))
        assert float(row["loss"]) == pytest.approx(float(trajectory.losses[step]))
        assert float(row["gradient of y"]) == pytest.approx(float(trajectory.gradients[step, 1]))


def test_the_strip_speaks_of_the_minimum_nearest_to_the_start():
    at = _page(surface=LABELS["himmelblau"], x1="2.5", x2="2")
    assert "Near the minimum (3, 2): " in " ".join(caption.value for caption in at.caption)


def test_the_strip_of_a_fit_speaks_of_all_examples():
    at = _page(surface=LABELS["fit"])
    assert "With all examples a step: best 0.176, diverges from 0.18" in " ".join(c.value for c in at.caption)


def test_a_schedule_moves_the_rate_and_is_in_picture_program_and_words():
    at = _page(schedule="cosine", steps="50", learning_rate="0.5")
    assert at.selectbox(key="schedule").value == "cosine"
    text = _text(at)
    assert "The schedule took the learning rate from 0.5 to 0.000493." in text
    assert "multiplies the error" not in text
    trajectory = descend(SURFACES["article"], OptimizerConfig("sgd", 0.5), steps=50, schedule="cosine")
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(program(at), {})
    assert str(trajectory.points[-1].tolist()) in output.getvalue()
    assert "CosineAnnealingLR" in program(at)
    assert len(_loss_charts(at)) == 3
    lines = {line["symbol"]: line for line in _player(at)["trace"]["lines"]}
    assert lines["η"]["label"] == "learning rate, by the schedule"
    assert lines["Δ"]["template"] == "−{rate} · {g}"


def test_a_schedule_holds_for_every_racer():
    at = _page(mode="race", schedule="one_cycle", surface="bowl", steps="40")
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(program(at), {})
    for name in ("sgd", "momentum", "rmsprop", "adam"):
        config = OptimizerConfig(name, suggested_learning_rate(SURFACES["bowl"], name))
        trajectory = descend(SURFACES["bowl"], config, steps=40, schedule="one_cycle")
        assert f"{trajectory.points[-1].tolist()} {trajectory.losses[-1].item()}" in output.getvalue()
    assert "Highest learning rate" in str(at.get("table")[0].value.columns)


def test_a_typed_function_with_an_error_leaves_the_last_picture_greyed():
    at = _page(surface="typed", function="(x-1)^2 + 2(y+2)^2", steps="300", learning_rate="0.1")
    before = _player(at)
    at.text_input(key="function").set_value("(x-1)^2 + 2(y+2").run()
    assert not at.exception
    assert 'Close the "(" at character 12' in only(at.error).value
    assert _player(at) == before
    assert any("the picture shows `(x-1)^2 + 2(y+2)^2`" in caption.value for caption in at.caption)
    assert any(".st-key-descent" in str(element.proto) for element in at.get("html"))
    at.text_input(key="function").set_value("(x-1)^2 + 3(y+2)^2").run()
    assert not at.error
    assert _player(at) != before
    assert not any(".st-key-descent" in str(element.proto) for element in at.get("html"))


def test_a_gradient_that_is_no_number_is_explained_in_a_race_too():
    at = _page(surface="typed", function="sqrt(x^2+y^2)", x1="0", x2="0", mode="race")
    assert "Adam broke off." in _text(at)
    assert "the slope of √ at 0 is infinite" in _text(at)
    assert "a smaller learning rate may keep" not in _text(at)


def test_the_best_rate_and_the_limit_are_told_apart_however_near_they_are():
    at = _page(surface="rosenbrock")
    (caption,) = [caption.value for caption in at.caption if "diverges from" in caption.value]
    best, limit = re.search(r"best ([\d.×⁻⁰¹²³⁴-⁹]+), diverges from ([\d.×⁻⁰¹²³⁴-⁹]+)\.", caption).groups()
    assert best != limit


def test_a_page_writes_its_numbers_in_one_notation():
    texts = _text(_page()) + " ".join(caption.value for caption in _page(surface="rosenbrock").caption)
    assert not re.search(r"\de[-+]\d", texts)
