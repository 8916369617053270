"""The desktop window: a sink of the engine and a remote control for it."""
