"""The pages of ideas, in the order of the article."""

from playground.ui.shared.page_entry import Card, PageEntry

IDEA_PAGES = (
    PageEntry(
        path="network",
        title="Neurons and networks",
        icon=":material/hub:",
        idea="A neuron weighs its inputs, adds them up and bends the sum; layers of them learn almost any picture.",
        terms=(
            "gradient",
            "hidden layer",
            "epoch",
            "batch",
            "logit",
            "cross-entropy",
            "optimizer",
            "learning rate",
            "momentum",
            "weight decay",
            "initialisation",
            "overfitting",
            "dropout",
            "seed",
            "softmax",
        ),
        section="Ideas",
        contents=(
            "one neuron with a line to drag, exercises that it can and cannot solve; a network that learns a picture in "
            "the plane, every neuron showing what it has learnt; weights to edit, a timeline that goes back, branches, "
            "early stopping, points that you draw or a function labels; the forward pass with its matrices, of the "
            "article's 784-128-10 with real digits too"
        ),
        cards=(
            Card(
                chapter=1,
                title="Neurons and networks",
                icon=":material/hub:",
                text="Drag the line of one neuron, solve AND, fail at XOR. Then watch a network learn a circle.",
            ),
        ),
    ),
    PageEntry(
        path="activations",
        title="Activation functions",
        icon=":material/show_chart:",
        idea="A neuron adds up its inputs and bends the sum: the bend is what lets a network learn curves.",
        terms=(
            "gradient",
            "saturated",
            "dead unit",
            "initialisation",
            "hidden layer",
            "learning rate",
            "batch",
            "validation",
            "softmax",
            "temperature",
            "Jacobian",
        ),
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
        terms=(
            "gradient",
            "outlier",
            "residual",
            "logit",
            "softmax",
            "temperature",
            "label smoothing",
            "cross-entropy",
            "learning rate",
            "epoch",
        ),
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
        path="gradient_descent",
        title="Gradient descent",
        icon=":material/trending_down:",
        idea="Measure the slope of the error, take a step downhill, repeat: this is how every network learns.",
        terms=(
            "gradient",
            "learning rate",
            "schedule",
            "optimizer",
            "momentum",
            "weight decay",
            "curvature",
            "batch",
            "seed",
        ),
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
        path="backpropagation",
        title="Backpropagation",
        icon=":material/sync_alt:",
        idea=(
            "Numbers flow forward to the loss, derivatives flow back: every weight learns how much it is to blame."
        ),
        terms=(
            "gradient",
            "hidden layer",
            "w with two indices",
            "chain rule",
            "autograd",
            "finite difference",
            "learning rate",
            "dead unit",
            "batch",
            "logit",
            "softmax",
            "cross-entropy",
            "one-hot",
        ),
        section="Ideas",
        contents=(
            "the real autograd graph of a small network or of your own function, stepped through forward and back; "
            "any weight's paths beside `.grad` and a finite difference; graphs that change with the input; the article's network backward by hand"
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
)
