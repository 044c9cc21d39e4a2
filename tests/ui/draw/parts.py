"""Opens one part of the closer look, without the page around it."""

from streamlit.testing.v1 import AppTest

from playground.digits.checkpoints import Checkpoint
from playground.digits.datasets import load_digits
from playground.digits.prediction import predict
from playground.ui.draw.subject import Subject
from playground.ui.shared.networks import ModelChoices


def subject(checkpoint: Checkpoint, key: str = "mlp", index: int = 5) -> Subject:
    """A test image of the embedded digits before a network, which answers whatever it looks like."""
    image = load_digits("embedded").test_images[index].numpy()
    prediction = predict(checkpoint.model, image, abstain=False)
    return Subject(key, checkpoint, ModelChoices({}), image, None, None, prediction)


def open_part(name: str, shown: Subject, **query: str) -> AppTest:
    """The part `PARTS[name]` with a subject, under an address."""
    at = AppTest.from_function(_script, default_timeout=60)
    at.session_state["part"], at.session_state["subject"] = name, shown
    for parameter, value in query.items():
        at.query_params[parameter] = value
    at.run()
    assert not at.exception
    return at


def texts(at: AppTest) -> str:
    """All that the part says in words."""
    return " ".join(element.value for element in [*at.markdown, *at.caption, *at.info])


def _script():
    import streamlit

    from playground.ui.draw.parts import PARTS

    PARTS[streamlit.session_state["part"]].show(streamlit.session_state["subject"])
