"""The theme's chart colours, for figures in which two traces share one colour.

Streamlit replaces these placeholders in the browser by `chartCategoricalColors` of the theme in use, so a
switch between light and dark needs no rerun. A trace without a colour would get the next one of the theme,
whichever it is. Can go when Streamlit hands its theme's colours to the page.
"""

from streamlit.elements.lib import streamlit_plotly_theme as theme

THEME_COLORS = (
    theme.CATEGORY_0,
    theme.CATEGORY_1,
    theme.CATEGORY_2,
    theme.CATEGORY_3,
    theme.CATEGORY_4,
    theme.CATEGORY_5,
)
