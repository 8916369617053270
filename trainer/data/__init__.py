"""What a run learns from. Knows nothing of networks or optimisers."""
