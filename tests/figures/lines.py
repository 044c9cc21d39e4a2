"""The points that a line of a Plotly figure is drawn through."""

from typing import Any

import numpy as np


def drawn(trace: Any) -> tuple[np.ndarray, np.ndarray]:
    """Places and heights of a line, without the gaps at its jumps."""
    y = np.asarray(trace.y)
    x = (trace.x0 + trace.dx * np.arange(len(y))).round(6) if trace.x is None else np.asarray(trace.x)
    return x[np.isfinite(y)], y[np.isfinite(y)]
