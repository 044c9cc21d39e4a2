"""Points in a CSV file: two columns and a label, read with the row and column of every error, and written."""

import csv
import io
import math

from playground.concepts.plane.data import OwnPoint
from playground.concepts.plane.datasets import EXTENT
from playground.errors import ConfigurationError
from playground.formatting import as_given, format_number

MAX_POINTS = 2_000
MAX_CLASSES = 3


def read_points(text: str) -> tuple[OwnPoint, ...]:
    """The points of a file with the columns x1, x2 and a label, with or without a heading.

    Classes are the whole numbers 0, 1 and 2, or up to three words, numbered as they first occur. Coordinates outside
    the plane are refused: they would not be seen.

    Raises:
        ConfigurationError: what is expected, with the row and the column where something else is.
    """
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        lines = io.StringIO(text, newline=None)  # lines may end as those of old spreadsheets do
        rows = [row for row in csv.reader(lines, dialect) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ConfigurationError(
            f"Expected a table with commas, but a cell has more than {csv.field_size_limit():,} characters. Save the three "
            "columns as CSV."
        ) from error
    first = 1
    if rows and not _is_number(rows[0][0]):
        rows, first = rows[1:], 2
    if not 2 <= len(rows) <= MAX_POINTS:
        raise ConfigurationError(
            f"Expected 2 to {MAX_POINTS:,} rows with x1, x2 and a label, but got {len(rows):,}. Take a part of the file."
        )
    cells = [_row(row, number) for number, row in enumerate(rows, first)]
    labels = _labels([label for *_, label in cells])
    return tuple((x1, x2, label) for (x1, x2, _), label in zip(cells, labels, strict=True))


def write_points(points: tuple[OwnPoint, ...]) -> str:
    """A CSV file with a heading, which `read_points` reads."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["x1", "x2", "label"])
    writer.writerows([f"{x1:.4g}", f"{x2:.4g}", f"{label:.4g}"] for x1, x2, label in points)
    return file.getvalue()


def _row(row: list[str], number: int) -> tuple[float, float, str]:
    if len(row) != 3:
        raise ConfigurationError(
            f"Expected three columns, x1, x2 and a label, but row {number} has {len(row)}. Separate them by commas."
        )
    x1, x2 = (_coordinate(cell, number, column) for column, cell in enumerate(row[:2], 1))
    return x1, x2, row[2].strip()


def _coordinate(cell: str, row: int, column: int) -> float:
    if not _is_number(cell):
        raise ConfigurationError(
            f"Expected a number in row {row}, column {column}, but got {cell.strip()[:40]!r}. Write numbers such as 1.5."
        )
    value = float(cell)
    if not abs(value) <= EXTENT:
        raise ConfigurationError(
            f"Expected coordinates from {format_number(-EXTENT)} to {format_number(EXTENT)}, but row {row}, column {column} is {as_given(value)}. "
            "Scale the columns to that range."
        )
    return value


def _labels(labels: list[str]) -> list[float]:
    if all(_is_number(label) for label in labels):
        return _numbers([float(label) for label in labels])
    names = list(dict.fromkeys(labels))
    if not 2 <= len(names) <= MAX_CLASSES:
        raise ConfigurationError(
            f"Expected 2 or {MAX_CLASSES} different labels, or numbers, but got {len(names)}: "
            f"{', '.join(name[:20] for name in names[:5])}. Take a file with fewer classes."
        )
    return [float(names.index(label)) for label in labels]


def _numbers(values: list[float]) -> list[float]:
    wrong = [(row, value) for row, value in enumerate(values, 1) if not math.isfinite(value)]
    if wrong:
        raise ConfigurationError(
            f"Expected finite labels, but the one of point {wrong[0][0]} is {as_given(wrong[0][1])}. Leave it out."
        )
    if set(values) <= set(range(MAX_CLASSES)):
        if len(set(values)) == 1:
            raise ConfigurationError(
                f"Expected at least two classes, but all {len(values)} points are of class {as_given(values[0])}. Add others."
            )
        return values
    if max(map(abs, values)) > 1:
        raise ConfigurationError(
            f"Expected the classes 0, 1 and 2, or numbers from -1 to 1 to fit, but got {as_given(max(values, key=abs))}. Scale the labels."
        )
    return values


def target_of(points: tuple[OwnPoint, ...]) -> str:
    """What such labels are: 'two classes', 'three classes' or 'number'."""
    labels = {label for *_, label in points}
    if labels <= {0.0, 1.0}:
        return "two classes"
    return "three classes" if labels <= {0.0, 1.0, 2.0} else "number"


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
