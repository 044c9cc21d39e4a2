"""Results turned into Plotly figures and ECharts options, one module a page."""

import pandas  # noqa: F401 - before Plotly, which takes one that another thread is importing for a whole one
