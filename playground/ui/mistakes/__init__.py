"""The page of the confusion matrix and the images behind it."""
