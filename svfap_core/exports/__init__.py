"""Files made from a finished analysis: pictures, videos, annotations, facts."""
