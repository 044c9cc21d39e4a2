"""The mathematics: each idea one module, none knows a screen."""
