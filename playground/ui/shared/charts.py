"""Charts that are sent often."""

from typing import Any

import pyarrow as pa
import streamlit as st

from playground.figures.written_numbers import with_written_numbers
from playground.markdown import first_sentence


def live_chart(option: dict[str, Any], *, alt: str, **settings: Any) -> None:
    """`st.echarts_chart` for a chart that is sent often: each table without the 0.7 kB of metadata that pandas adds.

    Its tooltips write numbers as sentences do.

    `alt` may be the Markdown that stands beside the chart.
    """
    option = with_written_numbers(option)
    tables = [
        {
            "source": pa.Table.from_pandas(dataset["source"], preserve_index=False).replace_schema_metadata(
                None
            )
        }
        for dataset in option.get("dataset", ())  # a heatmap has its data in its series
    ]
    option = {**option, **({"dataset": tables} if tables else {})}
    st.echarts_chart(option, alt=first_sentence(alt), **settings)  # screen readers read the asterisks out
