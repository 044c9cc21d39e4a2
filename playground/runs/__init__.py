"""Training that outlives a page: store, worker, launcher."""
