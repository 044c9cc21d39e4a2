"""All networks at once: what each of them makes of the same image."""

import streamlit as st

from playground.digits.checkpoints import PRETRAINED
from playground.digits.prediction import predict
from playground.errors import CheckpointError
from playground.figures.networks import NetworkAnswer, networks_table
from playground.markdown import literal
from playground.notices.agreement import describe_agreement
from playground.notices.run_title import short_titles
from playground.ui.draw.subject import Subject
from playground.ui.shared.networks import load_choice, networks_to_compare

NEWEST = 6
"""How many runs are asked: more would make the part slow and long."""


def show(subject: Subject) -> None:
    """Their bars below each other, and who disagrees."""
    keys, left_out = networks_to_compare(subject.choices, subject.key, NEWEST)
    answers, broken = [], []
    for key in keys:
        name = subject.choices.labels[key]
        try:
            checkpoint = subject.checkpoint if key == subject.key else load_choice(subject.choices, key)
        except CheckpointError as error:
            broken.append(f"{name}: {error}")
            continue
        assert subject.image is not None  # the part is shown for an image alone
        prediction = predict(checkpoint.model, subject.image, abstain=False)
        answers.append(
            NetworkAnswer(
                name,
                prediction.label,
                prediction.confidence,
                prediction.probabilities.numpy(),
                key == subject.key,
            )
        )
    if subject.prediction is not None and subject.prediction.label is None:
        st.info(
            "This does not look like one digit, so none of these answers counts. This is what each network would say."
        )
    short = short_titles([answer.name for answer in answers])
    st.markdown(
        describe_agreement([(name, answer.label) for name, answer in zip(short, answers, strict=True)])
    )
    st.html(networks_table(answers))
    st.caption("Below each bar: the digit, and its probability in percent.")
    if left_out:
        st.caption(f"Your {NEWEST} newest runs are asked. {left_out} older ones can be chosen under Network.")
    if len(keys) == len(PRETRAINED):
        st.page_link(
            "pages/train.py",
            label="Train a network of your own, and it is asked too",
            icon=":material/model_training:",
        )
    for problem in broken:
        st.warning(literal(problem))
