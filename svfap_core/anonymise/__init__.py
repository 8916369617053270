"""Hides faces in copies of a video, and says where that is in doubt.

Knows no window, and nothing of how scores are made.
"""
