"""Between the pipeline values and Qt: images, queues, histories. No widget here."""
