"""Set everything up and open the playground: `python3 start.py`. With `--test`: run the tests instead.

Makes a virtual environment in `.venv` beside this file, installs the pinned requirements into it (again only
when they changed), then starts the app. An environment that was left half made is made anew. `--cpu` and `--gpu`
choose the build of PyTorch; further arguments go to `streamlit run` or to pytest.
"""

import argparse
import contextlib
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
"""PyTorch's own wheels without CUDA; on PyPI those for Linux bring CUDA along."""

PORT = 8501
"""Streamlit's own."""

SIZES = {
    "cpu": "about 0.4 GB to download, 1.8 GB on the disk; two to five minutes",
    "gpu": "about 2.5 GB to download, 5.5 GB on the disk; five to twenty minutes",
}
DRIVER_FILES = (
    Path("/proc/driver/nvidia/version"),
    Path("/dev/nvidiactl"),
    Path("/usr/lib/wsl/lib/libcuda.so.1"),
)


def main(arguments: Sequence[str] = tuple(sys.argv[1:])) -> int:
    """Prepare the environment, then run what was asked for; returns its exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is the one that an older Python may run
        sys.exit(
            f"Expected Python 3.11 or newer, but this is {sys.version.split()[0]}. Start it with a newer one."
        )
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--test", action="store_true", help="run the tests instead")
    build = parser.add_mutually_exclusive_group()
    build.add_argument("--cpu", dest="build", action="store_const", const="cpu", help="PyTorch without CUDA")
    build.add_argument("--gpu", dest="build", action="store_const", const="gpu", help="PyTorch with CUDA")
    options, others = parser.parse_known_args(arguments)
    try:
        with one_at_a_time():
            install("requirements-dev.txt" if options.test else "requirements.txt", options.build)
        if options.test:
            return subprocess.call([str(python()), "-m", "pytest", *others], cwd=ROOT)
        faults = subprocess.call([str(python()), "-m", "playground.settings"], cwd=ROOT)
        if faults:
            return faults
        port = ["--server.port", str(free_port(others))]
        return subprocess.call([str(python()), "-m", "streamlit", "run", "app.py", *others, *port], cwd=ROOT)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        sys.exit(
            f"Expected to write {ENVIRONMENT}, but: {error}. Make room, or put the clone where you may write."
        )


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two starts beside each other: the second one waits until the first has installed everything."""
    with open(f"{ENVIRONMENT}.lock", "w") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Another start is setting up the environment: waiting for it ...", flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def python() -> Path:
    """The environment's Python."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(requirements: str, build: str | None = None) -> None:
    """Install a requirements file into the environment, unless exactly its contents are there already.

    Args:
        requirements: the file's name.
        build: of PyTorch: 'cpu', 'gpu', or None for what is installed already or fits this machine.
    """
    unfinished, installed_build = ENVIRONMENT / ".unfinished", ENVIRONMENT / ".torch-build"
    stamp = ENVIRONMENT / f".installed-{requirements}"
    files = sorted(ROOT.glob("requirements*.txt"))
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    present = installed_build.read_text() if installed_build.exists() else None
    if build and present and build != present:
        print(f"The {present.upper()} build of PyTorch is installed and the {build.upper()} build asked for.")
        make_environment()
    elif not ENVIRONMENT.exists():
        print("Making a virtual environment in .venv ...", flush=True)
        make_environment()
    elif fault := environment_fault():
        print(f"The virtual environment in .venv {fault}: making it anew.", flush=True)
        make_environment()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    build, why = (
        (build, "asked for") if build else (present, "installed before") if present else fitting_build()
    )
    options = index_options(build)
    if options is None:
        build, why, options = "gpu", f"{CPU_INDEX}, which has a smaller one, cannot be reached", []
    print(f"PyTorch's {build.upper()} build: {why}.")
    print(
        f"Installing {requirements}: {SIZES[build]} the first time, less when pip has it already.", flush=True
    )
    unfinished.touch()
    command = [str(python()), "-m", "pip", "install", *options, "-r", str(ROOT / requirements)]
    status = subprocess.call(command)
    if status > 0:  # pip has tidied up after itself; killed by a signal it has not
        unfinished.unlink()
    if status:
        sys.exit(
            f"Expected pip to install {requirements}, but it ended with status {status}; its reason is above. "
            "Mostly it is the network or the space on the disk. Run this again: what was downloaded is kept."
        )
    installed_build.write_text(build)
    stamp.write_text(wanted)
    unfinished.unlink()


def environment_fault() -> str | None:
    """What is wrong with the environment, as the end of a sentence; None if it is whole."""
    if (ENVIRONMENT / ".unfinished").exists():
        return "was left half made"
    if not python().exists():
        return "has no Python (half made, or made by a Python that is gone)"
    if runs("-c", "import pip") or (runs("-m", "ensurepip") and runs("-c", "import pip")):
        return None
    return "has a Python that cannot run pip"


def runs(*arguments: str) -> bool:
    """Whether the environment's Python succeeds with these arguments."""
    try:
        return subprocess.run([str(python()), *arguments], capture_output=True, check=False).returncode == 0
    except OSError:  # not a program of this machine
        return False


def make_environment() -> None:
    """Make the environment, in place of whatever lies there."""
    if ENVIRONMENT.is_symlink() or ENVIRONMENT.is_file():
        ENVIRONMENT.unlink()
    elif ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    ENVIRONMENT.mkdir()
    (ENVIRONMENT / ".unfinished").touch()  # if this is interrupted, the next start knows
    try:
        venv.create(ENVIRONMENT, with_pip=True)
    except subprocess.CalledProcessError:
        sys.exit(
            "Expected a Python that can make virtual environments with pip, but this one cannot. "
            "On Debian and Ubuntu: sudo apt install python3-venv. Then run this again."
        )


def fitting_build() -> tuple[str, str]:
    """The build of PyTorch for this machine, 'cpu' or 'gpu', and why."""
    if not sysconfig.get_platform().startswith("linux"):
        return "cpu", "PyPI has one for this system"
    if any(file.exists() for file in DRIVER_FILES) or shutil.which("nvidia-smi"):
        return "gpu", "there is an NVIDIA driver (--cpu chooses the smaller one)"
    return "cpu", "no NVIDIA driver was found (--gpu chooses the other one)"


def index_options(build: str) -> list[str] | None:
    """pip's options for a build of PyTorch; None when its index cannot be reached."""
    if build == "gpu" or not sysconfig.get_platform().startswith("linux"):
        return []
    try:
        with urllib.request.urlopen(f"{CPU_INDEX}/torch/", timeout=10):
            # pip takes 2.13.0+cpu before 2.13.0 for torch==2.13.0.
            return ["--extra-index-url", CPU_INDEX]
    except (OSError, ValueError):
        return None


def free_port(arguments: Sequence[str]) -> int:
    """The port to serve at: the one asked for, or the first free one from 8501 on, said in a sentence."""
    parser = argparse.ArgumentParser(allow_abbrev=False, add_help=False)
    parser.add_argument("--server.port", dest="port", type=int)
    asked = parser.parse_known_args(arguments)[0].port
    first = asked or PORT
    port = next((port for port in range(first, min(first + 100, 65536)) if not is_taken(port)), first)
    if asked and port != asked:
        sys.exit(
            f"Expected the free port {asked}, but another program listens there; --server.port {port} is free."
        )
    if port != first:
        print(
            f"Port {first} is taken, perhaps by a playground that runs already: look at http://localhost:{first}. "
            f"This one opens at the next free port: http://localhost:{port}.",
            flush=True,
        )
    return port


def is_taken(port: int) -> bool:
    """Whether a program on this machine listens at the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    sys.exit(main())
