"""For whoever runs a server: `python -m playground.runs backup FILE` and `python -m playground.runs restore FILE`."""

import argparse
import sys
from pathlib import Path

from playground.errors import PlaygroundError
from playground.formatting import counted
from playground.runs.archive import backup, restore
from playground.settings import home_directory


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m playground.runs", description=__doc__)
    parser.add_argument(
        "command",
        choices=("backup", "restore"),
        help="write a backup, also while a server runs; or put one back",
    )
    parser.add_argument("file", type=Path, help="the backup")
    parser.add_argument(
        "--home", type=Path, default=None, help="the playground's folder; default: PLAYGROUND_HOME"
    )
    parsed = parser.parse_args(arguments)
    try:
        home = parsed.home or home_directory()
        if parsed.command == "backup":
            census = backup(home, parsed.file)
            size = parsed.file.stat().st_size / 1e6
            print(f"{parsed.file} holds {counted(len(census.runs), 'run')} in {size:,.1f} MB.")
            return 0
        census, aside = restore(home, parsed.file)
        print(f"{home} holds {counted(len(census.runs), 'run')} now.")
        if aside is not None:
            print(f"What was there is in {aside}; delete it when you do not need it.")
        return 0
    except PlaygroundError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
