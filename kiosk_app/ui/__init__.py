"""Core: what the glass shows: presenters (pure), the views that QML reads, and the bridge between the lanes."""
