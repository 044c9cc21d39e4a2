"""The theme's chart colours, for figures in which two traces share one colour, and charts that are sent often.

Streamlit replaces these placeholders in the browser by `chartCategoricalColors` of the theme in use, so a
switch between light and dark needs no rerun. A trace without a colour would get the next one of the theme,
whichever it is. Can go when Streamlit hands its theme's colours to the page.
"""

from typing import Any

import pyarrow as pa
import streamlit as st
from streamlit.elements.lib import streamlit_plotly_theme as theme

THEME_COLORS = (
    theme.CATEGORY_0,
    theme.CATEGORY_1,
    theme.CATEGORY_2,
    theme.CATEGORY_3,
    theme.CATEGORY_4,
    theme.CATEGORY_5,
)


def live_chart(option: dict[str, Any], *, alt: str, **settings: Any) -> None:
    """`st.echarts_chart` for a chart that is sent often: each table without the 0.7 kB that pandas adds about itself.

    `alt` may be the Markdown that stands beside the chart.
    """
    tables = [
        {
            "source": pa.Table.from_pandas(dataset["source"], preserve_index=False).replace_schema_metadata(
                None
            )
        }
        for dataset in option.get("dataset", ())  # a heatmap holds its data itself
    ]
    option = {**option, **({"dataset": tables} if tables else {})}
    st.echarts_chart(option, alt=alt.replace("**", ""), **settings)  # it is read out


def is_dark() -> bool:
    """Whether this visitor's page is dark, for colours that a chart's theme does not reach.

    After a switch of the theme Streamlit 1.67 says so with the next interaction.
    """
    return st.context.theme.type == "dark"
