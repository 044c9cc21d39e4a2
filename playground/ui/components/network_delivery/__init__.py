"""Networks for components that evaluate them in the browser."""
