"""One video and its result: curves, persons, edits, exports."""
