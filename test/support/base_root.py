#!/usr/bin/env python3
"""Write the root of a base image as a tar archive: base_root.py runtime|builder [CHANNEL]

It goes to standard output; `--key` in front prints what it depends on, as a hash.  Made of this
machine's own files: the programs that a slim Debian has, what `ldd` finds for them, the loader.
The builder has besides: /opt/stand-in with the Python of real_channel.py, py-rattler (from the
Python that runs this), conda_stand_in.py, and the channel, whose wheels are what pip has for an index.
"""

from __future__ import annotations

import importlib.util
import io
import os
import shutil
import sys
import tarfile
from pathlib import Path

import real_channel
from channel import SECONDS, sha256
from real_channel import LIBC, VERSION, libraries

# bash, coreutils, findutils, grep, sed, awk, tar, gzip and a few more: all "essential" in Debian
PROGRAMS = """bash sh env arch b2sum base32 base64 basename cat chcon chgrp chmod chown cksum comm cp
    csplit cut date dd df dir dircolors dirname du echo expand expr factor false fmt fold groups head
    hostid id install join link ln logname ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc
    numfmt od paste pathchk pr printenv printf ptx pwd readlink realpath rm rmdir runcon seq sha1sum
    sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split stat stdbuf stty sum sync tac
    tail tee test timeout touch tr true truncate tsort tty uname unexpand uniq unlink users vdir wc
    who whoami yes [ find xargs grep egrep fgrep sed awk tar gzip gunzip zcat hostname ldd getent
    diff cmp which setpriv""".split()
NEEDED = "bash sh env cat chmod find grep sed readlink id".split()
PLACES = os.pathsep.join(["/usr/bin", "/bin", "/usr/sbin", "/sbin"])
STAND_IN = "opt/stand-in"

PASSWD = """root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
"""
GROUP = """root:x:0:
nogroup:x:65534:
"""


def programs() -> dict[str, Path]:
    found = {name: Path(place) for name in PROGRAMS if (place := shutil.which(name, path=PLACES))}
    missing = [name for name in NEEDED if name not in found]
    if missing:
        sys.exit(f"base_root.py: this machine has no {', '.join(missing)}")
    return found


def shared_libraries(files: list[Path]) -> dict[str, Path]:
    """Where they go → where they are: all beside the C library, where the loader looks anyway."""
    found = libraries([str(path.resolve()) for path in files])
    folder = usr(found[next(name for name in found if name.startswith("libc.so."))].parent)
    # Python and what it loads want all of the C library, and pthread_cancel wants libgcc_s
    home = found[next(name for name in found if name.startswith("libc.so."))].parent
    whole = {path.name: path for path in home.glob("*.so.*") if LIBC.match(path.name)
             or path.name == "libgcc_s.so.1"}
    out = {}
    for name, path in (whole | found).items():
        place = usr(path) if name.startswith("ld-") else f"{folder}/{name}"
        out[place] = path.resolve()
    return out


def usr(path: Path) -> str:
    """Where a path lies once /bin, /lib and /lib64 are links into /usr."""
    bare = path.as_posix().lstrip("/")
    return bare if bare.startswith("usr/") else f"usr/{bare}"


def runtime_files() -> dict[str, Path]:
    found = programs()
    files = {f"usr/bin/{name}": path.resolve() for name, path in found.items()}
    return files | shared_libraries([*found.values(), *extra_programs()]) | locale_files()


def locale_files() -> dict[str, Path]:
    """C.UTF-8, which Debian has in every image, and without which bash warns where it is asked for."""
    folder = Path("/usr/lib/locale/C.utf8")
    return {path.as_posix().lstrip("/"): path for path in folder.rglob("*") if path.is_file()}


def extra_programs() -> list[Path]:
    """py-rattler's library wants some of the machine's as well."""
    return [path for path in rattler_files().values() if path.suffix == ".so"]


def rattler_files() -> dict[str, Path]:
    spec = importlib.util.find_spec("rattler")
    if spec is None or spec.origin is None:
        sys.exit("base_root.py: this Python has no py-rattler")
    folder = Path(spec.origin).parent
    site = f"{STAND_IN}/lib/python{VERSION}/site-packages/rattler"
    return {f"{site}/{path.relative_to(folder).as_posix()}": path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix in (".py", ".so", ".pyc")}


class Root:
    """A tar archive with folders where they are wanted."""

    def __init__(self, out: object) -> None:
        self.tar = tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT)
        self.made: set[str] = set()

    def folder(self, path: str, mode: int = 0o755) -> None:
        if path in self.made or path in ("", "."):
            return
        self.folder(str(Path(path).parent))
        self.made.add(path)
        self.add(path, tarfile.DIRTYPE, mode)

    def add(self, path: str, kind: bytes, mode: int, target: str = "", data: bytes = b"",
            modified: int = SECONDS) -> None:
        if kind != tarfile.DIRTYPE:
            self.folder(str(Path(path).parent))
        member = tarfile.TarInfo(path)
        member.type, member.mode, member.linkname = kind, mode, target
        member.mtime, member.size = modified, len(data)
        self.tar.addfile(member, io.BytesIO(data))

    def text(self, path: str, text: str, mode: int = 0o644) -> None:
        self.add(path, tarfile.REGTYPE, mode, data=text.encode())

    def link(self, path: str, target: str) -> None:
        self.add(path, tarfile.SYMTYPE, 0o777, target)

    def copy(self, path: str, source: Path) -> None:
        status = source.stat()
        mode = 0o755 if status.st_mode & 0o111 else 0o644
        self.add(path, tarfile.REGTYPE, mode, data=source.read_bytes(),
                 modified=int(status.st_mtime))

    def program(self, path: str, source: Path) -> None:
        data = real_channel.stripped(source.read_bytes())
        self.add(path, tarfile.REGTYPE, 0o755, data=data, modified=int(source.stat().st_mtime))

    def files(self, files: dict[str, Path]) -> None:
        """Each once: what is one file under two names here is one there."""
        first: dict[Path, str] = {}
        for path, source in files.items():
            if source in first:
                self.add(path, tarfile.LNKTYPE, 0o755, first[source])
            else:
                first[source] = path
                (self.program if source.suffix == ".so" else self.copy)(path, source)


def write_runtime(root: Root) -> None:
    for name in ("bin", "sbin", "lib", "lib64"):
        root.folder(f"usr/{name}")
        root.link(name, f"usr/{name}")
    root.files(runtime_files())
    for name in ("dev", "proc", "sys", "run", "home", "opt", "srv", "mnt", "var/lib", "usr/local/bin"):
        root.folder(name)
    root.folder("root", 0o700)
    for name in ("tmp", "var/tmp"):
        root.folder(name, 0o1777)
    root.text("etc/passwd", PASSWD)
    root.text("etc/group", GROUP)
    root.text("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
    root.text("etc/os-release", 'ID=stand-in\nPRETTY_NAME="a stand-in for tests"\n')


def write_builder(root: Root, channel: Path) -> None:
    for package in (real_channel.libzlib(), real_channel.python()):
        for path, data in package.files.items():
            mode = 0o755 if path in package.executable else 0o644
            root.add(f"{STAND_IN}/{path}", tarfile.REGTYPE, mode, data=data)
        for path, target in package.links.items():
            root.link(f"{STAND_IN}/{path}", target)
    root.files(rattler_files())
    # Called by its own Python, whatever is first on PATH, and without what its user has set
    script = (Path(__file__).parent / "conda_stand_in.py").read_text().split("\n", 1)[1]
    root.text(f"{STAND_IN}/conda", f"#!/{STAND_IN}/bin/python{VERSION} -IB\n{script}", 0o755)
    # py-rattler makes no client, not even one that reads files, where no certificate is to be found
    certificates = real_channel.pip().files["site-packages/pip/_vendor/certifi/cacert.pem"]
    root.add(f"{STAND_IN}/cacert.pem", tarfile.REGTYPE, 0o644, data=certificates)
    for path in sorted(channel.rglob("*")):
        if path.is_file():
            root.copy(f"{STAND_IN}/channel/{path.relative_to(channel).as_posix()}", path)
    root.text("etc/pip.conf", f"[global]\nno-index = true\nfind-links = /{STAND_IN}/channel/wheels\n")


def key(kind: str) -> str:
    """Changes with all that goes into it, told by size and time."""
    files = runtime_files() | (rattler_files() if kind == "builder" else {})
    parts = [f"{place} {path} {path.stat().st_size} {path.stat().st_mtime_ns}"
             for place, path in sorted(files.items())]
    here = Path(__file__).parent
    scripts = ("base_root.py", "conda_stand_in.py", "real_channel.py", "channel.py")
    parts += [sha256((here / name).read_bytes()) for name in scripts]
    return sha256("\n".join([kind, real_channel.key(), *parts]).encode())[:16]


def main(words: list[str]) -> None:
    if words[:1] == ["--key"] and len(words) == 2:
        print(key(words[1]))
    elif words[:1] in (["runtime"], ["builder"]):
        root = Root(sys.stdout.buffer)
        write_runtime(root)
        if words[0] == "builder":
            write_builder(root, Path(words[1]))
        root.tar.close()
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
