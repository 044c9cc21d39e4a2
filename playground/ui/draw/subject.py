"""What the inspection parts show: a drawing, a network, and its prediction."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.digits.checkpoints import Checkpoint
from playground.digits.drawing.preprocessing import Preparation
from playground.digits.prediction import Prediction
from playground.ui.shared.networks import ModelChoices


@dataclass(frozen=True)
class Subject:
    """The page's state at this moment.

    Attributes:
        key: the chosen network's key among `choices`, such as "cnn", "mlp", "run-..." or "upload".
        checkpoint: that network.
        choices: all networks that could be chosen.
        image: `(28, 28)` uint8, what the network saw; None for a blank canvas.
        pixels: `(H, W, 4)` uint8, the canvas; None where it is blank.
        preparation: the way from `pixels` to `image`; None for a blank canvas, and for an image of a data set, which
            needs none.
        prediction: the network's answer; its label is None when the image does not look like one digit.
    """

    key: str
    checkpoint: Checkpoint
    choices: ModelChoices
    image: NDArray[np.uint8] | None
    pixels: NDArray[np.uint8] | None
    preparation: Preparation | None
    prediction: Prediction | None

    @property
    def leading(self) -> int:
        """The most probable digit, also where the network abstains; 0 without a prediction."""
        return 0 if self.prediction is None else int(self.prediction.probabilities.argmax())
