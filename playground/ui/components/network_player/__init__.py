"""The network player's Python, JavaScript, HTML and CSS."""
