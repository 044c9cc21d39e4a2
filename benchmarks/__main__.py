"""Every measurement of speed, one after another: `python -m benchmarks`; some names after it: these alone.

Each is a program of its own, so that none warms the caches of the next one. What README.md claims stands in its table.
"""

import subprocess
import sys
import time

SPEED = (
    "first_visits",
    "descent",
    "descent_page",
    "plane_training",
    "plane_players",
    "draw_page",
    "training_speed",
    "training_studio",
)
"""In the order of the table of benchmarks/README.md."""


def main() -> int:
    """Run them; the number of those that failed."""
    names = sys.argv[1:] or SPEED
    if unknown := [name for name in names if name not in SPEED]:
        print(f"Expected some of {', '.join(SPEED)}, but got {', '.join(unknown)}.", file=sys.stderr)
        return 2
    failed = []
    for name in names:
        print(f"\n## {name}", flush=True)
        begun = time.monotonic()
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode:
            failed.append(name)
        print(f"({time.monotonic() - begun:,.0f} s)", flush=True)
    if failed:
        print(f"\nThese did not come to their end: {', '.join(failed)}.", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
