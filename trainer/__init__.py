"""Training of the models: data, pre-training, fine-tuning, evaluation, export."""
