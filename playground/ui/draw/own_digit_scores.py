"""Every network's answers to the visitor's own digits; each drawing is read once by each network."""

import threading
from dataclasses import dataclass, field

import numpy as np
import streamlit as st
import torch

from playground.digits.checkpoints import Checkpoint
from playground.digits.evaluation.metrics import evaluate
from playground.digits.own_digits.folder import UserTestSet
from playground.digits.own_digits.png import digest_of
from playground.digits.own_digits.scores import Score, ScoredNetwork, wilson_interval
from playground.errors import CheckpointError
from playground.formatting import format_percent
from playground.runs.own_digits import learnt_drawings
from playground.ui.draw.subject import Subject
from playground.ui.shared.networks import UPLOAD, changed_at, load_choice, networks_to_compare

NEWEST_RUNS = 8
"""Runs whose networks are scored, beside the shipped ones and the chosen one."""

MAX_ANSWERS = 20_000


@dataclass
class Reader:
    """What is known of one network.

    Attributes:
        learnt: `digest_of` the drawings that it was trained on.
        perhaps: whether it learnt from own digits of which nobody knows any more which they were.
        answers: `digest_of` a drawing to what it is read as.
    """

    learnt: frozenset[str] = frozenset()
    perhaps: bool = False
    answers: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def score_networks(subject: Subject, digits: UserTestSet) -> tuple[list[ScoredNetwork], list[str]]:
    """All networks that are compared, the chosen one first, and in words which cannot be read.

    Args:
        subject: the page's networks.
        digits: at least one drawing.
    """
    digests = [digest_of(image) for image in digits.images]
    networks, problems = [], []
    keys, _ = networks_to_compare(subject.choices, subject.key, NEWEST_RUNS)
    for key in sorted(keys, key=lambda key: key != subject.key):
        label = "Your file" if key == UPLOAD else subject.choices.labels[key]
        try:
            reader = _reader_of(subject, key)
            score = _score(subject, key, reader, digits, digests)
        except CheckpointError as error:
            problems.append(f"{label}: {error}")
            continue
        networks.append(ScoredNetwork(label, score, key == subject.key, _note(reader, score)))
    return networks, problems


def _score(subject: Subject, key: str, reader: Reader, digits: UserTestSet, digests: list[str]) -> Score:
    with reader.lock:
        missing = [index for index, digest in enumerate(digests) if digest not in reader.answers]
        if missing:
            if len(reader.answers) + len(missing) > MAX_ANSWERS:
                reader.answers.clear()
                missing = list(range(len(digests)))
            images, labels = torch.tensor(digits.images[missing]), torch.tensor(digits.labels[missing])
            read = evaluate(_checkpoint(subject, key).model, images, labels).predicted
            reader.answers |= {digests[index]: int(digit) for index, digit in zip(missing, read, strict=True)}
        predicted = np.array([reader.answers[digest] for digest in digests], dtype=np.int64)
    learnt = np.array([digest in reader.learnt for digest in digests], dtype=bool)
    return Score(predicted, predicted == digits.labels, learnt)


def _note(reader: Reader, score: Score) -> str:
    """What it learnt from, where that makes its score say less."""
    learnt = int(score.learnt.sum())
    if not learnt:
        return "It learnt from drawings of somebody's own, perhaps from these." if reader.perhaps else ""
    right, of = score.unseen
    if not of:
        return "It learnt from these, all of them: its score says nothing about new ones."
    low, high = wilson_interval(right, of)
    return (
        f"It learnt from {learnt} of these. Of the {of} that it never saw it reads {right} right (95\u00a0% interval: "
        f"{format_percent(100 * low)} to {format_percent(100 * high)})."
    )


def _checkpoint(subject: Subject, key: str) -> Checkpoint:
    return subject.checkpoint if key == subject.key else load_choice(subject.choices, key)


def _reader_of(subject: Subject, key: str) -> Reader:
    if key == UPLOAD:
        return _describe(subject.checkpoint, frozenset())
    path = str(subject.choices.checkpoints.get(key))
    return _known_reader(key, path, changed_at(subject.choices, key), _subject=subject)


@st.cache_resource(max_entries=64, show_spinner=False)
def _known_reader(key: str, path: str, changed: int, *, _subject: Subject) -> Reader:
    del path, changed  # the cache's key: a rewritten file is read again
    file = _subject.choices.checkpoints.get(key)
    return _describe(_checkpoint(_subject, key), learnt_drawings(file) if file is not None else frozenset())


def _describe(checkpoint: Checkpoint, learnt: frozenset[str]) -> Reader:
    config = checkpoint.metadata.get("config")
    perhaps = isinstance(config, dict) and config.get("own_digits") is True and not learnt
    return Reader(learnt, perhaps)
