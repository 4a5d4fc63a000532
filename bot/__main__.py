"""`python -m bot` and the command `ipjang`."""

import sys
from io import TextIOWrapper

from knowledge.startup import collector_resting

with collector_resting(for_good=True):
    from bot.cli.parser import main as run


def main() -> None:
    """Run the command line and leave with its status; it speaks UTF-8 whatever the terminal says of itself."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run())


if __name__ == "__main__":
    main()
