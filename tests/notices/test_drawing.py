"""What is said of a drawing's neighbours and of a damaged network: small numbers, none, and ties."""

import torch

from playground.digits.interpretability.adversarial import Scan
from playground.notices.neighbours import describe_spaces
from playground.notices.robustness import describe_perturbation, describe_silence


def test_two_spaces_that_agree_on_few_neighbours_say_that_they_are_few():
    assert "7s among the 10 nearest: 0 by features and 0 by pixels. By neither" in describe_spaces(
        0, 0, 10, 7
    )
    assert "much as others write it" not in describe_spaces(5, 5, 10, 7)
    assert (
        "7s among the 10 nearest: 9 by features and 9 by pixels. For this drawing both agree"
        in describe_spaces(9, 9, 10, 7)
    )


def test_one_silent_unit_is_singular():
    words = describe_silence(1, 128, "hidden unit", "importance")
    assert words == "**1 of 128** hidden unit sends nothing any more, the one that spoke most for its answer."
    assert "those that spoke most" in describe_silence(2, 128, "hidden unit", "importance")


def test_pixels_at_the_end_of_their_range_do_not_move_by_the_whole_nudge():
    """A black pixel cannot become darker: `clamp` leaves it where it is."""
    probabilities = torch.eye(10)[7]
    nothing = Scan(torch.zeros(1), torch.eye(10)[7:8], None)
    words = describe_perturbation(probabilities, 7, 0.2, nothing, None)
    assert (
        "No pixel moved by more than **0.2 of the way from black to white**, and the network still" in words
    )
    assert "Each pixel" not in words
    assert describe_perturbation(probabilities, 7, 0.0, nothing, None).startswith("No pixel moved, and")
