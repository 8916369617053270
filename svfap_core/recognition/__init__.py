"""Which tracks probably show one person: faces as numbers (embeddings), their distances, groups."""
