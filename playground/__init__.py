"""Deep learning, learnt by touching it: the logic behind the pages, usable without Streamlit."""
