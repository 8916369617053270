"""One analysis from source to sinks, and batches of them."""
