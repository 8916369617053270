"""What the files in the folders of runs and data sets are called. Knows nothing of what they hold.

For whoever only looks at a run, such as the window: what reads and writes them imports torch.
"""

from __future__ import annotations

CONFIG_FILE, FACTS_FILE, INIT_FILE = "config.yaml", "facts.json", "init.json"
DATA_FILE = "data.json"
EVENTS_FILE, METRICS_FILE = "events.jsonl", "metrics.csv"
LAST, BEST = "last.ckpt", "best.ckpt"
STOP_EARLY, MODEL_FOLDER = "stop-early", "model"
PAUSE = "pause"
PICTURES = "pictures"
FOLDS, CROSS_VALIDATION = "folds", "cross-validation"
FEATURES, LEARNING_CURVE_FILE = "features", "learning_curve.json"
EVALUATION_FILE, REPORT_FILE = "evaluation.json", "report.html"
PREDICTIONS_FILE = "predictions.parquet"
MANIFEST_FILE, PROBLEMS_FILE = "manifest.parquet", "problems.csv"
PROBLEMS_LOG = "problems.log"
