"""Set everything up and open the playground: `python3 start.py`. With `--test`: run the tests instead.

Makes a virtual environment in `.venv` beside this file, installs the pinned requirements into it (again only
when they changed), then starts the app. Further arguments go to `streamlit run` or to pytest.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main() -> int:
    """Prepare the environment, then run what was asked for; returns its exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is the one that an older Python may run
        sys.exit(
            f"Expected Python 3.11 or newer, but this is {sys.version.split()[0]}. Start it with a newer one."
        )
    arguments = sys.argv[1:]
    testing = arguments[:1] == ["--test"]
    install("requirements-dev.txt" if testing else "requirements.txt")
    if testing:
        command = [str(PYTHON), "-m", "pytest", *arguments[1:]]
    else:
        command = [str(PYTHON), "-m", "streamlit", "run", "app.py", *arguments]
    try:
        return subprocess.call(command, cwd=ROOT)
    except KeyboardInterrupt:
        return 130


def install(requirements: str) -> None:
    """Install a requirements file into the environment, unless exactly its contents are there already."""
    if not PYTHON.exists():
        print("Making a virtual environment in .venv ...", flush=True)
        venv.create(ENVIRONMENT, with_pip=True)
    files = sorted(ROOT.glob("requirements*.txt"))
    stamp = ENVIRONMENT / f".installed-{requirements}"
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing {requirements} (a few minutes the first time) ...", flush=True)
    subprocess.check_call([str(PYTHON), "-m", "pip", "install", "--quiet", "-r", str(ROOT / requirements)])
    stamp.write_text(wanted)


if __name__ == "__main__":
    sys.exit(main())
