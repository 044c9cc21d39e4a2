"""What every page uses: frame, experiments, parts, query parameters, polling."""
