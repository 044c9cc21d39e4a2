"""Results turned into Plotly figures and ECharts options, one module a page."""
