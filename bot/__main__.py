"""`python -m bot` and the command `ipjang`."""

import sys

from bot.cli import main as run


def main() -> None:
    """Run the command line and leave with its status."""
    sys.exit(run())


if __name__ == "__main__":
    main()
