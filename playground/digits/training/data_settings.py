"""The settings of a run that determine which images it learns from."""

from dataclasses import dataclass

from playground.digits.training import program_parts
from playground.digits.training.checks import share
from playground.digits.training.config_field import ConfigField, setting
from playground.digits.training.form_field import FormField
from playground.digits.training.own_digit_availability import own_digit_availability


@dataclass(frozen=True, kw_only=True)
class DataSettings:
    """What is held out of the training images, and what is added to them.

    Attributes:
        validation_share: share of the training images that is held out to choose by, 0 to 0.5, the same of each class;
            0: none, and the last epoch counts.
        augmentation: show a slightly moved, turned and scaled copy of each image, new in every epoch.
        own_digits: learn from the drawings in `own_digits.UserTestSetFolder` too; whoever starts the run adds them to its
            data.
    """

    validation_share: float = setting(
        0.1,
        ConfigField(
            label="Validation part",
            kind="number",
            examples="0, 0.1, 0.2",
            before=0.0,
            check=share("validation part", highest=0.5),
            program=program_parts.validation_part,
            form=FormField(
                label="Validation part (%)",
                lowest=0.0,
                highest=50.0,
                step=5.0,
                number_format="%g",
                percent=True,
                help="So much of the training images is held out: by these the best epoch is chosen, and when to "
                "stop. So the test images choose nothing, and test. 0 is the article's run: it learns from all of "
                "them, and the last epoch counts.",
            ),
        ),
    )
    augmentation: bool = setting(
        False,
        ConfigField(
            label="Augmentation",
            kind="switch",
            examples="off, on",
            program=program_parts.augmentation_part,
            form=FormField(help="Each image is moved, turned and scaled a little, anew in every epoch."),
        ),
    )
    own_digits: bool = setting(
        False,
        ConfigField(
            label="My own digits",
            kind="switch",
            examples="off, on",
            tag="own digits",
            program=program_parts.own_digits_part,
            form=FormField(
                help="It learns from the drawings that you saved on the Draw page, too. The test images stay as they "
                "are.",
                availability=own_digit_availability,
                reminder=":material/inventory_2: It learns from your own digits too.",
            ),
        ),
    )
