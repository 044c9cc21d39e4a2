"""The pages on which digits are learnt, tested and read, in the order of the article."""

from playground.ui.shared.page_entry import Card, PageEntry

DIGIT_PAGES = (
    PageEntry(
        path="train",
        title="Train",
        icon=":material/model_training:",
        idea="Teach a network to read handwritten digits and watch its error fall, step by step.",
        terms=(
            "hidden layer",
            "convolution",
            "epoch",
            "batch",
            "learning rate",
            "schedule",
            "optimizer",
            "momentum",
            "dropout",
            "weight decay",
            "augmentation",
            "seed",
            "cross-entropy",
            "validation",
            "overfitting",
            "gradient",
            "dead unit",
        ),
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
        terms=(
            "learning rate",
            "batch",
            "epoch",
            "convolution",
            "dropout",
            "weight decay",
            "seed",
            "validation",
            "schedule",
            "optimizer",
            "augmentation",
            "checkpoint",
        ),
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
        terms=(
            "hidden layer",
            "convolution",
            "epoch",
            "batch",
            "learning rate",
            "schedule",
            "optimizer",
            "momentum",
            "dropout",
            "weight decay",
            "augmentation",
            "seed",
            "validation",
        ),
        section="Digits",
        contents="several values of one or two settings as one queue, and the best of them",
    ),
    PageEntry(
        path="mistakes",
        title="Mistakes",
        icon=":material/rule:",
        idea="See which digits a network mixes up, and look at the very images that it got wrong.",
        terms=(
            "confusion matrix",
            "epoch",
            "validation",
            "convolution",
            "batch",
            "dropout",
            "weight decay",
        ),
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
                    "What counts is how it reads images that it never saw. See its accuracy, and which digits it mixes up."
                ),
            ),
        ),
    ),
    PageEntry(
        path="draw",
        title="Draw a digit",
        icon=":material/draw:",
        idea="Draw a digit, and see what a trained network makes of it while you draw.",
        terms=(
            "convolution",
            "hidden layer",
            "feature map",
            "logit",
            "softmax",
            "gradient",
            "attribution",
            "ablation",
            "adversarial",
            "checkpoint",
            "batch",
            "dropout",
            "weight decay",
        ),
        section="Digits",
        contents=(
            "your drawing, read while the pen moves, or your photograph, or refused when it is no digit; how it was "
            "prepared, where the network looked, what each unit adds, its nearest training images, how to break it, "
            "and a test set of your own hand"
        ),
        cards=(
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
