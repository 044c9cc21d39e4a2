"""The digit network, from data to prediction."""
