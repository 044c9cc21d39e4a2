"""Where the nodes of an autograd graph stand: neuron by neuron and layer by layer, or in columns where there are none.

All lengths are those of the picture at its natural size, in pixels; the browser scales it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from playground.concepts.backpropagation.recording import Group

HEIGHT = 34
"""Of a node."""
ROW = 46
COLUMN_GAP = 18
PADDING = 9
"""Between a group's border and its nodes."""
HEADER = 40
"""Of a group: its name and its formula."""
GROUP_GAP = 14
LAYER_GAP = 30
SWEEPS = 12
"""Of the rows: after these nothing moves any more on graphs of this size."""
CHARACTER, SMALL_CHARACTER = 7.2, 4.9
SMALL = set("⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾₀₁₂₃₄₅₆₇₈₉⁻.·, ()")


@dataclass(frozen=True)
class Item:
    """What the layout knows of a node.

    Attributes:
        text: its longest text.
        role: `"leaf"`, `"operation"` or `"constant"`; a constant stands below the operation that uses it.
        group: the neuron or layer that it belongs to.
        product: whether it multiplies a weight with what comes into its neuron.
        summed: whether it adds such a product.
    """

    text: str
    role: str
    group: Group | None = None
    product: bool = False
    summed: bool = False


@dataclass(frozen=True)
class Frame:
    """The border of a group."""

    group: Group
    members: tuple[int, ...]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """Upper left corners `(x, y)` and widths of the nodes, the groups' frames, and the size of all."""

    corners: tuple[tuple[float, float], ...]
    widths: tuple[float, ...]
    frames: tuple[Frame, ...]
    width: float
    height: float


Cell = tuple[int, float]
"""A column, and a row that may be a fraction."""
Edges = Sequence[tuple[int, int]]


def layout(items: Sequence[Item], edges: Edges) -> Layout:
    """The places of all nodes; operands come before the operations that use them."""
    groups = {item.group for item in items}
    if None in groups:
        cells = _cells(list(range(len(items))), items, edges)
        corners, widths, width, height = _measured(cells, items)
        placed = {index: corner for index, corner in corners.items()}
        return Layout(
            tuple(placed[index] for index in range(len(items))), _ordered(widths), (), width, height
        )
    return _grouped(
        items, edges, sorted((group for group in groups if group), key=lambda each: (each.layer, each.index))
    )


def _grouped(items: Sequence[Item], edges: Edges, groups: list[Group]) -> Layout:
    """Groups of one layer stand below each other, layers beside each other."""
    parts = {}
    for group in groups:
        members = [index for index, item in enumerate(items) if item.group == group]
        parts[group] = _measured(_cells(members, items, edges), items)
    layers = [
        [group for group in groups if group.layer == layer] for layer in sorted({g.layer for g in groups})
    ]
    heights = [
        sum(parts[group][3] + HEADER + 2 * PADDING for group in layer) + GROUP_GAP * (len(layer) - 1)
        for layer in layers
    ]
    corners: dict[int, tuple[float, float]] = {}
    widths: dict[int, float] = {}
    frames, x = [], 0.0
    for layer, used in zip(layers, heights, strict=True):
        across = max(max(parts[group][2], _least_width(group)) for group in layer) + 2 * PADDING
        y = (max(heights) - used) / 2
        for group in layer:
            places, sizes, width, height = parts[group]
            left, top = x + (across - width) / 2, y + HEADER + PADDING
            corners |= {index: (left + dx, top + dy) for index, (dx, dy) in places.items()}
            widths |= sizes
            frames.append(Frame(group, tuple(places), x, y, across, height + HEADER + 2 * PADDING))
            y += frames[-1].height + GROUP_GAP
        x += across + LAYER_GAP
    ordered = tuple(corners[index] for index in range(len(items)))
    return Layout(ordered, _ordered(widths), tuple(frames), x - LAYER_GAP, max(heights))


def _least_width(group: Group) -> float:
    return max(text_width(group.label), text_width(group.formula)) * 0.88


def _ordered(widths: dict[int, float]) -> tuple[float, ...]:
    return tuple(widths[index] for index in range(len(widths)))


def text_width(text: str) -> float:
    """About as wide as the text is drawn."""
    return sum(SMALL_CHARACTER if character in SMALL else CHARACTER for character in text)


def _measured(
    cells: dict[int, Cell], items: Sequence[Item]
) -> tuple[dict[int, tuple[float, float]], dict[int, float], float, float]:
    """Corners and widths of nodes in cells, and the size that they take: every column is as wide as its widest node."""
    across: dict[int, float] = {}
    for index, (column, _) in cells.items():
        across[column] = max(across.get(column, 44.0), text_width(items[index].text) + 14)
    lefts, x = {}, 0.0
    for column in sorted(across):
        lefts[column] = x
        x += across[column] + COLUMN_GAP
    top = min(row for _, row in cells.values())
    corners = {index: (lefts[column], (row - top) * ROW) for index, (column, row) in cells.items()}
    widths = {index: across[column] for index, (column, _) in cells.items()}
    height = max(y for _, y in corners.values()) + HEIGHT
    return corners, widths, x - COLUMN_GAP, height


def _cells(members: list[int], items: Sequence[Item], edges: Edges) -> dict[int, Cell]:
    inside = set(members)
    own = [edge for edge in edges if edge[0] in inside and edge[1] in inside]
    if any(items[index].product for index in members):
        return _neuron_cells(members, items, own)
    return _columned(members, items, own)


def _neuron_cells(members: list[int], items: Sequence[Item], edges: Edges) -> dict[int, Cell]:
    """Weights, their products and the running sum as three columns, a row for each weight; the activation to the right."""
    cells: dict[int, Cell] = {}
    products = [index for index in members if items[index].product]
    for row, product in enumerate(products, 1):
        cells[product] = (1, row)
        for source, target in edges:
            if target == product:
                cells[source] = (0, row)
            elif source == product:
                cells[target] = (2, row)
    (bias,) = (index for index in members if items[index].role == "leaf" and index not in cells)
    cells[bias] = (2, 0)
    rest = [index for index in members if index not in cells]
    if rest:
        inner = _columned(rest, items, [edge for edge in edges if edge[0] in rest and edge[1] in rest])
        rows = [row for _, row in inner.values()]
        shift = (len(products) + 1) / 2 - (min(rows) + max(rows)) / 2
        cells |= {index: (column + 3, row + shift) for index, (column, row) in inner.items()}
    return cells


def _columned(members: list[int], items: Sequence[Item], edges: Edges) -> dict[int, Cell]:
    """An operation stands right of its operands, everything just left of its first use, and near its neighbours.

    Rows follow the mean of a node's neighbours, kept a row apart: the barycentre method of Sugiyama, Tagawa and Toda
    (https://doi.org/10.1109/TSMC.1981.4308636).
    """
    columns = _columns(members, items, edges)
    neighbours: dict[int, list[int]] = {index: [] for index in members}
    for source, target in edges:
        neighbours[source].append(target)
        neighbours[target].append(source)
    by_column: dict[int, list[int]] = {}
    for index in members:
        by_column.setdefault(columns[index], []).append(index)
    rows = {}
    for indices in by_column.values():
        for row, index in enumerate(indices):
            rows[index] = row - len(indices) / 2
    owners = {source: target for source, target in edges if items[source].role == "constant"}
    for sweep in range(SWEEPS):
        for column in sorted(by_column, reverse=bool(sweep % 2)):
            _spread(by_column[column], neighbours, rows, owners)
    return {index: (columns[index], rows[index]) for index in members}


def _columns(members: list[int], items: Sequence[Item], edges: Edges) -> dict[int, int]:
    into: dict[int, list[int]] = {index: [] for index in members}
    out: dict[int, list[int]] = {index: [] for index in members}
    for source, target in edges:
        if items[source].role != "constant":
            into[target].append(source)
        out[source].append(target)
    columns: dict[int, int] = {}
    operations = [index for index in members if items[index].role != "constant"]
    for index in operations:
        columns[index] = 1 + max((columns[source] for source in into[index]), default=-1)
    last = max(columns.values(), default=0)
    for index in reversed(operations):
        if out[index]:
            columns[index] = min(columns[target] for target in out[index]) - 1
        elif not into[index]:
            columns[index] = last  # nothing of this group uses it
    for index in members:
        if items[index].role == "constant":
            columns[index] = columns[out[index][0]]
    first = min(columns.values())
    return {index: column - first for index, column in columns.items()}


def _spread(
    members: list[int], neighbours: dict[int, list[int]], rows: dict[int, float], owners: dict[int, int]
) -> None:
    """Put a column's nodes near their neighbours, at least one row apart, centred where they would like to be."""
    wanted = {}
    for index in members:
        near = neighbours[index]
        wanted[index] = sum(rows[other] for other in near) / len(near) if near else rows[index]
    for index in members:
        if index in owners:  # right below what uses it
            wanted[index] = wanted[owners[index]] + 1e-6
    members.sort(key=lambda index: wanted[index])
    placed = [wanted[index] for index in members]
    for above, below in pairwise(range(len(placed))):
        placed[below] = max(placed[below], placed[above] + 1)
    shift = sum(wanted[index] - row for index, row in zip(members, placed, strict=True)) / len(placed)
    for index, row in zip(members, placed, strict=True):
        rows[index] = row + shift
