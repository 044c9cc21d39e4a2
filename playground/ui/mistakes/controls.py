"""The controls of the Mistakes page.

The URL holds what is inspected: `run`, `epoch` (a number or `last`), `true` and `predicted`. The controls show
what was chosen and change nothing but that, so that a link, a click in the matrix and a control all take one way.
"""

from collections.abc import Mapping, Sequence

import streamlit as st
from torch import Tensor

from playground.digits.datasets import dataset_name, usual_dataset
from playground.digits.evaluation.confusion import (
    commonest_mistake,
    equally_common_mistakes,
    equally_hard_classes,
)
from playground.errors import CheckpointError
from playground.figures.mistakes import cell_at
from playground.formatting import format_accuracy
from playground.markdown import literal
from playground.notices.class_names import are_digits, kind, plural_kind
from playground.notices.run_title import run_title
from playground.runs.files import RunFiles
from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.ui.shared.networks import shipped_titles
from playground.ui.shared.query_parameters import ChosenTogether
from playground.ui.shared.streamlit_workarounds import label_or_key, while_known

LAST = "last"
MATRIX = "mistakes_matrix"
_CHOSEN = ChosenTogether("mistakes_chosen", ("run", "epoch", "true", "predicted"))
_CLICKED = "mistakes_clicked"

Cell = tuple[int, int]
"""(true class, predicted class)."""


def runs_with_predictions(store: RunStore) -> list[Run]:
    """The runs of which at least one network's predictions are on disk, the newest first."""
    return [run for run in store.list() if any(networks(store.files(run.id)).values())]


def networks(files: RunFiles) -> dict[str, bool]:
    """Each network of a run, as the URL names it, the oldest first, and whether its predictions are on disk."""
    paths = {str(epoch): files.epoch(epoch) for epoch in files.epochs()}
    if files.kept.is_file():
        paths[LAST] = files.kept
    return {key: files.predictions(path).is_file() for key, path in paths.items()}


def choose_network(runs: Sequence[Run]) -> Run | str:
    """The run, or the key of the shipped network, in the URL; else the newest one of `runs`, else a shipped network."""
    named = {run.id: run for run in runs}
    # The article's own network comes before the CNN: it has more mistakes, and reads all images in a moment.
    shipped = dict(reversed(shipped_titles().items()))
    titles = {**{run.id: run_title(run) for run in runs}, **shipped}
    first = next(iter(titles))
    wanted = _CHOSEN.read().get("run", first)
    if wanted not in titles:
        instead = "the newest one" if runs else "a network that comes with the playground"
        st.info(f"There is no run '{literal(wanted[:60])}' with answers here, so {instead} is shown.")
        wanted = first
        _CHOSEN.write({"run": wanted})
    _control("run", wanted)
    st.selectbox(
        "Network",
        list(titles),
        format_func=label_or_key(titles),
        key="mistakes_run",
        on_change=while_known("mistakes_run", _control_moved),
        args=["run"],
    )
    if wanted not in named:
        st.caption(
            f"{literal(titles[wanted])}: its answers to the test images of {literal(dataset_name(usual_dataset()))}."
        )
        return wanted
    run = named[wanted]
    accuracy = format_accuracy(run.test_accuracy)
    kept = (
        f": the network that it keeps{' so far' if run.changeable else ''} reads {accuracy} right"
        if accuracy
        else ""
    )
    st.caption(f"{literal(run.name)}, on {literal(dataset_name(run.dataset))}{kept}.")
    return run


def choose_epoch(run: Run, files: RunFiles) -> int | None:
    """The epoch in the URL, else the newest network with predictions; None for the last network.

    Raises:
        CheckpointError: the network in the URL has no predictions.
    """
    available = networks(files)
    tested = [key for key, has_predictions in available.items() if has_predictions]
    wanted = _CHOSEN.read().get("epoch", tested[-1])
    if wanted not in available:
        instead = "the one that the run keeps" if tested[-1] == LAST else "the newest one"
        st.info(f"There is no network of epoch '{literal(wanted[:20])}' here, so {instead} is shown.")
        wanted = tested[-1]
    _control("epoch", wanted)
    if len(available) > 1:
        st.select_slider(
            "Network after epoch",
            list(available),
            format_func=lambda key: f"kept ({run.kept_epoch})" if key == LAST and run.kept_epoch else key,
            key="mistakes_epoch",
            on_change=while_known("mistakes_epoch", _control_moved),
            args=["epoch"],
            help="The network was saved after each epoch: go back and watch the mistakes come and go. The last place is "
            "the network that the run keeps.",
        )
    if run.active:
        st.caption(
            f"Still training: epoch {run.epoch} of {run.config.epochs}. New epochs come by themselves."
        )
    if not available[wanted]:
        name = "the network that the run keeps" if wanted == LAST else f"the network after epoch {wanted}"
        raise CheckpointError(
            f"What {name} answered was not kept. Choose another epoch: there are answers of {', '.join(tested)}."
        )
    return None if wanted == LAST else int(wanted)


def choose_cell(confusion: Tensor, names: Sequence[str]) -> Cell:
    """The cell in the URL, else the commonest mistake, else the ones that are read right; `names` are the outputs'."""
    chosen = _CHOSEN.read()
    wanted = [chosen.get("true"), chosen.get("predicted")]
    labels = {str(label): label for label in range(len(names))}
    known = [labels[text] for text in wanted if text in labels]
    if len(known) == 2:
        cell = (known[0], known[1])
    else:
        cell = commonest_mistake(confusion) or (1, 1)
        if wanted != [None, None]:
            st.info("The link names no cell of the matrix, so a mistake that none exceeds is shown.")
    # Digits stand side by side; names need the whole width.
    true, predicted = st.columns(2) if are_digits(names) else (st.container(), st.container())
    for column, name, title, label in (
        (true, "true", f"True {kind(names)}", cell[0]),
        (predicted, "predicted", "Read as", cell[1]),
    ):
        _control(name, label)
        column.selectbox(
            title,
            range(len(names)),
            format_func=names.__getitem__,
            key=f"mistakes_{name}",
            on_change=while_known(f"mistakes_{name}", _control_moved),
            args=[name],
        )
    return cell


def choose(changes: Mapping[str, str]) -> None:
    """Change what is inspected, the rest as it is; to be called in a callback."""
    _CHOSEN.write({**_CHOSEN.read(), **changes})


def cell_clicked(size: int) -> None:
    """Choose the clicked cell of a matrix of `size` rows.

    A second click on the cell that was clicked last empties the chart's selection: it means that cell again.
    """
    selected = st.session_state[MATRIX].selection.selected
    indices = [index for group in selected for index in group["data_indices"]]
    cell = cell_at(indices[0], size) if indices else st.session_state.get(_CLICKED)
    if cell is not None:
        st.session_state[_CLICKED] = cell
        choose(_cell_query(cell))


def experiments_for(
    confusion: Tensor, cell: Cell, files: RunFiles | None, names: Sequence[str]
) -> dict[str, dict[str, str]]:
    """The page's experiments: what each changes, for `choose`."""
    changes: dict[str, dict[str, str]] = {}
    epochs = [key for key, has_predictions in networks(files).items() if has_predictions] if files else []
    if len(epochs) > 1:
        changes["The first epoch: what was still hard?"] = {"epoch": epochs[0]}
        last = "The network that the run keeps" if epochs[-1] == LAST else "The newest network"
        changes[f"{last}: what is left of it?"] = {"epoch": epochs[-1]}
    common, hard = equally_common_mistakes(confusion), equally_hard_classes(confusion)
    if common:
        what = (
            "The commonest mistake" if len(common) == 1 else f"One of {len(common)} equally common mistakes"
        )
        changes[what] = _cell_query(common[0])
    if cell[0] != cell[1]:
        changes["The other way round"] = _cell_query((cell[1], cell[0]))
    read = [label for label in hard if confusion[label, label]]
    if read and common:
        which = "The hardest" if len(hard) == 1 else f"One of {len(hard)} equally hard"
        what = kind(names) if len(hard) == 1 else plural_kind(names)
        changes[f"{which} {what}, {literal(names[read[0]])}: read right, but only just"] = _cell_query(
            (read[0], read[0])
        )
    return changes


def watch(files: RunFiles) -> None:
    """Draw the page again when a run that still trains has the predictions of another epoch."""
    known = networks(files)

    def poll() -> None:
        if networks(files) != known:
            st.rerun()

    st.fragment(poll, run_every=2.0)()


def _cell_query(cell: Cell) -> dict[str, str]:
    return {"true": str(cell[0]), "predicted": str(cell[1])}


def _control(name: str, value: object) -> None:
    """Let the control `name` show `value`, and the URL too."""
    key = f"mistakes_{name}"
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    choose({name: str(value)})


def _control_moved(name: str) -> None:
    """Another run begins at its own newest network and commonest mistake."""
    value = {name: str(st.session_state[f"mistakes_{name}"])}
    if name == "run":
        _CHOSEN.write(value)
    else:
        choose(value)
