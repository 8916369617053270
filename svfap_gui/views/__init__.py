"""Pages of the window: they connect widgets, state and controllers."""
