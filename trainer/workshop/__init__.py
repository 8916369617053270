"""How svfap-tiny, the built-in model, is made: teachers, their lessons, and a student of these.

Stands on the trainer, which does not know it: `python -m trainer.workshop`, docs/embedded-model.md.
"""
