"""A page that shows every nasty name wherever Streamlit reads Markdown; run by test_literal.py."""

import streamlit as st

from playground.markdown import literal
from tests.nasty_names import NAMES

for number, name in enumerate(NAMES):
    shown = literal(name)
    with st.container(key=f"name_{number}"):
        st.markdown(shown)
        st.markdown(f"run 1: **{shown}**, and more")
        st.caption(shown)
        st.error(shown)
        st.button(shown, key=f"button_{number}")
        st.markdown(f"| a | b |\n| --- | --- |\n| {shown} | 1 |")
