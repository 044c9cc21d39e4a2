"""A function that nobody has heard of: one entry, and the page, its programs, races, strip, texts and checks have it."""

import contextlib
import io
import json

import pytest
import torch

from playground.concepts.descent import descend
from playground.concepts.descent.learning_rates import GRID, suggested_learning_rate
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import SURFACES, Surface
from playground.concepts.surfaces.entry import SurfaceSetting, program_of_x_and_y
from playground.ui.gradient_descent.settings import settings
from tests.concepts.descent import test_race, test_stability
from tests.concepts.surfaces import test_catalogue
from tests.elements import program
from tests.figures import test_descent_player, test_gradient_descent
from tests.pages.opened import open_page
from tests.snippets import test_descent


def trough(depth: float = 2.0) -> Surface:
    """A smooth valley that is steep along x and rounded along y."""

    def function(point):
        x, y = point.unbind()
        return depth * (torch.cosh(x) - 1) + y.square() / 4

    return Surface(
        name="trough",
        label="A trough",
        function=function,
        start=(1.5, -2.0),
        minima=((0.0, 0.0),),
        window=((-3.0, 3.0), (-3.0, 3.0)),
        formula=rf"f(x, y) = {depth:g}\, (\cosh x - 1) + \tfrac{{1}}{{4}} y^2",
        gradient_formula=rf"\nabla f = ({depth:g} \sinh x,\; \tfrac{{1}}{{2}} y)",
        notice="Its sides rise like a hanging chain.",
        source="https://en.wikipedia.org/wiki/Catenary",
        program=program_of_x_and_y(f"{depth!r} * (torch.cosh(x) - 1) + y**2 / 4"),
        steps=60,
        setting=SurfaceSetting(
            name="depth",
            label="Depth",
            notice="How steep its sides are.",
            low=1.0,
            high=5.0,
            step=0.5,
            default=2.0,
            build=trough,
        ),
    )


TROUGH = trough()


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    """The entry is there, as if it had been written into the catalogue."""
    monkeypatch.setitem(SURFACES, TROUGH.name, TROUGH)


def printed(program):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "<program>", "exec"), {})
    return output.getvalue()


def text(at):
    return "\n".join(str(element.value) for element in [*at.markdown, *at.caption, *at.error, *at.info])


def player(at):
    (proto,) = [
        element.proto
        for element in at.get("bidi_component")
        if element.proto.component_name == "descent_player"
    ]
    return json.loads(proto.json)


@pytest.mark.parametrize(
    "check",
    [
        test_catalogue.test_the_gradient_is_the_slope_of_the_loss,
        test_catalogue.test_the_minimum_has_no_slope_and_nothing_near_is_lower,
        test_catalogue.test_many_points_at_once_give_each_points_loss,
        test_catalogue.test_entries_are_complete,
        test_catalogue.test_the_program_defines_the_same_function,
        test_catalogue.test_every_minimum_has_no_slope,
        test_catalogue.test_the_map_shows_the_start_and_every_minimum,
        test_catalogue.test_the_constant_curvature_is_said_of_the_right_surfaces,
        test_catalogue.test_the_least_loss_is_that_of_every_minimum,
        test_descent.test_a_surfaces_program_prints_the_numbers_of_a_race,
        test_race.test_a_standing_is_what_a_search_through_the_losses_finds,
        test_gradient_descent.test_every_surface_draws,
    ],
)
def test_the_checks_of_every_entry_hold_for_it(check):
    check(TROUGH)


def test_the_checks_by_name_hold_for_it():
    test_stability.test_curvatures_are_those_of_finite_differences("trough")
    test_descent_player.test_landscape_gives_the_losses_back("trough")


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_learning_rate_of_every_optimizer_is_measured_and_comes_down(name):
    assert suggested_learning_rate(TROUGH, name) in GRID
    test_catalogue.test_the_suggested_learning_rate_comes_down_from_the_start_and_never_climbs_above_it(
        TROUGH, name
    )


def test_the_page_offers_it_and_begins_with_its_own_settings():
    at = open_page("gradient_descent", learning_rate="0.3", x1="0.7")
    at.selectbox(key="surface").set_value("trough").run()
    assert not at.exception
    assert not at.error
    assert "A trough" in at.selectbox(key="surface").options
    expected = settings("trough")
    assert (expected["x1"], expected["steps"], expected["depth"]) == (1.5, 60, 2.0)
    for key, value in expected.items():
        if key in at.session_state and key != "surface":
            assert at.session_state[key] == value, key
    assert TROUGH.notice in text(at)
    assert "Near the minimum (0, 0): best" in text(at)
    assert "After 60 steps (x, y) = [" in text(at)
    assert any("cosh x" in element.value for element in at.latex)


def test_its_slider_shapes_it_and_an_experiment_puts_it_back():
    at = open_page("gradient_descent", surface="A trough")
    before = player(at)["landscape"]
    assert at.slider(key="depth").label == "Depth"
    at.slider(key="depth").set_value(4.0).run()
    assert player(at)["landscape"] != before
    assert "4.0 * (torch.cosh(x) - 1)" in program(at)
    at.button(key="try_1").click().run()
    assert not at.exception
    at.selectbox(key="surface").set_value("trough").run()
    assert at.slider(key="depth").value == 2.0


@pytest.mark.parametrize("mode", ["one", "race"])
def test_its_program_ends_where_the_page_ends(mode):
    at = open_page("gradient_descent", surface="A trough")
    at.segmented_control(key="mode").set_value(mode).run()
    assert not at.exception
    output = printed(program(at)).splitlines()
    names = ["sgd", "momentum", "rmsprop", "adam"] if mode == "race" else ["sgd"]
    assert [path["name"] for path in player(at)["paths"]] == names
    for name, line in zip(names, output, strict=True):
        config = OptimizerConfig(name, suggested_learning_rate(TROUGH, name))
        trajectory = descend(TROUGH, config, steps=60)
        point, loss = trajectory.points[-1].tolist(), trajectory.losses[-1].item()
        assert line == f"{OPTIMIZERS[name].label} {point} {loss}"
