"""Widgets and words that several views use."""
