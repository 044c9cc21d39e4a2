"""The Plotly figures of a page that `AppTest` ran."""

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def figures(at: AppTest) -> list[dict[str, Any]]:
    """What each figure was given: `figure` as Plotly's dictionary, `alt`, `height` and the rest."""
    given = [
        json.loads(element.proto.json)
        for element in at.get("bidi_component")
        if element.proto.component_name == "plotly_figure" and element.proto.json
    ]
    return [{**data, "figure": json.loads(data["figure"])} for data in given]
