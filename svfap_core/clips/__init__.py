"""Windows of a face in time, and their way into the model."""
