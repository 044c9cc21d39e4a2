"""Whether a run can learn from the user's own drawings."""

from playground.digits.own_digits.folder import UserTestSetFolder
from playground.digits.own_digits.training_data import COPIES
from playground.digits.training.form_field import Availability
from playground.errors import DatasetError


def own_digit_availability() -> Availability:
    """Usable where there are drawings; the note says how many, or where to make some."""
    try:
        drawings, error = len(UserTestSetFolder().names()), ""
    except DatasetError as failure:
        drawings, error = 0, str(failure)
    if not drawings:
        return Availability(False, "None yet: draw some, and save them there under 'Your digits'.", error)
    s = "" if drawings == 1 else "s"
    return Availability(True, f"{drawings:,} drawing{s} saved; each is shown {COPIES} times an epoch.")
