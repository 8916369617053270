"""The desktop window: a sink of the engine and a remote control for it."""

# Before Qt, whose import hook trips over modules that pydantic loads late.
import pydantic.types  # noqa: F401  # pyright: ignore[reportUnusedImport]
