"""Rendered faces that move, with known truth: material for the built-in model.

Heads are those of USC ICT FaceKit (MIT), https://github.com/USC-ICT/ICT-FaceKit.
"""
