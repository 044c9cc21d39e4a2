"""What the scores on the user test set show, in sentences."""

from collections.abc import Sequence

from playground.digits.own_digits.scores import ScoredNetwork
from playground.formatting import format_percent


def verdict(label: int, read: int, saved: bool, sure: bool = True) -> str:
    """What a network's answer `read` is worth to somebody who says that it is a `label`, in Markdown.

    Args:
        label: what the person says.
        read: what the network says.
        saved: whether the drawing is in the set, with this label.
        sure: False where the network gives no answer and `read` is its best guess.
    """
    said = "said" if sure else "gave no answer, its best guess was"
    if label == read:
        return f"You say {label}, and it {said} {read}: right. " + (
            "It is in your set." if saved else "Right ones belong in a test set too."
        )
    more = (
        "one more mistake it can learn from."
        if saved
        else "save it, and it is one more mistake it can learn from."
    )
    return f"You say **{label}**, it {said} **{read}**: {more}"


def describe_scores(networks: Sequence[ScoredNetwork]) -> str:
    """What these scores say, and what so few drawings cannot say, in Markdown; at least one network, chosen first."""
    first = networks[0].score
    of, right, learnt = len(first.right), int(first.right.sum()), int(first.learnt.sum())
    low, high = first.interval
    if learnt:
        sentences = [
            f"**A test on what was learnt is none.** The network that reads the canvas learnt from {learnt} of these "
            f"{drawings(of)}, so there is no band around its {right} of {of}. Draw some more: those are a test."
        ]
    else:
        sentences = [
            f"**Small sets lie.** {right} of {of} right is what happened on {drawings(of)}. For all digits that you "
            f"might draw, the share may be anything between {format_percent(100 * low)} and {format_percent(100 * high)} (the coloured band, a 95\u00a0% Wilson "
            "interval). Four times as many drawings make the band about half as wide."
        ]
    intervals = [network.score.interval for network in networks if not network.score.learnt.any()]
    if len(intervals) > 1:
        if max(low for low, _ in intervals) <= min(high for _, high in intervals):
            sentences.append("All bands overlap: who is ahead here may be ahead by luck.")
        else:
            sentences.append("Some bands do not overlap: that difference is hardly luck.")
    return " ".join(sentences)


def drawings(count: int) -> str:
    """Such as '1 drawing' or '2,000 drawings'."""
    return f"{count:,} drawing" + ("" if count == 1 else "s")
