"""gapcheck as a program."""

import gc

# A run makes a great many small tuples and hardly a cycle: looking for cycles costs a tenth of a short run.
gc.disable()

from gapcheck.cli import run  # noqa: E402 - what it imports makes most of them


def main() -> None:
    """Run, and exit with the program's exit code."""
    run()


if __name__ == "__main__":
    main()
