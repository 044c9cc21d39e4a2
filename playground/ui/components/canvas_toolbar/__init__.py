"""The drawing canvas without the toolbar that its package lays over it."""
