"""Plays a trajectory of gradient descent in the browser."""
