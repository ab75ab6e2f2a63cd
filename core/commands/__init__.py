"""The verbs of `python -m core`, one file a subject."""
