"""Slides for the meeting: what stands on them and what is said beside them, as PowerPoint."""
