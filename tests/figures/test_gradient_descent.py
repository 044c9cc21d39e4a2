import numpy as np
import pytest

from playground.concepts.descent import closed_form, descend
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import SURFACES
from playground.figures.gradient_descent import MAX_POINTS, components_figure, loss_figure, path_figure

ARTICLE = SURFACES["article"]


def _named(figure, name):
    return next((trace for trace in figure.data if trace.name == name), None)


def _all_figures(config, start=None, steps=1000):
    trajectory = descend(ARTICLE, config, start, steps)
    exact = closed_form(ARTICLE, config, start, steps)
    return trajectory, (
        components_figure(trajectory, ARTICLE, exact),
        loss_figure(trajectory, exact),
        path_figure(trajectory, ARTICLE),
    )


def test_lines_are_the_trajectory_and_circles_the_closed_form():
    trajectory, (components, loss, path) = _all_figures(OptimizerConfig())
    for index, name in enumerate(("x₁", "x₂", "x₃")):
        np.testing.assert_array_equal(_named(components, name).y, trajectory.points[:, index].numpy())
    np.testing.assert_array_equal(_named(loss, "loss").y, trajectory.losses.numpy())
    circles = _named(loss, "closed form")
    np.testing.assert_allclose(circles.y, trajectory.losses[circles.x].numpy(), rtol=1e-3)
    assert loss.layout.yaxis.type == "log"
    assert sorted(shape.y0 for shape in components.layout.shapes) == [2.0, 4.0, 6.0]
    start, end, minimum = (_named(path, name) for name in ("start", "end", "minimum"))
    assert (start.x[0], start.y[0]) == (1.0, 2.0)
    assert (end.x[0], end.y[0]) == tuple(trajectory.points[-1, :2].tolist())
    assert (minimum.x[0], minimum.y[0]) == (2.0, 4.0)


def test_the_contours_are_the_loss_with_the_third_component_at_its_target():
    _, (_, _, path) = _all_figures(OptimizerConfig())
    contour = path.data[0]
    x1, x2 = np.meshgrid(contour.x, contour.y)
    np.testing.assert_allclose(contour.z, ((x1 - 2) ** 2 + (x2 - 4) ** 2) / 3)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_draws_and_only_plain_sgd_has_a_closed_form(name):
    _, (components, loss, _) = _all_figures(OptimizerConfig(name, 0.1), steps=50)
    assert (_named(components, "closed form") is not None) is (name == "sgd")
    assert (_named(loss, "closed form") is not None) is (name == "sgd")


@pytest.mark.parametrize(
    ("learning_rate", "steps"), [(0.01, 10_000), (1.5, 1), (1.5, 1000), (3.1, 5000), (1000.0, 50)]
)
@pytest.mark.parametrize("start", [None, [2.0, 4.0, 6.0], [1e30, -1e30, 0.0]])
def test_extreme_descents_draw_finite_and_few_points(learning_rate, steps, start):
    _, figures = _all_figures(OptimizerConfig("sgd", learning_rate), start, steps)
    for figure in figures:
        figure.to_json()
        for trace in figure.data:
            assert len(trace.x) <= MAX_POINTS
            assert np.isfinite(np.asarray(trace.x, dtype=float)).all()
            assert np.isfinite(np.asarray(trace.y, dtype=float)).all()
        assert figure.layout.plot_bgcolor is None


def test_a_diverging_path_leaves_a_window_that_stays_near():
    _, (_, _, path) = _all_figures(OptimizerConfig("sgd", 3.1))
    assert path.layout.xaxis.range[1] < 10
    assert _named(path, "end") is None
