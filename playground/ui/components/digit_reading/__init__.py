"""What a network reads in a drawing, also while it is drawn."""
