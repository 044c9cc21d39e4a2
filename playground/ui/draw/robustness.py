"""Break it: damage to a copy of the network, or to the image, and what is left of the answer."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st
from torch import nn

from playground.digits.interpretability.attribution import to_inputs
from playground.digits.interpretability.damage import (
    WAYS,
    add_weight_noise,
    drop_layer,
    silence_units,
    unit_order,
)
from playground.digits.interpretability.robustness import Outcome
from playground.digits.interpretability.weighted_layers import (
    WeightedLayer,
    hidden_layers,
    layer_title,
    unit_contributions,
    weighted_layers,
)
from playground.figures.draw import paired_bars
from playground.figures.robustness import HEIGHT, curve_option, layer_bars_option
from playground.notices.robustness import (
    describe_accuracy,
    describe_drop,
    describe_noise,
    describe_reading,
    describe_silence,
)
from playground.ui.draw.adversarial import show_nudge
from playground.ui.draw.subject import Subject
from playground.ui.draw.weight_damage import Bench, Damage, bench, roll_button
from playground.ui.shared.charts import is_dark

DAMAGES = {
    "noise": "Shake the weights",
    "units": "Silence units",
    "layers": "Drop a layer",
    "nudge": "Nudge the image",
}
CHOSEN_BY = {"importance": "the most important first", "chance": "by chance"}
NOISES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
SHARES = (0, 10, 25, 50, 75, 90, 100)


def show(subject: Subject) -> None:
    """The kind of damage, and its part."""
    kind = st.segmented_control(
        "What to break",
        list(DAMAGES),
        default="noise",
        required=True,
        format_func=DAMAGES.__getitem__,
        key="damage",
        bind="query-params",
    )
    if kind == "nudge":
        show_nudge(subject)
        return
    {"noise": _noise, "units": _units, "layers": _layers}[kind or "noise"](subject, bench(subject))


def _noise(subject: Subject, tested: Bench) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        share = st.slider(
            "Noise",
            0.0,
            2.0,
            0.5,
            0.05,
            format="%.2f × spread",
            width=320,
            key="noise",
            bind="query-params",
            help="Its standard deviation, as a share of the standard deviation of each layer's own weights.",
        )
        seed = roll_button("Other random numbers, of the same size")

    def damage(model: nn.Module, amount: float) -> nn.Module:
        return add_weight_noise(model, amount, seed)

    after = tested.curve(f"noise {seed}", damage, [share])[0]
    _before_and_after(_intact(tested), after, describe_noise(share))
    _curve(tested, f"noise {seed}", damage, NOISES, ("noise, as a share of the spread", share))


def _units(subject: Subject, tested: Bench) -> None:
    layers = hidden_layers(tested.model)
    if not layers:
        st.info("This network has no hidden units that could be silenced one by one.")
        return
    layer, percent, chosen, seed = _choose_units(tested, layers)
    before, contributions = _intact(tested), None
    if chosen == "importance":
        assert subject.image is not None
        contributions = unit_contributions(tested.model, to_inputs(subject.image), layer, before.answer)
    order = unit_order(layer, seed, contributions)

    def damage(model: nn.Module, amount: float) -> nn.Module:
        return silence_units(model, layer, order[: round(amount / 100 * layer.units)])

    key = f"units {layer.name} {chosen} {seed}"
    after = tested.curve(key, damage, [percent])[0]
    count = round(percent / 100 * layer.units)
    _before_and_after(before, after, describe_silence(count, layer.units, layer.unit, chosen))
    _curve(tested, key, damage, SHARES, (f"silent {layer.unit}s (%)", percent))


def _choose_units(tested: Bench, layers: Sequence[WeightedLayer]) -> tuple[WeightedLayer, int, str, int]:
    """The layer, the percentage, a key of `CHOSEN_BY` and a seed."""
    titles = {layer.name: layer_title(layer, tested.model) for layer in layers}
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
        chosen = st.segmented_control(
            "Which",
            list(CHOSEN_BY),
            default="importance",
            required=True,
            format_func=CHOSEN_BY.__getitem__,
            key="silenced_by",
            bind="query-params",
        )
        seed = roll_button("Other units") if chosen == "chance" else 0
    layer = next((layer for layer in layers if layer.name == name), layers[-1])
    return layer, int(percent), chosen or "importance", seed


def _layers(subject: Subject, tested: Bench) -> None:
    layers = weighted_layers(tested.model)
    titles = {layer.name: layer_title(layer, tested.model) for layer in layers}
    (layer, way), before, results = _choose_layer(layers, titles), _intact(tested), []
    for each in layers:
        how = way if each is layer else "zero"
        results.append(tested.test(f"drop {each.name} {how}", partial(drop_layer, layer=each, way=how)))
    place = layers.index(layer)
    what = describe_drop(titles[layer.name], way, not layer.follower, results[place])
    _before_and_after(before, results[place], what)
    st.markdown("**Each layer dropped by itself:** how many test images are then read right")
    shares = [before.accuracy, *(each.accuracy for each in results)]
    st.echarts_chart(
        layer_bars_option(
            ["none", *(title.split(" (")[0] for title in titles.values())], shares, place + 1, is_dark()
        ),
        height=64 + 44 * (len(layers) + 1),
        key="dropped_bars",
        alt=f"Test images read right: {before.right} of {before.total} with all layers; without one: "
        + ", ".join(f"{title} {each.right}" for title, each in zip(titles.values(), results, strict=True)),
    )


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
        way = st.segmented_control(
            "It hands on",
            list(WAYS),
            default="zero",
            required=True,
            format_func=WAYS.__getitem__,
            key="dropped_hands_on",
            bind="query-params",
        )
    return layer, way or "zero"


def _intact(tested: Bench) -> Outcome:
    return tested.test("intact", lambda model: model)


def _before_and_after(before: Outcome, after: Outcome, what: str) -> None:
    """The paired bars and the words."""
    picture, words = st.columns([1.55, 1], gap="medium")
    reading = describe_reading(before, after)
    with picture:
        st.echarts_chart(
            paired_bars(before.probabilities, after.probabilities, is_dark(), ("before", "after")),
            height=HEIGHT,
            key="damage_bars",
            alt=f"Probabilities of the ten digits before and after. {reading}".replace("**", ""),
        )
    with words:
        with st.container(horizontal=True):
            st.metric("Answer", f"{before.answer} → {after.answer}", width=110)
            st.metric(
                "Test images right",
                f"{after.right} of {after.total}",
                f"{after.right - before.right:+d}",
                width=170,
            )
        st.markdown(what)
        st.markdown(reading)
        st.markdown(describe_accuracy(before, after))
        st.caption("All this happens to a copy: the network itself stays as it is.")


def _curve(
    tested: Bench, name: str, damage: Damage, amounts: Sequence[float], current: tuple[str, float]
) -> None:
    """What is left at every amount; it comes after the bars, since it tests several networks."""
    axis, now = current
    digit = _intact(tested).answer
    results = tested.curve(name, damage, amounts)
    still = [float(result.probabilities[digit]) for result in results]
    right = [result.accuracy for result in results]
    st.markdown("**The more damage, the less is left**")
    st.echarts_chart(
        curve_option(
            amounts,
            {"test images read right": right, f"probability of the {digit}, for your drawing": still},
            axis,
            now,
            dark=is_dark(),
        ),
        height=HEIGHT,
        key="damage_curve",
        alt=f"Against {axis}: test images read right from {right[0]:.0%} to {right[-1]:.0%}; probability of the {digit} "
        f"from {still[0]:.0%} to {still[-1]:.0%}.",
    )
