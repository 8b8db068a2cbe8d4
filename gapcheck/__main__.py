"""Runs gapcheck as `python -m gapcheck`."""

from gapcheck.cli import run

if __name__ == "__main__":
    run()
