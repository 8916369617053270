"""The sound of a video: decoding, output, and the clock that both give. Knows no Qt."""
