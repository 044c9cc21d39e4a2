"""The controls of the Mistakes page.

The URL holds what is inspected: `run`, `epoch` (a number or `last`), `true` and `predicted`. The controls show
what it says and change nothing but it, so that a link, a click in the matrix and a control all take one way.
"""

from collections.abc import Sequence

import streamlit as st
from torch import Tensor

from playground.digits.datasets import dataset_name
from playground.digits.evaluation.confusion import commonest_mistake, hardest_digit
from playground.errors import CheckpointError
from playground.figures.mistakes import cell_at
from playground.formatting import format_accuracy
from playground.runs.files import RunFiles
from playground.runs.run import Run
from playground.runs.store import RunStore

QUERY_PARAMETERS = ("run", "epoch", "true", "predicted")
LAST = "last"
MATRIX, WISH = "mistakes_matrix", "mistakes_wish"
_MEMORY, _CLICKED = "mistakes_memory", "mistakes_clicked"

Cell = tuple[int, int]
"""(true digit, predicted digit)."""


def restore_query() -> None:
    """Put what an experiment or an earlier visit asked for into the URL; to be called first."""
    wish = st.session_state.get(WISH)
    if wish:
        st.query_params.update(wish)
        st.session_state[WISH] = None
    elif not any(name in st.query_params for name in QUERY_PARAMETERS):
        st.query_params.update(st.session_state.get(_MEMORY, {}))


def remember_query() -> None:
    """Keep the query parameters for the next visit; to be called last."""
    st.session_state[_MEMORY] = {
        name: st.query_params[name] for name in QUERY_PARAMETERS if name in st.query_params
    }


def runs_with_predictions(store: RunStore) -> list[Run]:
    """The runs of which at least one network's predictions are on disk, the newest first."""
    return [run for run in store.list() if any(networks(store.files(run.id)).values())]


def networks(files: RunFiles) -> dict[str, bool]:
    """Each network of a run, as the URL names it, the oldest first, and whether its predictions are on disk."""
    paths = {str(epoch): files.epoch(epoch) for epoch in files.epochs()}
    if files.last.is_file():
        paths[LAST] = files.last
    return {key: files.predictions(path).is_file() for key, path in paths.items()}


def choose_run(runs: Sequence[Run]) -> Run:
    """The run in the URL, else the newest one of `runs`."""
    named = {run.id: run for run in runs}
    wanted = st.query_params.get("run", runs[0].id)
    if wanted not in named:
        st.info(f"There is no run '{wanted[:60]}' with answers here, so the newest one is shown.")
        _forget("epoch", "true", "predicted")
        wanted = runs[0].id
    _control("run", wanted)
    st.selectbox(
        "Run",
        list(named),
        format_func=lambda key: _label(named[key]),
        key="mistakes_run",
        on_change=_to_query,
        args=["run"],
    )
    run = named[wanted]
    accuracy = format_accuracy(run.test_accuracy)
    st.caption(
        f"{run.name}, trained on {dataset_name(run.dataset)}{f': {accuracy} right' if accuracy else ''}."
    )
    return run


def choose_epoch(run: Run, files: RunFiles) -> int | None:
    """The epoch in the URL, else the newest network with predictions; None for the last network.

    Raises:
        CheckpointError: the network in the URL has no predictions.
    """
    available = networks(files)
    tested = [key for key, has_predictions in available.items() if has_predictions]
    wanted = st.query_params.get("epoch", tested[-1])
    if wanted not in available:
        st.info(f"There is no network of epoch '{wanted[:20]}' here, so the newest one is shown.")
        wanted = tested[-1]
    _control("epoch", wanted)
    if len(available) > 1:
        st.select_slider(
            "Network after epoch",
            list(available),
            key="mistakes_epoch",
            on_change=_to_query,
            args=["epoch"],
            help="The network was saved after each epoch: go back and watch the mistakes come and go.",
        )
    if run.active:
        st.caption(
            f"Still training: epoch {run.epoch} of {run.config.epochs}. New epochs come by themselves."
        )
    if not available[wanted]:
        name = "the last network" if wanted == LAST else f"the network after epoch {wanted}"
        raise CheckpointError(
            f"What {name} answered was not kept. Choose another epoch: there are answers of {', '.join(tested)}."
        )
    return None if wanted == LAST else int(wanted)


def choose_cell(confusion: Tensor) -> Cell:
    """The cell in the URL, else the commonest mistake, else the ones that are read right."""
    wanted = [st.query_params.get("true"), st.query_params.get("predicted")]
    digits = [int(text) for text in wanted if text is not None and len(text) == 1 and text in "0123456789"]
    if len(digits) == 2:
        cell = (digits[0], digits[1])
    else:
        cell = commonest_mistake(confusion) or (1, 1)
        if wanted != [None, None]:
            st.info("The address names no cell of the matrix, so the commonest mistake is shown.")
    true, predicted = st.columns(2)
    for column, name, label, digit in (
        (true, "true", "True digit", cell[0]),
        (predicted, "predicted", "Read as", cell[1]),
    ):
        _control(name, digit)
        column.selectbox(label, range(10), key=f"mistakes_{name}", on_change=_to_query, args=[name])
    return cell


def cell_clicked() -> None:
    """Put the clicked cell into the URL.

    A second click on the cell that was clicked last empties the chart's selection: it means that cell again.
    """
    selected = st.session_state[MATRIX].selection.selected
    indices = [index for group in selected for index in group["data_indices"]]
    cell = cell_at(indices[0]) if indices else st.session_state.get(_CLICKED)
    if cell is not None:
        st.session_state[_CLICKED] = cell
        st.query_params.update(_cell_query(cell))


def experiments_for(confusion: Tensor, cell: Cell, files: RunFiles) -> dict[str, dict[str, object]]:
    """The page's experiments: what each puts into the URL."""
    wishes: dict[str, dict[str, str]] = {}
    epochs = [key for key, has_predictions in networks(files).items() if has_predictions]
    if len(epochs) > 1:
        wishes["The first epoch: what was still hard?"] = {"epoch": epochs[0]}
        wishes["The last network: what is left of it?"] = {"epoch": epochs[-1]}
    common, hardest = commonest_mistake(confusion), hardest_digit(confusion)
    if common is not None:
        wishes["The commonest mistake"] = _cell_query(common)
    if cell[0] != cell[1]:
        wishes["The other way round"] = _cell_query((cell[1], cell[0]))
    if hardest is not None:
        wishes[f"The hardest digit, {hardest}: read right, but only just"] = _cell_query((hardest, hardest))
    return {label: {WISH: wish} for label, wish in wishes.items()}


def watch(files: RunFiles) -> None:
    """Draw the page again when a run that still trains has the predictions of another epoch."""
    known = networks(files)

    def poll() -> None:
        if networks(files) != known:
            st.rerun()

    st.fragment(poll, run_every=2.0)()


def _label(run: Run) -> str:
    accuracy = format_accuracy(run.test_accuracy)
    return ", ".join(part for part in (f"Run {run.number}", accuracy, run.name) if part)


def _cell_query(cell: Cell) -> dict[str, str]:
    return {"true": str(cell[0]), "predicted": str(cell[1])}


def _control(name: str, value: object) -> None:
    """Let the control `name` show `value`, and the URL too."""
    key = f"mistakes_{name}"
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    if st.query_params.get(name) != str(value):
        st.query_params[name] = str(value)


def _to_query(name: str) -> None:
    """A control was moved; another run begins at its own newest network and commonest mistake."""
    st.query_params[name] = str(st.session_state[f"mistakes_{name}"])
    if name == "run":
        _forget("epoch", "true", "predicted")


def _forget(*names: str) -> None:
    for name in names:
        st.query_params.pop(name, None)
