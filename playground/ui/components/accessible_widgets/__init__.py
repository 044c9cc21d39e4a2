"""Mends what Streamlit's widgets are for the keyboard and for screen readers."""
