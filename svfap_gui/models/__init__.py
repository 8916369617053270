"""Models and detectors: what there is, import and export."""
