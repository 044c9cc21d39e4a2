"""The field's words that a first-year student may not know, each with one plain sentence: the catalogue of terms.

A page names its terms below its heading, and a notice explains those that it uses; both read this catalogue.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Term:
    """One word.

    Attributes:
        name: as it is listed.
        forms: regular expressions of the forms in which it occurs, as whole words in any case.
        meaning: one plain sentence.
    """

    name: str
    forms: tuple[str, ...]
    meaning: str


_ENTRIES = (
    Term(
        name="gradient",
        forms=("gradients?",),
        meaning="How fast the loss changes with each number of the network: its direction is uphill, so learning steps the other way.",
    ),
    Term(
        name="saturated",
        forms=("saturat(?:ed|es|e|ion)",),
        meaning="So far out that the function is almost flat: the slope is nearly 0, and hardly any gradient passes.",
    ),
    Term(
        name="dead unit",
        forms=("dead (?:units?|neurons?|relu)", "units? dies", "are dead"),
        meaning="A neuron whose output stays flat for every example: no gradient reaches its weights, so it learns no more.",
    ),
    Term(
        name="initialisation",
        forms=("initiali[sz]ation",),
        meaning="How the first weights are drawn at random before training begins.",
    ),
    Term(
        name="softmax",
        forms=("softmax",),
        meaning="Turns scores into probabilities: each is e to the power of its score, divided by the sum of all of them.",
    ),
    Term(
        name="logit",
        forms=("logits?",),
        meaning="The score that the last layer gives to a class, any number at all, before softmax or sigmoid makes a probability of it.",
    ),
    Term(
        name="Jacobian",
        forms=("jacobian",),
        meaning="The table of all slopes of several outputs: one row for each output, one column for each input.",
    ),
    Term(
        name="temperature",
        forms=("temperature",),
        meaning="A number by which the logits are divided: below 1 the answer gets surer, above 1 more even.",
    ),
    Term(
        name="cross-entropy",
        forms=("cross-entropy",),
        meaning="The loss of a choice between classes: minus the logarithm of the probability that the right class was given.",
    ),
    Term(
        name="outlier",
        forms=("outliers?",),
        meaning="A point far from where the others say it should be.",
    ),
    Term(
        name="residual",
        forms=("residuals?",),
        meaning="What is left between a prediction and its target.",
    ),
    Term(
        name="label smoothing",
        forms=("label smoothing",),
        meaning="Not the whole target for the true class: a small share is spread over all classes, so that nobody gets too sure.",
    ),
    Term(
        name="learning rate",
        forms=("learning rates?",),
        meaning="How far one step goes: the gradient is multiplied by it and taken away from the weights.",
    ),
    Term(
        name="schedule",
        forms=("schedules?",),
        meaning="A plan by which the learning rate changes while training goes on.",
    ),
    Term(
        name="momentum",
        forms=("momentum",),
        meaning="The share of the last step that is carried on into the next one, as a rolling ball keeps its speed.",
    ),
    Term(
        name="optimizer",
        forms=("optimizers?",),
        meaning="The rule that turns gradients into steps, such as SGD or Adam.",
    ),
    Term(
        name="curvature",
        forms=("curvatures?",),
        meaning="How fast the slope itself changes: the steeper the bowl, the smaller the steps that it allows.",
    ),
    Term(
        name="batch",
        forms=("(?:mini)?batch(?:es)?",),
        meaning="The few examples whose mean loss gives one step.",
    ),
    Term(
        name="epoch",
        forms=("epochs?",),
        meaning="One pass through all training images.",
    ),
    Term(
        name="seed",
        forms=("seeds?",),
        meaning="The number that chance starts from: the same seed gives the same first weights and the same order of images.",
    ),
    Term(
        name="overfitting",
        forms=("overfit(?:ting|s)?", "by heart"),
        meaning="The network learns its training images by heart and does worse on others.",
    ),
    Term(
        name="validation",
        forms=("validation",),
        meaning="Images kept out of training to choose by, so that the test images stay unseen until the end.",
    ),
    Term(
        name="dropout",
        forms=("dropout",),
        meaning="In each training step a random share of the units is silenced, so that none can rely on another.",
    ),
    Term(
        name="weight decay",
        forms=("weight decay",),
        meaning="Each step also shrinks every weight a little, so that none grows without need.",
    ),
    Term(
        name="regularisation",
        forms=("regulari[sz]ation",),
        meaning="Whatever keeps a network from learning by heart, such as dropout or weight decay.",
    ),
    Term(
        name="augmentation",
        forms=("augmentation", "augmented"),
        meaning="Each training image is shifted, turned or scaled a little at random, so that the network sees more than there is.",
    ),
    Term(
        name="convolution",
        forms=("convolutions?", "convolutional", "cnns?"),
        meaning="A small window of weights that slides over the image and looks for the same pattern everywhere; a CNN has layers of them.",
    ),
    Term(
        name="feature map",
        forms=("feature maps?",),
        meaning="What one window of a convolution found, place by place: an image of its own.",
    ),
    Term(
        name="hidden layer",
        forms=("hidden (?:layers?|units?|neurons?)",),
        meaning="A layer between the input and the output: nobody says what its neurons should answer.",
    ),
    Term(
        name="confusion matrix",
        forms=("confusion matrix",),
        meaning="A table of what was read for what: a row for each true class, a column for each answer.",
    ),
    Term(
        name="checkpoint",
        forms=("checkpoints?",),
        meaning="A file with the weights of a network, from which it can be loaded again.",
    ),
    Term(
        name="autograd",
        forms=("autograd",),
        meaning="The part of PyTorch that writes down each operation and then computes all derivatives from the end to the beginning.",
    ),
    Term(
        name="leaf",
        forms=("leaf",),
        meaning="A tensor at which the graph begins, such as a weight: backward() puts its gradient into `.grad`.",
    ),
    Term(
        name="finite difference",
        forms=("finite differences?",),
        meaning="A slope measured without calculus: move the number a little, see how much the result moves, and divide.",
    ),
    Term(
        name="w with two indices",
        forms=("w(?:⁽[¹²³⁴⁵⁶⁷⁸⁹]⁾)?[₀-₉]{2}",),
        meaning="The weight on the way from one neuron to another: the number above is the layer, the first one below the neuron that it leads to, the second the one it comes from.",
    ),
    Term(
        name="chain rule",
        forms=("chain rule",),
        meaning="The derivative of functions one inside the other is the product of their derivatives.",
    ),
    Term(
        name="attribution",
        forms=("attributions?", "grad-cam"),
        meaning="A share of the answer for each pixel: what spoke for it, and what against.",
    ),
    Term(
        name="ablation",
        forms=("ablations?",),
        meaning="Taking a part away to see what it was good for.",
    ),
    Term(
        name="adversarial",
        forms=("adversarial",),
        meaning="Changed on purpose, and as little as possible, to make the network answer wrongly.",
    ),
    Term(
        name="one-hot",
        forms=("one-hot",),
        meaning="A class as a list of zeros with a single 1 in the place of that class.",
    ),
)

TERMS: dict[str, Term] = {entry.name: entry for entry in _ENTRIES}
"""By name."""

_NOT_READ = re.compile(r"`[^`]*`|https?://\S+")
"""Code and addresses: nobody reads them as words."""


def terms_in(text: str) -> list[Term]:
    """The terms that occur in a Markdown text, in the order in which they do."""
    read = _NOT_READ.sub(" ", text)
    places = {term.name: match.start() for term in TERMS.values() if (match := _pattern(term).search(read))}
    return [TERMS[name] for name in sorted(places, key=places.__getitem__)]


def explain(terms: Iterable[Term]) -> str:
    """One line for each term in Markdown, for a tooltip; empty for none."""
    return "\n\n".join(f"**{term.name}**: {term.meaning}" for term in terms)


def _pattern(term: Term) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(term.forms)})(?![\w-])", re.IGNORECASE)
