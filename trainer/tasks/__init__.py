"""What a run trains: a network, its loss and its metrics, as Lightning modules."""
