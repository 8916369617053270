"""What the app does: they run sessions and write the state. They know no widget."""
