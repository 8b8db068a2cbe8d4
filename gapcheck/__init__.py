"""gapcheck tests privacy policies against the disclosures that a law requires."""

__version__ = "0.1.0"
