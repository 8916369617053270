"""The engine: sources, faces, windows, model, results. Knows no Qt."""
