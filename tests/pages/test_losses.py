import contextlib
import io
from functools import partial

import pytest
import torch

from playground.concepts.losses import LOSSES
from playground.concepts.losses.catalogue import KINDS, losses_of
from playground.concepts.losses.common_mistakes import MISTAKES, run
from playground.concepts.losses.outliers import POINTS, fits
from playground.concepts.losses.softmax_cross_entropy import cross_entropy
from playground.formatting import format_number
from playground.markdown import literal
from tests.elements import only, program
from tests.pages.opened import open_page

PARTS = ["curves", "outliers", "logits", "slow_start", "bad_input"]


_page = partial(open_page, "losses")


def _text(at):
    return " ".join(element.value for element in [*at.markdown, *at.error, *at.warning])


@pytest.mark.parametrize("kind", KINDS)
def test_the_readout_has_the_numbers_of_the_probe(kind):
    at = _page(kind=KINDS[kind].label)
    prediction, target = KINDS[kind].usual
    for entry in losses_of(kind).values():
        value, slope = entry.along(
            torch.tensor([prediction], dtype=torch.float64), torch.tensor(target, dtype=torch.float64)
        )
        numbers = f"| {format_number(value.item(), 4)} | {format_number(slope.item(), 4)} |"
        assert f"| {entry.label} {numbers}" in _text(at)


@pytest.mark.parametrize("name", [name for name, entry in LOSSES.items() if entry.parameters])
def test_every_parameter_is_a_slider_that_counts(name):
    entry = LOSSES[name]
    kind = KINDS[entry.kind]
    at = _page(kind=kind.label, **{f"prediction_{entry.kind}": str(kind.usual[0])})
    for parameter in entry.parameters:
        before = _text(at)
        at.slider(key=parameter.name).set_value(parameter.high).run()
        assert not at.exception
        assert _text(at) != before


def test_the_program_prints_the_readout():
    at = _page(kind="Score", prediction_score="-2.5", target_score="0", margin="2")
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(program(at), {})
    for line in output.getvalue().splitlines():
        label, numbers = line.split(": loss ")
        value, slope = numbers.split(", gradient ")
        cells = _text(at).split(f"| {label} | ")[1].split(" | ")
        shown = [float(cell.removesuffix(" |").split(" |")[0].replace("−", "-")) for cell in cells[:2]]
        assert shown == pytest.approx([float(value), float(slope)], abs=1e-4)


def test_without_a_loss_it_says_what_to_do():
    at = _page()
    at.pills(key="losses_number").set_value([]).run()
    assert not at.exception
    assert "Choose at least one loss" in only(at.info).value


def test_an_outlier_is_moved_and_the_table_says_by_how_much_each_line_turned():
    at = _page(part="outliers", outlier="12.5", delta="0.5")
    lines = fits([*POINTS[:-1], (7.0, 12.5)], {"huber": {"delta": 0.5}})
    table = only(at.table).value
    for name, line in lines.items():
        assert table.loc[LOSSES[name].label, "slope"] == format_number(line.slope)
    assert "moves the line of MSE by up to" in _text(at)
    at.slider(key="outlier").set_value(4.5).run()
    assert "the last point agrees with the others" in _text(at)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            {"prediction_number": "4"},
            "At prediction 4 and target 0, MSE is 16 and pulls hardest: its gradient 8",
        ),
        (
            {"losses_number": "L1", "prediction_number": "-1"},
            "L1 is 1: its gradient −1 says to move the prediction up",
        ),
        ({"prediction_number": "0"}, "no chosen loss pulls: every gradient is 0"),
        (
            {"kind": "Probability"},
            "Binary cross-entropy and KL divergence pull equally hard: their gradient −3.75",
        ),
    ],
)
def test_the_notice_says_who_pulls(query, words):
    assert words in _text(_page(**query))


def test_the_logits_numbers_are_those_of_pytorch():
    at = _page(
        part="logits", logit_cat="0.5", logit_dog="-1.5", true_class="bird", temperature="2", smoothing="0.1"
    )
    result = cross_entropy([0.5, -1.5, -1.0], 2, 2.0, 0.1)
    assert f"The bird gets probability {format_number(float(result.probabilities[2]), 4)}" in _text(at)
    assert f"the loss is **{format_number(result.loss, 4)}**" in _text(at)


def test_a_slow_start_says_when_each_loss_arrives():
    at = _page(part="slow_start", weight="2", bias="2")
    assert "squared error with 0.03469 only" in _text(at)
    at.slider(key="bias").set_value(-5.0).run()
    assert not at.exception
    assert "Within 0.1 of the target: Binary cross-entropy from the start" in _text(at)


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=list(MISTAKES))
def test_every_mistake_shows_pytorchs_words_and_the_corrected_loss(mistake):
    at = _page(part="bad_input", mistake=mistake.label)
    assert literal(run(mistake.source).message) in _text(at)
    assert mistake.meaning in _text(at)
    assert f"= **{format_number(run(mistake.corrected).value, 4)}**" in _text(at)
    assert bool(at.get("echarts_chart")) == bool(run(mistake.source).losses)


@pytest.mark.parametrize("value", ["1e400", "nan", "-1", "abc"])
@pytest.mark.parametrize("part", PARTS)
def test_nonsense_in_the_address_ends_in_no_traceback(part, value):
    names = [
        "kind",
        "losses_number",
        "prediction_number",
        "target_number",
        "delta",
        "beta",
        "outlier",
        "logit_cat",
        "true_class",
        "temperature",
        "smoothing",
        "weight",
        "rate",
        "mistake",
    ]
    at = _page(part=part, **dict.fromkeys(names, value))
    assert not [error for error in at.error if part != "bad_input"]


def test_every_experiment_sets_the_page_up():
    for number in range(1, 7):
        at = _page(prediction_number="1", temperature="3")
        at.button(key=f"try_{number}").click().run()
        assert not at.exception
        assert at.markdown


@pytest.mark.parametrize("kind", KINDS)
def test_several_examples_show_each_loss_their_mean_and_their_sum(kind):
    at = _page(kind=KINDS[kind].label)
    at.session_state["examples"] = True
    at.run()
    assert not at.exception
    table = only(at.table).value
    for entry in losses_of(kind).values():
        each = [float(value) for value in table.loc[entry.label, "none: one each"].split(", ")]
        assert len(each) == 4
        assert float(table.loc[entry.label, "sum"]) == pytest.approx(sum(each), rel=1e-3)
        assert float(table.loc[entry.label, "mean"]) == pytest.approx(sum(each) / 4, rel=1e-3)
