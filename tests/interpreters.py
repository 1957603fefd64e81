"""Programs of Python in processes of their own, forked from one that has everything loaded.

Each whole crawl in a test is a process of its own, as a user starts it.  Half of what a small one costs goes into
loading Scrapy, Twisted, newscrawl and the model of languages, so `run` has one interpreter a worker do that once, and
fork for each program.  Tests of how a process starts, what it loads, or how it dies use `subprocess` as before.
"""

from __future__ import annotations

import functools
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from newscrawl.languages import paragraph_languages

ROOT = Path(__file__).resolve().parents[1]
_LOADED = (
    "scrapy.cmdline", "scrapy.crawler", "scrapy.core.downloader.handlers.http11", "scrapy.extensions.throttle",
    "twisted.internet.asyncioreactor", "twisted.web.server", "pydantic", "dateparser", "trafilatura",
    "newscrawl.commands.crawl", "newscrawl.spiders.archive", "newscrawl.spiders.demo", "newscrawl.pipelines.feed",
    "newscrawl.reporting.recorder",
)  # fmt: skip
"""Modules that no program can do without, or few; none of them chooses a reactor or asks the environment."""
_NOT_FRENCH = "Der Hund ist ein Tier, und die Katze ist ihm ganz gleich."
_LONGEST = 65_536
"""Bytes of a message: the words, the folder and the environment of a program."""


def run(
    command: Sequence[str | os.PathLike[str]],
    *,
    cwd: str | os.PathLike[str] = ROOT,
    env: Mapping[str, str] | None = None,
    input: str | None = None,  # noqa: A002 - as subprocess.run has it
    timeout: float,
) -> subprocess.CompletedProcess[str]:
    """What `subprocess.run` gives for `command`, which begins with `sys.executable`, its text captured."""
    words = [os.fspath(word) for word in command]
    assert words[0] == sys.executable
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        given.write((input or "").encode())
        given.seek(0)
        status = _forked(words, os.fspath(cwd), dict(os.environ if env is None else env), (given, out, errors), timeout)
        return subprocess.CompletedProcess(words, status, _text(out), _text(errors))


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n")


def _forked(
    words: list[str], folder: str, environment: dict[str, str], files: tuple[IO[bytes], ...], timeout: float
) -> int:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection:
        connection.connect(_interpreter())
        connection.settimeout(timeout)
        job = json.dumps([words, folder, environment]).encode()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _LONGEST)
        socket.send_fds(connection, [job], [file.fileno() for file in files])
        process = int(connection.recv(_LONGEST))
        try:
            return int(connection.recv(_LONGEST))
        except TimeoutError:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            files[2].seek(0)
            raise subprocess.TimeoutExpired(words, timeout, stderr=files[2].read()) from None


@functools.cache
def _interpreter() -> str:
    """The address of the interpreter that forks; it ends with this process."""
    address = str(Path(tempfile.mkdtemp(prefix="newscrawl-tests-")) / "fork")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.interpreters", address],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    _kept.append(process)
    return address


_kept: list[subprocess.Popen[bytes]] = []


def serve(address: str) -> tuple[list[str], str, dict[str, str]]:
    """Forks for each program asked for; in the fork, returns the words, folder and environment of the program."""
    for name in _LOADED:
        import_module(name)
    paragraph_languages([_NOT_FRENCH])  # loads the model
    assert "twisted.internet.reactor" not in sys.modules
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(address)
    listener.listen(16)
    os.write(1, b"ready\n")
    _end_with_parent()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            return _take(connection)
        connection.close()


def _end_with_parent() -> None:
    """A child waits for the end of our input, which is that of the tests, and ends the interpreter."""
    if os.fork() == 0:
        while os.read(0, 1):
            pass
        with suppress(ProcessLookupError):
            os.kill(os.getppid(), signal.SIGKILL)
        os._exit(0)


def _take(connection: socket.socket) -> tuple[list[str], str, dict[str, str]]:
    job, files, _, _ = socket.recv_fds(connection, _LONGEST, 3)
    words, folder, environment = json.loads(job)
    process = os.fork()
    if process == 0:
        connection.close()
        for number, file in enumerate(files):
            os.dup2(file, number)
            os.close(file)
        return words, folder, environment
    connection.send(str(process).encode())
    _, status = os.waitpid(process, 0)
    connection.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def become(words: list[str], folder: str, environment: dict[str, str]) -> None:
    """Runs `python -m MODULE …`, `python -c PROGRAM …` or `python FILE …` in this process, as the interpreter does."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[0:1] = [part for part in environment.get("PYTHONPATH", "").split(os.pathsep) if part]
    first, rest = words[1], words[2:]
    if first == "-m":
        sys.path.insert(0, folder)
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif first == "-c":
        sys.path.insert(0, "")
        sys.argv = ["-c", *rest[1:]]
        scope: dict[str, Any] = sys.modules["__main__"].__dict__
        exec(compile(rest[0], "<string>", "exec"), scope)  # noqa: S102 - what `python -c` does
    else:
        sys.path.insert(0, str(Path(first).parent))
        sys.argv = words[1:]
        runpy.run_path(first, run_name="__main__")


if __name__ == "__main__":
    become(*serve(sys.argv[1]))
