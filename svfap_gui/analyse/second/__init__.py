"""A second video beside the analysed one: a stimulus, or the view of another camera."""
