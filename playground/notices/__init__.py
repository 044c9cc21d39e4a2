"""The texts of 'What to notice': results in, sentences out."""
