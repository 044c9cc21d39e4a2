"""The backward pass of one hidden ReLU layer and cross-entropy, in the words of a textbook: six lines, one a formula.

Source: Nielsen, "Neural Networks and Deep Learning", chapter 2, 2015, with softmax and cross-entropy in its chapter 3.
"""

from torch import Tensor
from torch.nn.functional import one_hot


def textbook_backward(
    x: Tensor, labels: Tensor, a: Tensor, logits: Tensor, w2: Tensor
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The gradients of the mean cross-entropy; its first six lines are shown to students as they are.

    Args:
        x: inputs `(N, fan_in)`, floating point.
        labels: `(N,)` int64, the right ones of ten classes.
        a: outputs of the hidden layer, `(N, hidden)`, after ReLU.
        logits: `(N, 10)`.
        w2: weights `(10, hidden)` of the last layer.

    Returns:
        The gradients by `w1` `(hidden, fan_in)`, `b1` `(hidden,)`, `w2` and `b2` `(10,)`.
    """
    delta2 = (logits.softmax(1) - one_hot(labels, 10)) / len(x)
    w2_gradient = delta2.T @ a
    b2_gradient = delta2.sum(0)
    delta1 = delta2 @ w2 * (a > 0)
    w1_gradient = delta1.T @ x
    b1_gradient = delta1.sum(0)
    return w1_gradient, b1_gradient, w2_gradient, b2_gradient
