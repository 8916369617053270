"""What all views work with: state, preferences, workers, engines."""
