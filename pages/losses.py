"""Loss functions: their curves and gradients, outliers, cross-entropy on logits, slow starts, and common mistakes."""

from playground.ui.losses.parts import FIRST, PARTS
from playground.ui.losses.settings import defaults
from playground.ui.shared.experiments import experiments
from playground.ui.shared.frame import next_idea, page
from playground.ui.shared.parts import open_parts

page("losses")
open_parts(PARTS)

experiments(
    {
        "Far from the target: who pulls hardest?": {"prediction_number": 4.0},
        "Sure and wrong": {"kind": "probability", "prediction_probability": 0.01, "target_probability": 1.0},
        "One outlier against seven points": {"part": "outliers"},
        "Sure and right, but smoothed: the logit is pulled back": {
            "part": "logits",
            "logit_dog": 6.0,
            "smoothing": 0.2,
        },
        "Sure and wrong: the slow start": {"part": "slow_start", "weight": 4.0, "bias": 2.0},
        "zero_grad() forgotten: what the training does": {"part": "bad_input", "mistake": "zero_grad"},
        "A loss that is wrong without a word": {"part": "bad_input", "mistake": "softmax_twice"},
    },
    {"part": FIRST, **defaults()},
)
next_idea("losses")
