"""What runs networks, of detectors and of models alike: OpenVINO, onnxruntime, torch."""
