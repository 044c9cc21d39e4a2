"""Why a network answers as it does, and how its answer can be changed."""
