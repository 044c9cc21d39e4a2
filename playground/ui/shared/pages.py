"""The catalogue of pages: the sidebar, Home's cards, titles, README's table and the tests read it.

A page is one entry here and one file, `pages/PATH.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Card:
    """One idea of the article on Home, with a link to the page where it can be touched.

    Attributes:
        chapter: its place in the article, by which Home orders the cards.
        title: the idea's name.
        icon: a Material icon.
        text: one or two sentences in Markdown.
    """

    chapter: int
    title: str
    icon: str
    text: str


@dataclass(frozen=True, kw_only=True)
class PageEntry:
    """One page of the playground.

    Attributes:
        path: its path in the URL, and its key in `PAGES`.
        title: its name in the sidebar and its heading.
        icon: a Material icon.
        idea: what it teaches, in one sentence below the heading.
        section: the group of the sidebar that it stands in; pages of a section follow one another.
        contents: what can be done there, as README's table says it.
        cards: the ideas of the article that Home links here.
    """

    path: str
    title: str
    icon: str
    idea: str
    section: str
    contents: str
    cards: tuple[Card, ...] = ()

    @property
    def file(self) -> str:
        """The page's script, relative to the repository."""
        return f"pages/{self.path}.py"


_ENTRIES = (
    PageEntry(
        path="activations",
        title="Activation functions",
        icon=":material/show_chart:",
        idea="A neuron adds up its inputs and bends the sum: the bend is what lets a network learn curves.",
        section="Ideas",
        contents=(
            "many functions with their slopes and measured facts; a signal and its gradient through up to fifty "
            "layers; networks that learn digits side by side; softmax"
        ),
        cards=(
            Card(
                chapter=2,
                title="Activation functions",
                icon=":material/show_chart:",
                text=(
                    "Sigmoid, tanh, ReLU and many more bend the sum. See what they do to learning, layer after layer."
                ),
            ),
        ),
    ),
    PageEntry(
        path="losses",
        title="Loss functions",
        icon=":material/straighten:",
        idea="One number says how wrong the network is, and its slope says which way is better.",
        section="Ideas",
        contents=(
            "losses with their gradients; an outlier against squares and absolute errors; cross-entropy on three "
            "logits; a slow start; mistakes, with PyTorch's own words"
        ),
        cards=(
            Card(
                chapter=3,
                title="Loss functions",
                icon=":material/straighten:",
                text=(
                    "One number says how wrong the network is. Move a prediction, an outlier or a logit, and read "
                    "the pull."
                ),
            ),
        ),
    ),
    PageEntry(
        path="backpropagation",
        title="Backpropagation",
        icon=":material/sync_alt:",
        idea=(
            "Numbers flow forward to the loss, derivatives flow back: every weight learns how much it is to blame."
        ),
        section="Ideas",
        contents=(
            "the real autograd graph of a small network or of your own function, stepped through forward and back; "
            "any weight's paths beside `.grad` and a finite difference; training; graphs that change with the input"
        ),
        cards=(
            Card(
                chapter=5,
                title="Forward and backward",
                icon=":material/sync_alt:",
                text=(
                    "Numbers flow forward, derivatives flow back. Step through the real graph, and check any weight "
                    "by hand."
                ),
            ),
        ),
    ),
    PageEntry(
        path="gradient_descent",
        title="Gradient descent",
        icon=":material/trending_down:",
        idea="Measure the slope of the error, take a step downhill, repeat: this is how every network learns.",
        section="Ideas",
        contents=(
            "the article's `x -> y` example beside its closed form, a line to fit, famous functions or your own; "
            "play, drag the start, read each step's arithmetic, race the optimizers"
        ),
        cards=(
            Card(
                chapter=4,
                title="Gradient descent",
                icon=":material/trending_down:",
                text="Step against the slope, again and again. Find the learning rate at which it breaks.",
            ),
        ),
    ),
    PageEntry(
        path="train",
        title="Train",
        icon=":material/model_training:",
        idea="Teach a network to read handwritten digits and watch its error fall, step by step.",
        section="Digits",
        contents=(
            "the 784-128-10 network, or a small CNN: live curves, pause, resume, stop, and how each layer fares"
        ),
        cards=(
            Card(
                chapter=6,
                title="Training the network",
                icon=":material/model_training:",
                text=(
                    "784 inputs, 128 hidden neurons, 10 outputs, trained with Adam. Start it and watch the loss fall."
                ),
            ),
        ),
    ),
    PageEntry(
        path="compare",
        title="Compare runs",
        icon=":material/stacked_line_chart:",
        idea="Lay runs over one another: same start, one change, and you see what that change does.",
        section="Digits",
        contents=(
            "runs laid over one another, 'same start, one change', their checkpoints, metrics and programs"
        ),
    ),
    PageEntry(
        path="sweep",
        title="Sweep",
        icon=":material/grid_on:",
        idea="Try several values of a setting at once, and see which one teaches the network best.",
        section="Digits",
        contents="several values of one or two settings as one queue, and the best of them",
    ),
    PageEntry(
        path="mistakes",
        title="Mistakes",
        icon=":material/rule:",
        idea="See which digits a network mixes up, and look at the very images that it got wrong.",
        section="Digits",
        contents=(
            "the confusion matrix of any epoch, the images behind each number, and the way of one to the canvas"
        ),
        cards=(
            Card(
                chapter=7,
                title="Testing",
                icon=":material/fact_check:",
                text=(
                    "What counts is images it has never seen. Read the accuracy and find the digits it mixes up."
                ),
            ),
        ),
    ),
    PageEntry(
        path="draw",
        title="Draw a digit",
        icon=":material/draw:",
        idea="Draw a digit, and see what a trained network makes of it after every stroke.",
        section="Digits",
        contents=(
            "your drawing or photograph, read after every stroke, or refused when it is no digit; how it was "
            "prepared, where the network looked, what each unit adds, its nearest training images, how to break it, "
            "and a test set of your own hand"
        ),
        cards=(
            Card(
                chapter=1,
                title="Neurons and networks",
                icon=":material/hub:",
                text=(
                    "A neuron weighs its inputs and adds them up. Layers of neurons turn 784 pixels into ten answers."
                ),
            ),
            Card(
                chapter=8,
                title="Saving and loading",
                icon=":material/save:",
                text=(
                    "A trained network is a file of weights. Keep yours, load it again, and let it read your digits."
                ),
            ),
        ),
    ),
)

HOME = "app.py"

PAGES: dict[str, PageEntry] = {entry.path: entry for entry in _ENTRIES}
"""By path, in the order of the sidebar."""
