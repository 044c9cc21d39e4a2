"""Break it: weight noise and ablation on a copy of the network, perturbation of the image, and the answers after."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st
from torch import nn

from playground.digits.interpretability.ablation import (
    LAYER_ABLATIONS,
    ablate_layer,
    ablate_units,
    add_weight_noise,
    unit_order,
)
from playground.digits.interpretability.attribution import to_inputs
from playground.digits.interpretability.robustness import Outcome
from playground.digits.interpretability.weighted_layers import (
    WeightedLayer,
    hidden_layers,
    unit_contributions,
    weighted_layers,
)
from playground.digits.models.layer_titles import layer_titles, short_title
from playground.figures.draw import paired_bars
from playground.figures.robustness import HEIGHT, curve_figure, layer_bars_option
from playground.formatting import format_number, format_percent
from playground.markdown import plain
from playground.notices.robustness import (
    describe_accuracy,
    describe_layer_ablation,
    describe_reading,
    describe_silence,
    describe_weight_noise,
)
from playground.ui.components.plotly_figure.component import plotly_figure
from playground.ui.draw.ablation import AblationRunner, Modification, ablation_runner, reseed_button
from playground.ui.draw.adversarial import show_adversarial
from playground.ui.draw.subject import Subject
from playground.ui.shared.choice import choose_one

KINDS = {
    "noise": "Shake the weights",
    "units": "Silence units",
    "layers": "Drop a layer",
    "nudge": "Nudge the image",
}
CHOSEN_BY = {"importance": "the most important first", "chance": "by chance"}
NOISES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
SHARES = (0, 10, 25, 50, 75, 90, 100)


def show(subject: Subject) -> None:
    """The kind of change, and its part."""
    kind = choose_one("What to break", KINDS, "noise", "damage")
    if kind == "nudge":
        show_adversarial(subject)
        return
    {"noise": _noise, "units": _units, "layers": _layers}[kind](subject, ablation_runner(subject))


def _noise(subject: Subject, runner: AblationRunner) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        share = st.slider(
            "Noise",
            0.0,
            2.0,
            0.5,
            0.05,
            format="%.6g × spread",
            width=320,
            key="noise",
            bind="query-params",
            help="Its standard deviation, as a share of the standard deviation of each layer's own weights.",
        )
        seed = reseed_button("Other random numbers, of the same size")

    def modify(model: nn.Module, amount: float) -> nn.Module:
        return add_weight_noise(model, amount, seed)

    after = runner.curve(f"noise {seed}", modify, [share])[0]
    _before_and_after(_intact(runner), after, describe_weight_noise(share))
    _curve(runner, f"noise {seed}", modify, NOISES, ("noise × spread", share))


def _units(subject: Subject, runner: AblationRunner) -> None:
    layers = hidden_layers(runner.model)
    if not layers:
        st.info("This network has no hidden units that could be silenced one by one.")
        return
    layer, percent, chosen, seed = _choose_units(runner, layers)
    before, contributions = _intact(runner), None
    if chosen == "importance":
        assert subject.image is not None
        contributions = unit_contributions(runner.model, to_inputs(subject.image), layer, before.answer)
    order = unit_order(layer, seed, contributions)

    def modify(model: nn.Module, amount: float) -> nn.Module:
        return ablate_units(model, layer, order[: round(amount / 100 * layer.units)])

    key = f"units {layer.name} {chosen} {seed}"
    after = runner.curve(key, modify, [percent])[0]
    count = round(percent / 100 * layer.units)
    _before_and_after(before, after, describe_silence(count, layer.units, layer.unit, chosen))
    _curve(runner, key, modify, SHARES, (f"silent {layer.unit}s (%)", percent))


def _choose_units(
    runner: AblationRunner, layers: Sequence[WeightedLayer]
) -> tuple[WeightedLayer, int, str, int]:
    """The layer, the percentage, a key of `CHOSEN_BY` and a seed."""
    titles = _titles(layers, runner.model)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        # No binding: the names differ from network to network.
        name = st.selectbox(
            "In",
            list(titles),
            len(titles) - 1,
            format_func=lambda key: titles.get(key, key),
            width=260,
            key="silence_in",
            persist_state="session",
        )
        percent = st.slider(
            "Silent", 0, 100, 25, format="%d %%", width=260, key="silent", bind="query-params"
        )
        chosen = choose_one("Which", CHOSEN_BY, "importance", "silenced_by")
        seed = reseed_button("Other units") if chosen == "chance" else 0
    layer = next((layer for layer in layers if layer.name == name), layers[-1])
    return layer, int(percent), chosen or "importance", seed


def _layers(subject: Subject, runner: AblationRunner) -> None:
    layers = weighted_layers(runner.model)
    titles = _titles(layers, runner.model)
    (layer, way), before, results = _choose_layer(layers, titles), _intact(runner), []
    for each in layers:
        how = way if each is layer else "zero"
        results.append(runner.test(f"drop {each.name} {how}", partial(ablate_layer, layer=each, way=how)))
    place = layers.index(layer)
    what = describe_layer_ablation(titles[layer.name], way, not layer.follower, results[place])
    _before_and_after(before, results[place], what)
    st.markdown("**Each layer dropped by itself:** how many test images are then read right")
    shares = [before.accuracy, *(each.accuracy for each in results)]
    st.echarts_chart(
        layer_bars_option(["none", *(short_title(title) for title in titles.values())], shares, place + 1),
        height=64 + 44 * (len(layers) + 1),
        key="dropped_bars",
        alt=f"Test images read right: {before.right} of {before.total} with all layers; without one: "
        + ", ".join(f"{title} {each.right}" for title, each in zip(titles.values(), results, strict=True)),
    )


def _titles(layers: Sequence[WeightedLayer], model: nn.Module) -> dict[str, str]:
    """What each of these layers is called, by its name in PyTorch."""
    titles = layer_titles(model)
    return {layer.name: titles[layer.name] for layer in layers}


def _choose_layer(layers: Sequence[WeightedLayer], titles: Mapping[str, str]) -> tuple[WeightedLayer, str]:
    """The layer, and a key of `WAYS`."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "Drop",
            list(titles),
            format_func=lambda key: titles.get(key, key),
            width=260,
            key="dropped",
            persist_state="session",
        )
        layer = next((layer for layer in layers if layer.name == name), layers[0])
        if not layer.same_shape:
            return layer, "zero"
        way = choose_one("It passes on", LAYER_ABLATIONS, "zero", "dropped_hands_on")
    return layer, way


def _intact(runner: AblationRunner) -> Outcome:
    return runner.test("intact", lambda model: model)


def _before_and_after(before: Outcome, after: Outcome, what: str) -> None:
    """The paired bars and the notices."""
    picture, words = st.columns([1.55, 1], gap="medium")
    reading = describe_reading(before, after)
    with picture:
        st.echarts_chart(
            paired_bars(before.probabilities, after.probabilities, ("before", "after")),
            height=HEIGHT,
            key="damage_bars",
            alt=plain(f"Probabilities of the ten digits before and after. {reading}"),
        )
    with words:
        with st.container(horizontal=True):
            fewer = after.right < before.right
            st.metric("Answer", f"{before.answer} → {after.answer}", width=110)
            st.metric(
                "Test images right",
                f"{after.right} of {after.total}",
                _difference(after.right - before.right),
                delta_color="red" if fewer else "green" if after.right > before.right else "gray",
                delta_arrow="down" if fewer else "auto",
                width=170,
            )
        st.markdown(what)
        st.markdown(reading)
        st.markdown(describe_accuracy(before, after))
        st.caption("All this happens to a copy: the network itself stays as it is.")


def _curve(
    runner: AblationRunner,
    name: str,
    modify: Modification,
    amounts: Sequence[float],
    current: tuple[str, float],
) -> None:
    """What is left at every amount; it comes after the bars, since it tests several networks."""
    axis, now = current
    digit = _intact(runner).answer
    results = runner.curve(name, modify, amounts)
    still = [float(result.probabilities[digit]) for result in results]
    right = [result.accuracy for result in results]
    st.markdown("**The more damage, the less is left**")
    plotly_figure(
        curve_figure(
            amounts,
            {"test images read right": right, f"probability of the {digit}, for your drawing": still},
            axis,
            now,
        ),
        key="damage_curve",
        alt=f"Against {axis}: test images read right from {format_percent(100 * right[0])} to {format_percent(100 * right[-1])}; probability of the {digit} "
        f"from {format_percent(100 * still[0])} to {format_percent(100 * still[-1])}.",
    )


def _difference(images: int) -> str:
    """With its sign as sentences write it, whose direction Streamlit does not read: `−7`, `+2`, `0`."""
    return f"+{images}" if images > 0 else format_number(images)
