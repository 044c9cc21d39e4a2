"""What can be looked at more closely once a drawing was read: one module for each part, see `ui/closer_look.py`."""
