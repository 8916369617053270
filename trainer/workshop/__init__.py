"""How svfap-tiny, the built-in model, is made: a teacher, its student and the whole network.

Stands on the trainer, which does not know it: `python -m trainer.workshop`, docs/embedded-model.md.
"""
