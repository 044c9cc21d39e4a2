"""Attribution of the answer to the pixels: question, method, picture and text."""

import streamlit as st

from playground.digits.interpretability.attribution import (
    STEPS,
    Attribution,
    Question,
    attribute,
)
from playground.digits.interpretability.occlusion import WINDOWS, Square, occlude
from playground.digits.model_source import definitions_for, network_as_code
from playground.digits.models.entry import GRAD_CAM
from playground.figures.attribution import attribution_option, legend_html, sign_words
from playground.figures.pixel_map import HEIGHT, WIDTH
from playground.markdown import plain
from playground.notices.attribution import (
    METHOD_TEXTS,
    describe_occlusion,
    describe_other_sum,
    describe_place,
    describe_sum,
    score_name,
)
from playground.snippets.reading import attribution_program, pack_image
from playground.ui.draw.subject import Subject
from playground.ui.shared import frame
from playground.ui.shared.choice import choose_one

QUESTIONS = {"this": "Why this digit?", "other": "Why not another?"}
RUNNER_UP = "runner_up"
COVERS = {"erase": "Erase it", "ink": "Fill it with ink"}


def show(subject: Subject) -> None:
    """The question and the method, the picture, and what it says."""
    assert subject.image is not None  # a blank canvas has no such part
    question, method, window, cover = _controls(subject)
    square, sentences = None, []
    if method == "occlusion":
        result = occlude(subject.checkpoint.model, subject.image, question, window=window, cover=cover)
        attribution, square = result.attribution, result.most_influential
        sentences = [describe_occlusion(result, cover)]
    else:
        attribution = attribute(subject.checkpoint.model, subject.image, question, method)
        sentences = _sums(attribution)
    picture, words = st.columns([1.1, 1.4], gap="medium")
    with picture:
        _picture(subject, attribution, square)
    with words:
        _show_notices(subject, attribution, sentences)
    if method == "integrated_gradients":
        frame.show_pytorch(
            attribution_program(
                "model.pth",
                network_as_code(subject.checkpoint.model),
                pack_image(subject.image.tobytes()),
                digit=question.digit,
                other=question.other,
                steps=STEPS,
                definitions=definitions_for(subject.checkpoint.model),
            )
        )


def _controls(subject: Subject) -> tuple[Question, str, int, str]:
    """The question, the method's key, the side of an occluding square and what covers it."""
    methods = [
        name for name in METHOD_TEXTS if name != "grad_cam" or GRAD_CAM in subject.checkpoint.model.explains
    ]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked = choose_one("Question", QUESTIONS, "this", "attribution_question")
        other = None
        if asked == "other":
            other = _other_digit(subject)
        method = choose_one(
            "Method",
            {name: METHOD_TEXTS[name].label for name in methods},
            methods[0],
            "attribution_method",
            widget=st.selectbox,
            width=230,
        )
        window, cover = 5, "erase"
        if method == "occlusion":
            window = st.slider(
                "Square",
                *WINDOWS,
                5,
                format="%d pixels",
                width=150,
                key="occlusion_window",
                bind="query-params",
            )
            cover = choose_one("What covers it", COVERS, "erase", "occlusion_cover")
    return Question(subject.leading, other), method, int(window), cover


def _other_digit(subject: Subject) -> int:
    """The chosen digit; the second most probable one unless another is chosen."""
    assert subject.prediction is not None
    runner_up = int(subject.prediction.probabilities.topk(2).indices[1])
    chosen = choose_one(
        "Why not",
        {RUNNER_UP: "the runner-up", **{str(digit): str(digit) for digit in range(10)}},
        RUNNER_UP,
        "other_digit",
        widget=st.selectbox,
        width=150,
        help=f"For this drawing the runner-up is {runner_up}, the second most probable digit.",
    )
    other = runner_up if chosen == RUNNER_UP else int(chosen)
    if other == subject.leading:
        st.caption(f"The answer is {other} itself, so it is compared with the {runner_up}.")
        return runner_up
    return other


def _picture(subject: Subject, attribution: Attribution, square: Square | None) -> None:
    assert subject.image is not None
    above, below = sign_words(attribution.question)
    st.echarts_chart(
        attribution_option(subject.image, attribution, square),
        width=WIDTH,
        height=HEIGHT,
        key="attribution_map",
        alt=f"The drawing in grey, and over it what each pixel says: blue {above}, orange {below}. "
        + plain(describe_place(attribution)),
    )
    st.html(legend_html(above, "" if attribution.method == "grad_cam" else below))


def _show_notices(subject: Subject, attribution: Attribution, sentences: list[str]) -> None:
    method, question = METHOD_TEXTS[attribution.method], attribution.question
    asked = f"Why a {question.digit}" + ("?" if question.other is None else f" and not a {question.other}?")
    st.markdown(f"**{asked}** {describe_place(attribution)}")
    for sentence in sentences:
        st.markdown(sentence)
    lead = "" if question.other is None else ": the one logit minus the other"
    st.markdown(
        f"**What it does.** {method.does} The score is {score_name(question)}{lead}. Logits are the network's ten "
        "outputs before softmax makes them probabilities."
    )
    st.markdown(f"**What it cannot tell.** {method.cannot}")


def _sums(attribution: Attribution) -> list[str]:
    if attribution.method == "integrated_gradients":
        return [describe_sum(attribution)]
    return [describe_other_sum(attribution)] if attribution.method == "gradient_times_input" else []
