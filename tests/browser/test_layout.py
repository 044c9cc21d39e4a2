"""Where things are on a screen: the picture has the room, and stays in sight of what moves it."""

import pytest
from playwright.sync_api import expect

from playground.ui.activations.parts import PARTS as ACTIVATIONS
from playground.ui.losses.parts import PARTS as LOSSES
from tests.browser.accessibility import await_rest
from tests.browser.strokes import SEVEN, draw
from tests.waiting import wait_until


def _open(page, server, address):
    page.goto(f"{server.url}/{address}")
    await_rest(page)  # what is measured while it is being built moves


def test_a_closed_sidebar_leaves_the_title_its_place(page, shared_server):
    _open(page, shared_server, "activations")
    page.get_by_test_id("stSidebar").hover()  # its button is there for a pointer that is over it
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    button = page.get_by_test_id("stExpandSidebarButton")
    expect(button).to_be_visible()
    assert (
        page.get_by_role("heading", level=1).bounding_box()["y"]
        > button.bounding_box()["y"] + button.bounding_box()["height"]
    )


IN_SIGHT = [
    *(f"activations?part={part}" for part in ACTIVATIONS),
    *(f"losses?part={part}" for part in LOSSES if part != "bad_input"),  # which has no picture
    *(f"gradient_descent?{query}" for query in ("surface=article", "surface=fit", "mode=race")),
    "backpropagation",
    "backpropagation?inputs=3&hidden=3&second=3",
    "backpropagation?what=typed",
    "compare",
    "mistakes",
]
CONTROLS = ", ".join(
    f".st-key-beside [data-testid={kind}]"
    for kind in ("stSlider", "stNumberInput", "stSelectbox", "stButtonGroup", "stDataFrame")
)
PICTURE = ".st-key-picture, .pinned"


@pytest.mark.parametrize("address", IN_SIGHT)
def test_on_a_phone_the_picture_is_in_sight_of_each_of_its_controls(looking_phone, recorded_server, address):
    phone = looking_phone
    _open(phone, recorded_server, address)
    picture = phone.locator(PICTURE)
    expect(picture).to_be_visible()
    controls = phone.locator(CONTROLS).filter(visible=True)
    expect(controls.first).to_be_visible()
    for control in controls.all():
        control.evaluate("element => element.scrollIntoView({ block: 'nearest' })")
        of_picture, of_control = picture.bounding_box(), control.bounding_box()
        end = of_picture["y"] + of_picture["height"]
        in_sight = min(end, 844) - max(of_picture["y"], 60)  # below the header
        assert in_sight > 0.6 * of_picture["height"], control.inner_text()
        assert of_control["y"] >= end, control.inner_text()  # not behind the picture
        assert of_control["y"] < 844
    assert _overflow(phone) == 0


@pytest.mark.parametrize("address", ["", "backpropagation?part=dynamic", "train", "sweep", "draw"])
def test_on_a_phone_nothing_is_wider_than_the_screen(looking_phone, recorded_server, address):
    _open(looking_phone, recorded_server, address)
    assert _overflow(looking_phone) == 0


@pytest.mark.parametrize("address", ["activations", "losses"])
def test_on_a_phone_the_label_of_an_experiment_is_whole(looking_phone, recorded_server, address):
    _open(looking_phone, recorded_server, address)
    labels = looking_phone.locator("[class*='st-key-try_'] [data-testid=stMarkdownContainer]")
    expect(labels.first).to_be_visible()
    cut = labels.evaluate_all(
        "all => all.filter(label => label.scrollWidth > label.clientWidth).map(label => label.textContent)"
    )
    assert cut == []


def _overflow(page):
    """Pixels that the page is wider than its room."""
    return page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")


def test_on_a_phone_each_graph_is_in_sight_of_the_input_that_moves_it(looking_phone, recorded_server):
    _open(looking_phone, recorded_server, "backpropagation?part=dynamic")
    for letter in "ab":
        slider = looking_phone.get_by_test_id("stSlider").filter(has_text=f"run {letter.upper()}")
        slider.evaluate("element => element.scrollIntoView({ block: 'start' })")
        graph = looking_phone.locator(f".st-key-graph_{letter} .stage").bounding_box()
        assert slider.bounding_box()["y"] < graph["y"]
        assert graph["y"] + 0.6 * graph["height"] < 844


def test_a_figure_takes_the_height_that_the_page_leaves_it(phone, shared_server):
    _open(phone, shared_server, "activations")
    expect(phone.locator(".plotly-figure .main-svg").first).to_be_visible()
    figure = phone.locator(".plotly-figure")
    assert 0.4 * 844 < figure.bounding_box()["height"] <= 0.47 * 844
    drawn = figure.locator(".main-svg").first.bounding_box()
    assert drawn["height"] == pytest.approx(figure.bounding_box()["height"], abs=1)


def test_the_canvas_is_large_and_the_answer_beside_it(page, shared_server):
    _open(page, shared_server, "draw")
    expect(page.locator("canvas.upper-canvas")).to_have_count(1)
    canvas, answer = (
        page.locator("canvas.upper-canvas").bounding_box(),
        page.locator(".st-key-answer").bounding_box(),
    )
    assert canvas["width"] == canvas["height"] >= 400
    assert canvas["y"] + canvas["height"] < 900
    assert answer["x"] > canvas["x"] + canvas["width"]
    assert answer["y"] < canvas["y"] + 40


def test_on_a_phone_the_answer_is_right_below_the_canvas_and_ends_on_the_screen(phone, shared_server):
    _open(phone, shared_server, "draw")
    canvas = phone.locator("canvas.upper-canvas")
    expect(canvas).to_have_count(1)
    box, answer = canvas.bounding_box(), phone.locator(".st-key-answer").bounding_box()
    assert box["width"] <= 358
    assert 0 <= answer["y"] - box["y"] - box["height"] < 40
    draw(phone, SEVEN)
    bars = phone.locator(".bars")
    expect(bars).to_be_visible()
    bars, canvas = bars.bounding_box(), canvas.bounding_box()
    assert canvas["y"] >= 60
    assert bars["height"] > 150
    assert bars["y"] + bars["height"] <= 844


@pytest.mark.parametrize(("address", "start"), [("train", "start"), ("sweep", "start_sweep")])
def test_on_a_phone_what_start_shows_is_right_below_it(phone, shared_server, address, start):
    _open(phone, shared_server, address)
    button = phone.locator(f".st-key-{start}")
    invitation = phone.get_by_test_id("stAlert").filter(has_text="Press Start")
    expect(invitation).to_be_visible()
    below = invitation.bounding_box()["y"] - button.bounding_box()["y"] - button.bounding_box()["height"]
    assert 0 <= below < 60
    settings = phone.locator(".st-key-settings").bounding_box()
    assert settings["y"] > invitation.bounding_box()["y"]


def test_on_a_phone_a_run_that_was_started_is_in_sight(server, phone):
    _open(phone, server, "train?epochs=3")
    phone.get_by_role("button", name="Start training").tap()
    chart = phone.locator("div[aria-label*='Training loss from']").first
    chart.wait_for()
    _expect_on_screen(phone.locator(".st-key-run_progress"))
    _expect_on_screen(chart)
    place = chart.bounding_box()
    expect(phone.get_by_test_id("stMetric").filter(has_text="Test accuracy")).to_be_visible()
    assert chart.bounding_box() == place  # when it is over, nothing jumps


def test_on_a_phone_a_sweep_that_was_started_is_in_sight(server, phone):
    _open(phone, server, "sweep?sweep_learning_rate=0.001,0.01&sweep_second=none")
    phone.get_by_role("button", name="Start sweep").tap()
    _expect_on_screen(phone.get_by_test_id("stProgress"))
    _expect_on_screen(phone.locator(".st-key-sweep_chart_lines .plotly-figure"))


def _expect_on_screen(element):
    """Below the header and wholly above the end of the screen, once it has its place."""
    expect(element).to_be_visible()

    def is_on_screen():
        box = element.bounding_box()
        return box is not None and box["y"] >= 60 and box["y"] + box["height"] <= 844

    wait_until(is_on_screen)
