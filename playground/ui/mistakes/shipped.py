"""The shipped networks on the test images at hand: what there is to look at before anybody has trained one."""

import streamlit as st

from playground.digits.checkpoints import PRETRAINED, load_pretrained
from playground.digits.datasets import usual_dataset
from playground.digits.evaluation.cached_predictions import CachedPredictions
from playground.digits.evaluation.metrics import evaluate
from playground.settings import data_directory
from playground.ui.mistakes.result import TestedNetwork, tested
from playground.ui.shared.digit_images import load_test_images


def read_shipped(name: str) -> TestedNetwork:
    """What the shipped network `name`, a key of `PRETRAINED`, answers; read once a server.

    Raises:
        DatasetError: the test images cannot be read.
    """
    dataset = usual_dataset()
    predictions = _predictions(name, dataset, str(data_directory()))
    return tested(name, dataset, None, load_test_images(dataset), predictions)


def describe_shipped(name: str) -> str:
    """Who the network is, in a sentence's beginning."""
    return f"The {PRETRAINED[name].replace('Pretrained', 'pretrained')}"


@st.cache_resource(max_entries=4, show_spinner="The network reads all test images, once ...")
def _predictions(name: str, dataset: str, directory: str) -> CachedPredictions:
    del directory  # part of the cache's key
    digits = load_test_images(dataset)
    evaluation = evaluate(load_pretrained(name).model, digits.images, digits.labels)
    return CachedPredictions(evaluation.predicted, evaluation.confidence)
