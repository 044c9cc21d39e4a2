"""Work on what a visitor brought, in a child process with limits of memory and time.

`run("package.module:function", ...)` calls a function in a process that lives on for the next call; one that is too slow
or asks for too much memory is killed, and the server never notices. The functions are ours, the bytes that they read
are not. A child imports what its first call needs, a quarter of a second.

`python -m playground.confined` is the child: it takes pickled calls from its standard input and answers on its standard
output. Where Python has no `resource` (Windows) memory is not limited, and where `/proc` is missing (macOS) neither:
there the functions' own limits on sizes and the clock remain.
"""

import atexit
import contextlib
import importlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from playground.errors import LimitError
from playground.formatting import format_number

SECONDS = 1.5
"""Of a processor, for one call, unless it asks for others: a photograph of 12 megapixels takes 0.3."""
MEGABYTES = 150
"""Beyond what the child has when a call begins."""
PATIENCE = 2
"""How many times longer a call may last by the clock, on a machine that others keep busy."""
START_SECONDS = 30
"""How long a child may take to import what it needs."""
CHILDREN = max(2, min(4, os.cpu_count() or 1))
"""How many calls may run at once; another one waits."""

_places = threading.BoundedSemaphore(CHILDREN)
_idle: "list[_Child]" = []
_lock = threading.Lock()


def run(function: str, *arguments: Any, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> Any:
    """What a function of this package returns, or raises, for these arguments.

    Args:
        function: `"package.module:name"`.
        arguments: anything that can be pickled, as must be what comes back.
        seconds: of the processor.
        megabytes: of memory, on top of the child's own.

    Raises:
        LimitError: it takes longer, or needs more.
    """
    with _places, _child() as child:
        return child.call(function, arguments, seconds, megabytes)


@atexit.register
def _end() -> None:
    with _lock:
        while _idle:
            _idle.pop().end()


@contextlib.contextmanager
def _child() -> "Iterator[_Child]":
    with _lock:
        child = _idle.pop() if _idle else None
    child = child if child is not None and child.alive else _Child()
    try:
        yield child
    finally:
        with _lock:
            if child.alive and not _idle:
                _idle.append(child)
                child = None
        if child is not None:
            child.end()


class _Child:
    """A process that waits for calls."""

    def __init__(self) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "playground.confined"],
            cwd=Path(__file__).parents[1],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._prepared: set[str] = set()
        self._unread = 0
        self._late = False

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def prepare(self, function: str) -> None:
        """Let it import what the function needs; the answer is read before the next call's."""
        module = function.partition(":")[0]
        if module not in self._prepared:
            with contextlib.suppress(OSError):  # it has ended, which the next call finds
                _send(self._stdin, (function, None, 0, 0))
            self._prepared.add(module)
            self._unread += 1

    def call(self, function: str, arguments: tuple[Any, ...], seconds: float, megabytes: int) -> Any:
        self.prepare(function)
        try:
            while self._unread:
                self._answer(START_SECONDS)
                self._unread -= 1
            _send(self._stdin, (function, tuple(map(_without_copy, arguments)), seconds, megabytes))
            kind, value = self._answer(PATIENCE * seconds)
        except (OSError, EOFError) as error:
            self.process.kill()
            status = self.process.wait()
            if self._late or status == -getattr(signal, "SIGPROF", 0):
                raise _too_slow(seconds) from error
            raise _too_large(megabytes) from error  # native code ends a process that gets no memory
        except BaseException:
            self.process.kill()  # its answer would be taken for the next call's
            raise
        if kind == "memory":
            self.end()
            raise _too_large(megabytes)
        if kind == "raised":
            raise value
        return value

    def _answer(self, seconds: float) -> Any:
        timer = threading.Timer(seconds, self._kill)
        timer.daemon = True
        timer.start()
        try:
            return _receive(self._stdout)
        finally:
            timer.cancel()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self._stdin, self._stdout):
            with contextlib.suppress(OSError):
                pipe.close()

    def _kill(self) -> None:
        self._late = True
        self.process.kill()

    @property
    def _stdin(self) -> IO[bytes]:
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def _stdout(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout


def _too_slow(seconds: float) -> LimitError:
    return LimitError(
        f"expected a file that is read within {format_number(seconds)} seconds, but this one takes longer"
    )


def _too_large(megabytes: int) -> LimitError:
    return LimitError(f"expected a file that {megabytes} MB of memory suffice for, but this one needs more")


def _send(pipe: IO[bytes], message: Any) -> None:
    """A pickled message, then the bytes of files in it, which are not copied once more."""
    buffers: list[pickle.PickleBuffer] = []
    pieces = [
        pickle.dumps(message, protocol=5, buffer_callback=buffers.append),
        *(one.raw() for one in buffers),
    ]
    for number in (len(buffers), *(len(piece) for piece in pieces)):
        pipe.write(number.to_bytes(8, "big"))
    for piece in pieces:
        pipe.write(piece)  # type: ignore[call-overload]
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    """The next message; raises `EOFError` where the other side ended before it had sent all of it."""
    sizes = [_number(pipe) for _ in range(1 + _number(pipe))]
    content, *buffers = [_exactly(pipe, size) for size in sizes]
    return pickle.loads(content, buffers=buffers)


def _number(pipe: IO[bytes]) -> int:
    return int.from_bytes(_exactly(pipe, 8), "big")


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return content


def _without_copy(argument: Any) -> Any:
    """Bytes, or a list of them, in a form that `_send` writes as they are."""
    if isinstance(argument, bytes):
        return pickle.PickleBuffer(argument)
    return [_without_copy(one) for one in argument] if isinstance(argument, list) else argument


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer calls until the server closes the pipe."""
    base, known = 0, set[str]()
    while True:
        try:
            name, arguments, seconds, megabytes = _receive(requests)
        except EOFError:
            return
        module, _, function = name.partition(":")
        _limit(0, None)
        called = getattr(importlib.import_module(module), function)
        if module not in known:
            known.add(module)
            base = _own_memory()
        if arguments is None:
            _send(answers, ("ready", None))
            continue
        _limit(seconds, base + megabytes * 2**20 if base else None)
        try:
            _send(answers, ("value", called(*arguments)))
        except MemoryError:
            _send(answers, ("memory", None))
        except Exception as error:
            _send(answers, ("raised", error))
        del arguments


def _own_memory() -> int:
    """Bytes of address space that this process has; 0 where that cannot be asked."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0


def _limit(seconds: float, memory: int | None) -> None:
    """Let the system end this process after seconds of the processor, 0 for never; bound its bytes of address space."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)  # finer than RLIMIT_CPU, which counts whole seconds
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (hard if memory is None else memory, hard))


if __name__ == "__main__":
    # What a library prints must not stand between the answers.
    answers_to = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _serve(sys.stdin.buffer, answers_to)
