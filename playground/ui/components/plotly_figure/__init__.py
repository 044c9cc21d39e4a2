"""A Plotly figure that is drawn again in place."""
