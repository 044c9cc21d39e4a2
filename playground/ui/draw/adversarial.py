"""An adversarial perturbation of the drawing: controls, images, bars and curve."""

import streamlit as st
import torch
from torch import Tensor, nn

from playground.digits.interpretability.adversarial import (
    MAX_EPSILON,
    Perturbation,
    Scan,
    fast_gradient_sign,
    predict_probabilities,
    random_sign_perturbation,
    scan,
)
from playground.digits.interpretability.features import fingerprint
from playground.digits.model_source import definitions_for, network_as_code
from playground.figures.draw import paired_bars
from playground.figures.robustness import HEIGHT, curve_figure, gray_picture, sign_picture
from playground.formatting import format_number, format_percent
from playground.markdown import plain
from playground.notices.robustness import describe_perturbation, describe_random_signs
from playground.snippets.reading import fgsm_program, pack_image
from playground.ui.components.plotly_figure.component import plotly_figure
from playground.ui.draw.ablation import reseed_button
from playground.ui.draw.subject import Subject
from playground.ui.shared import frame
from playground.ui.shared.choice import choose_one
from playground.ui.shared.numbers import DECIMAL

ANY = "any"
RANDOM_SAMPLES = 20


def show_adversarial(subject: Subject) -> None:
    """The fast gradient sign method on the drawing."""
    assert subject.image is not None
    model, digit = subject.checkpoint.model, subject.leading
    epsilon, target, seed = _controls(digit)
    image = torch.tensor(subject.image)
    key = f"{fingerprint(model)} {subject.image.tobytes().hex()}"
    perturbation, found = _scan(f"{key} {target}", model, image, digit, target)
    random_signs = [random_sign_perturbation(image, seed + number) for number in range(RANDOM_SAMPLES)]
    by_chance = predict_probabilities(
        model, torch.stack([random_sign.at(epsilon) for random_sign in random_signs])
    )  # (RANDOM_SAMPLES, 10)
    before, after = found.probabilities[0], predict_probabilities(model, perturbation.at(epsilon)[None])[0]
    _images(perturbation, random_signs[0], epsilon, (digit, int(after.argmax()), int(by_chance[0].argmax())))
    picture, words = st.columns([1.55, 1], gap="medium")
    now = describe_perturbation(after, digit, epsilon, found, target)
    with picture:
        st.echarts_chart(
            paired_bars(before, after, ("before", "after the nudge")),
            height=HEIGHT,
            key="nudge_bars",
            alt=plain(f"Probabilities of the ten digits before and after the nudge. {now}"),
        )
    with words:
        changed = int((by_chance.argmax(1) != digit).sum())
        _show_notices(
            now,
            describe_random_signs(by_chance[0], digit, epsilon, changed, RANDOM_SAMPLES),
            not perturbation.signs.any(),
        )
    by_random_signs = _random_sign_curve(f"{key} {seed}", model, random_signs[0], found.epsilons)
    _curve(found, by_random_signs, digit, epsilon, target)
    _show_program_and_formula(subject, epsilon, target)


def _show_program_and_formula(subject: Subject, epsilon: float, target: int | None) -> None:
    assert subject.image is not None
    model = subject.checkpoint.model
    frame.show_pytorch(
        fgsm_program(
            "model.pth",
            network_as_code(model),
            pack_image(subject.image.tobytes()),
            subject.leading,
            epsilon=epsilon,
            target=target,
            definitions=definitions_for(model),
        )
    )
    frame.show_formula(
        r"\tilde x = \mathrm{clip}_{[0, 1]}\big(x + \varepsilon \, \mathrm{sign}(\nabla_x L(x, y))\big)",
        "https://arxiv.org/abs/1412.6572",
        "fast gradient sign method",
    )


def _controls(digit: int) -> tuple[float, int | None, int]:
    """Epsilon, the target digit or None, and the seed of the random signs."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        epsilon = st.slider(
            "Epsilon: change of each pixel",
            0.0,
            MAX_EPSILON,
            0.1,
            0.01,
            format=DECIMAL,
            width=320,
            key="epsilon",
            bind="query-params",
            help="0 leaves the image; black to white is 1.",
        )
        target = _target(digit)
        seed = reseed_button("Another toss of the coins, for the comparison")
    return float(epsilon), target, seed


def _target(digit: int) -> int | None:
    """The target digit; None for any other than `digit`."""
    chosen = choose_one(
        "Make it",
        {ANY: "any other digit", **{str(each): str(each) for each in range(10)}},
        ANY,
        "target_digit",
        widget=st.selectbox,
        width=170,
    )
    if chosen == str(digit):
        st.caption(f"It is a {digit} already: any other digit will do.")
        return None
    return None if chosen == ANY else int(chosen)


def _images(
    perturbation: Perturbation, random_signs: Perturbation, epsilon: float, answers: tuple[int, int, int]
) -> None:
    """From the image to the perturbed one, and beside it one perturbed by random signs."""
    before, after, by_random_sign = answers
    pictures = (
        (gray_picture(perturbation.at(0)), f"before: **{before}**", f"The image, read as {before}."),
        (
            sign_picture(perturbation.signs),
            "the direction",
            "The direction of each pixel: orange brighter, blue darker, grey unchanged.",
        ),
        (
            gray_picture(perturbation.at(epsilon)),
            f"nudged: **{after}**",
            f"The image nudged by {format_number(epsilon)}, read as {after}.",
        ),
        (
            gray_picture(random_signs.at(epsilon)),
            f"coin tosses: **{by_random_sign}**",
            f"The image with random noise of {format_number(epsilon)}, read as {by_random_sign}.",
        ),
    )
    with st.container(horizontal=True, gap="small"):
        for picture, caption, alt in pictures:
            st.image(picture, caption, width=132, output_format="PNG", alt=alt)
    st.caption(
        "Direction: orange pixels get brighter, blue ones darker. Black cannot get darker, nor white brighter."
    )


def _show_notices(now: str, random_sign: str, flat: bool) -> None:
    if flat:
        st.warning("The network's slope is zero at every pixel, so there is no direction to nudge in.")
    st.markdown(now)
    st.markdown(random_sign)
    st.markdown(
        "**How.** Backpropagation goes on past the weights to the pixels: it says for each whether the error grows when "
        "it gets brighter or darker. Every pixel takes the same small step in its own bad direction, and all those small "
        "steps add up inside the network."
    )


def _curve(found: Scan, by_random_signs: Tensor, digit: int, epsilon: float, target: int | None) -> None:
    shown = digit if target is None else target
    perturbed, by_chance = found.probabilities[:, shown].tolist(), by_random_signs[:, shown].tolist()
    st.markdown(f"**The probability of the {shown} as the change grows**")
    goal = "another answer" if target is None else f"a {target}"
    marked = (
        None if found.smallest is None else (f"{goal} from {format_number(found.smallest)}", found.smallest)
    )
    plotly_figure(
        curve_figure(
            found.epsilons.tolist(),
            {"nudged on purpose": perturbed, "coin tosses": by_chance},
            "epsilon",
            epsilon,
            marked=marked,
        ),
        key="nudge_curve",
        alt=f"Probability of the {shown} at epsilon 0 to {MAX_EPSILON}: nudged {format_percent(100 * perturbed[0])} to {format_percent(100 * perturbed[-1])}, "
        f"by coin tosses {format_percent(100 * by_chance[0])} to {format_percent(100 * by_chance[-1])}.",
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _scan(
    key: str, _model: nn.Module, _image: Tensor, digit: int, target: int | None
) -> tuple[Perturbation, Scan]:
    perturbation = fast_gradient_sign(_model, _image, digit, target)
    return perturbation, scan(_model, perturbation, digit, target)


@st.cache_resource(max_entries=64, show_spinner=False)
def _random_sign_curve(key: str, _model: nn.Module, _random_signs: Perturbation, _epsilons: Tensor) -> Tensor:
    return predict_probabilities(_model, _random_signs.at_each(_epsilons))
