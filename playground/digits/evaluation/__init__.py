"""How well a network reads: metrics, cached predictions, confusion."""
