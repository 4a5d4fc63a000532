"""The only package that runs SQL; `knowledge.store.Store` is its door."""
