#!/usr/bin/env python3
"""Make a small conda channel whose Python runs: real_channel.py OUT, or --key, or --install

OUT gets a folder for this machine's own platform and noarch/, to be used as a file:// channel.
`--key` prints what the channel depends on, as a hash, and makes nothing.  `--install OUT ROOT NAME SPEC...` makes an environment of it with py-rattler,
in an installation of its own.

python       the one that runs this, made relocatable: program, standard library, shared libraries
pip          the wheel that `ensurepip` brings along, as a noarch package with entry points
libzlib      this machine's zlib, behind a chain of links
tzdata       that of channel.py: links from folder to folder
tool         a noarch Python package with an entry point, `tool`, that prints sys.prefix
activation   activate.d/activation.sh sets ACTIVATION_HOME from CONDA_PREFIX, deactivate.d unsets it
dangling     ships a link to what no package has, recorded as conda-build does
libdemo      lib/libdemo.so.1.0.0, and its link lib/libdemo.so.1
libdemo-dev  lib/libdemo.so, a link to what libdemo owns
cuda-tool    depends on __cuda >=11.8
wheels/      for pip: greeter 1.0 and 2.0, waver 1.0, scripts that print name and version

Only the standard library and `ldd` are needed; `pip download` only where ensurepip has no wheel.
"""

from __future__ import annotations

import configparser
import hashlib
import os
import platform
import re
import struct
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import channel
from channel import PLACEHOLDER, Package, as_json, elf, sha256, shared

MACHINE = platform.machine()
SUBDIR = {"x86_64": "linux-64", "arm64": "linux-aarch64"}.get(MACHINE, f"linux-{MACHINE}")
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
STDLIB = Path(sysconfig.get_path("stdlib"))
TAG = sys.implementation.cache_tag

# What every Linux has beside its loader: the C library's own
LIBC = re.compile(
    r"(ld[-\d]|lib(c|m|mvec|dl|pthread|rt|util|resolv|anl|BrokenLocale|thread_db|nss_\w+)\.so)"
)
# No package needs these: tests, windows and their toolkit, what a build of Python itself is for
LEFT_OUT = re.compile(
    r"(test|tests|idlelib|tkinter|turtledemo|site-packages|dist-packages|__pycache__|lib2to3"
    r"|ensurepip/_bundled|config-[^/]*|pydoc_data|sitecustomize\.py|EXTERNALLY-MANAGED|turtle\.py"
    r"|lib-dynload/(_tkinter|_test|_xx|xx|nis|_dbm|_gdbm|_ctypes_test)[^/]*)(/|$)"
)


@dataclass
class Native(Package):
    """A package of this machine's platform, whatever it is."""

    @property
    def subdir(self) -> str:
        return SUBDIR

    def index(self) -> dict:
        return {**super().index(), "arch": MACHINE}


# ------------------------------------------------------------------ shared libraries


def libraries(programs: list[str]) -> dict[str, Path]:
    """Soname → file, of all that the loader brings along; what it does not find is left out."""
    found = {}
    said = subprocess.run(["ldd", *programs], capture_output=True, text=True)
    for line in said.stdout.splitlines():
        match = re.match(r"\s+(\S+)(?: => (\S+))? \(0x", line)
        if match and "/" in (match[2] or match[1]):
            path = Path(match[2] or match[1])
            found[path.name] = path
    return found


def with_rpath(program: bytes, rpath: str) -> bytes:
    """An ELF program that looks for its libraries, and for those of all it loads, there first.

    DT_RPATH, as conda-build writes it: DT_RUNPATH would not hold for what is loaded later.  Where
    there is an entry already its text is overwritten.  Else a spare entry of the dynamic section
    becomes one, and its text is put behind the segment that has the strings, into what the
    segment's last page has room for.
    """
    data = bytearray(program)
    if data[:6] != b"\x7fELF\x02\x01":
        sys.exit("real_channel.py: only 64-bit little-endian machines")
    text = rpath.encode() + b"\0"
    start, entry, count = *struct.unpack_from("<Q", data, 32), *struct.unpack_from("<HH", data, 54)
    segments = [(at, *struct.unpack_from("<IIQQQQQQ", data, at))
                for at in range(start, start + entry * count, entry)]
    loads = [s for s in segments if s[1] == 1]
    _, _, _, begin, _, _, size, *_ = next(s for s in segments if s[1] == 2)
    tags = {}
    for at in range(begin, begin + size, 16):
        tag, value = struct.unpack_from("<QQ", data, at)
        tags.setdefault(tag, (at, value))
        if tag == 0:
            break
    holder = next(s for s in loads if s[4] <= tags[5][1] < s[4] + s[6])
    head, _, _, offset, address, _, filled, _, _ = holder
    strings = tags[5][1] - address + offset
    at, old = tags.get(15) or tags.get(29) or (tags[0][0], None)
    if old is not None:
        room = data.index(0, strings + old) - (strings + old)
        if len(text) <= room + 1:
            data[strings + old:strings + old + room] = text[:-1].ljust(room, b"\0")
            struct.pack_into("<Q", data, at, 15)
            return bytes(data)
    elif at + 32 > begin + size:
        sys.exit("real_channel.py: no spare entry in the dynamic section")
    end = offset + filled
    following = min((s[3] for s in loads if s[3] >= end), default=len(data))
    if following < end + len(text) or any(data[end:end + len(text)]):
        sys.exit("real_channel.py: no room for an RPATH; patchelf would be needed")
    data[end:end + len(text)] = text
    struct.pack_into("<QQ", data, head + 32, filled + len(text), filled + len(text))
    struct.pack_into("<QQ", data, at, 15, end - strings)
    struct.pack_into("<Q", data, tags[10][0] + 8, end - strings + len(text))
    return bytes(data)


def stripped(program: bytes) -> bytes:
    """An ELF file without what no loader reads: sections, with the symbols and debugging in them."""
    data = bytearray(program)
    start, entry, count = *struct.unpack_from("<Q", data, 32), *struct.unpack_from("<HH", data, 54)
    segments = [struct.unpack_from("<IIQQQQQQ", data, start + entry * at) for at in range(count)]
    struct.pack_into("<Q", data, 40, 0)
    struct.pack_into("<HHH", data, 58, 0, 0, 0)
    return bytes(data[:max(segment[2] + segment[5] for segment in segments)])


def has_rpath(program: bytes) -> bool:
    """Whether an ELF file says itself where its libraries are: then its loader's word is void."""
    said = b"\x1d" + bytes(7)
    start, entry, count = (*struct.unpack_from("<Q", program, 32),
                           *struct.unpack_from("<HH", program, 54))
    for at in range(start, start + entry * count, entry):
        kind, _, begin, _, _, size, *_ = struct.unpack_from("<IIQQQQQQ", program, at)
        if kind == 2:
            return any(program[here:here + 8] == said for here in range(begin, begin + size, 16))
    return False


# ------------------------------------------------------------------ python


def standard_library() -> dict[str, Path]:
    """Path below the standard library → file."""
    found = {}
    for base, folders, names in os.walk(STDLIB):
        here = Path(base).relative_to(STDLIB).as_posix()
        at = "" if here == "." else f"{here}/"
        folders[:] = [name for name in folders if not LEFT_OUT.fullmatch(f"{name}/")
                      and not LEFT_OUT.match(f"{at}{name}/")]
        for name in names:
            path = Path(base, name)
            if not LEFT_OUT.match(f"{at}{name}") and path.is_file():
                found[f"{at}{name}"] = path
    return found


def python() -> Package:
    version = platform.python_version()
    out = Native("python", version, "h0000000_0_cpython", ["libzlib", "tzdata"])
    modules = standard_library()
    program = Path(sys.executable).resolve()
    extensions = [str(path) for path in modules.values() if path.suffix == ".so"]
    for name, path in libraries([str(program), *extensions]).items():
        if not LIBC.match(name) and not name.startswith("libz.so"):
            add(out, f"lib/{name}", relocated(path.read_bytes(), "$ORIGIN"))
    for path, source in modules.items():
        add_module(out, path, source)
    name = f"bin/python{VERSION}"
    # As a conda-forge one: places that were known when it was built
    places = "\0".join([PLACEHOLDER, f"{PLACEHOLDER}/lib:{PLACEHOLDER}/lib64", ""])
    add(out, name, with_rpath(stripped(program.read_bytes()), "$ORIGIN/../lib") + b"\0" + places.encode())
    out.links |= {"bin/python": f"python{VERSION}", "bin/python3": f"python{VERSION}"}
    add(out, f"bin/pydoc{VERSION}", script("import pydoc", "pydoc.cli()"))
    out.links["bin/pydoc3"] = f"pydoc{VERSION}"
    out.files[f"lib/python{VERSION}/site-packages/README.txt"] = b"What is installed goes here.\n"
    out.executable |= {path for path, data in out.files.items()
                       if path.startswith("bin/") or data.startswith(b"\x7fELF")}
    return out


def relocated(data: bytes, rpath: str) -> bytes:
    data = stripped(data)
    return with_rpath(data, rpath) if has_rpath(data) else data


def add(package: Package, path: str, data: bytes) -> None:
    package.files[path] = data


def add_module(package: Package, path: str, source: Path) -> None:
    data = source.read_bytes()
    library = f"lib/python{VERSION}"
    if source.suffix == ".so":
        data = relocated(data, "$ORIGIN/" + "../" * (path.count("/") + 1))
    elif Path(path).name.startswith("_sysconfigdata"):
        data = data.replace(f"'{sys.base_prefix}".encode(), f"'{PLACEHOLDER}".encode())
    elif path == "sysconfig.py" and "posix_local" in sysconfig.get_scheme_names():
        # Debian's would install below local/, and into dist-packages
        data = data.replace(b"'DEB_PYTHON_INSTALL_LAYOUT', 'posix_local'",
                            b"'DEB_PYTHON_INSTALL_LAYOUT', 'posix_prefix'")
        data = data.replace(b"prefix_scheme = 'posix_local'", b"prefix_scheme = 'posix_prefix'")
        add_site_packages(package, library)
    add(package, f"{library}/{path}", data)
    compiled = source.parent / "__pycache__" / f"{source.stem}.{TAG}.pyc"
    if source.suffix == ".py" and compiled.is_file() and data == source.read_bytes():
        folder = Path(path).parent.as_posix()
        at = "" if folder == "." else f"{folder}/"
        add(package, f"{library}/{at}__pycache__/{compiled.name}",
            dated(compiled.read_bytes(), len(data)))


def add_site_packages(package: Package, library: str) -> None:
    """Debian's site module, which is part of the program, knows only dist-packages."""
    package.files[f"{library}/sitecustomize.py"] = (
        b"import os\nimport site\n\n"
        b"site.addsitedir(os.path.join(os.path.dirname(__file__), 'site-packages'))\n"
    )


def dated(compiled: bytes, size: int) -> bytes:
    """A compiled module of a source that has the time that all files of a package have."""
    head = struct.pack("<III", 0, channel.SECONDS, size)
    return compiled[:4] + head + compiled[16:]


def script(*lines: str) -> bytes:
    return "\n".join([f"#!{PLACEHOLDER}/bin/python{VERSION}", *lines, ""]).encode()


def libzlib() -> Package:
    """The one that the program or its zlib module needs; an empty package where it is built in."""
    programs = [str(path) for path in (STDLIB / "lib-dynload").glob("zlib.*.so")]
    needed = libraries([str(Path(sys.executable).resolve()), *programs])
    real = next((path.resolve() for name, path in needed.items() if name.startswith("libz.so")),
                None)
    version = re.search(r"\.so\.([\d.]+)$", real.name) if real else None
    out = Native("libzlib", version[1] if version else "1.0")
    if real:
        shared(out, real.name, "libz.so.1", "libz.so", data=real.read_bytes())
        out.executable.add(f"lib/{real.name}")
    return out


# ------------------------------------------------------------------ pip


def pip_wheel(folder: Path) -> Path:
    """Debian has ensurepip's wheels in a folder of their own, other distributions do as well."""
    import ensurepip

    places = [Path(ensurepip.__file__).parent / "_bundled"]
    places += [Path(place) for place in (sysconfig.get_config_var("WHEEL_PKG_DIR"),
                                         "/usr/share/python-wheels") if place]
    for place in places:
        for wheel in sorted(place.glob("pip-*.whl"), reverse=True):
            return wheel
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "pip", "-d"]
    subprocess.run([*command, str(folder)], check=True)
    return next(folder.glob("pip-*.whl"))


def pip() -> Package:
    with tempfile.TemporaryDirectory() as folder:
        wheel = pip_wheel(Path(folder))
        out = Package("pip", wheel.name.split("-")[1], "pyh0000000_0", ["python >=3.7"], "python")
        with zipfile.ZipFile(wheel) as archive:
            files = {name: archive.read(name) for name in archive.namelist()
                     if not name.endswith("/")}
    points = configparser.ConfigParser(delimiters=("=",))
    points.read_string(next(data.decode() for name, data in files.items()
                            if name.endswith(".dist-info/entry_points.txt")))
    scripts = {name: target for name, target in points["console_scripts"].items()
               if name in ("pip", "pip3")}
    out.entry_points = [f"{name} = {target}" for name, target in scripts.items()]
    info = next(name.split("/")[0] for name in files if name.endswith(".dist-info/RECORD"))
    files[f"{info}/INSTALLER"] = b"conda\n"
    out.files = {f"site-packages/{name}": data for name, data in files.items()}
    return out


# ------------------------------------------------------------------ small ones


def tool() -> Package:
    out = Package("tool", "1.2.0", "pyh0000000_0", ["python >=3.7"], "python", ["tool = tool:main"])
    out.files["site-packages/tool/__init__.py"] = (
        b"import sys\n\n\ndef main():\n    print('tool of', sys.prefix)\n"
    )
    channel.dist_info(out, ("tool = tool:main",))
    return out


def activation() -> Package:
    out = Native("activation", "1.0")
    out.files["etc/conda/activate.d/activation.sh"] = (
        b'ACTIVATION_HOME="${CONDA_PREFIX}/share/activation"\nexport ACTIVATION_HOME\n'
    )
    out.files["etc/conda/deactivate.d/activation.sh"] = b"unset ACTIVATION_HOME\n"
    out.files["share/activation/data.txt"] = f"made for {PLACEHOLDER}\n".encode()
    return out


def dangling() -> Package:
    out = Native("dangling", "1.0")
    out.files["share/dangling/README"] = b"the runtime comes with another package\n"
    out.links["lib/libhwasan.so"] = "libhwasan.so.0.0.0"
    return out


def libdemo() -> Package:
    out = Native("libdemo", "1.0.0")
    shared(out, "libdemo.so.1.0.0", "libdemo.so.1", data=elf("libdemo.so.1"))
    return out


def libdemo_dev() -> Package:
    out = Native("libdemo-dev", "1.0.0", depends=["libdemo 1.0.0.*"])
    out.files["include/demo.h"] = b"/* demo */\n"
    out.links["lib/libdemo.so"] = "libdemo.so.1.0.0"
    return out


def cuda_tool() -> Package:
    out = Native("cuda-tool", "1.0", depends=["__cuda >=11.8"])
    out.files["share/cuda-tool/README"] = b"needs a driver\n"
    return out


def packages() -> list[Package]:
    return [
        python(), pip(), libzlib(), channel.tzdata(), tool(), activation(), dangling(), libdemo(),
        libdemo_dev(), cuda_tool(),
    ]


def wheel(out: Path, name: str, version: str) -> None:
    """What an index would have for pip, in a folder as `--find-links` takes it."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"def main():\n    print('{name} {version}')\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: a test\n"
                         "Root-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    out.mkdir(exist_ok=True)
    with zipfile.ZipFile(out / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path), text)


def install(out: Path, root: Path, name: str, specs: list[str]) -> None:
    import asyncio

    import rattler

    folders = (SUBDIR, "noarch")
    data = [rattler.SparseRepoData(rattler.Channel(out.as_uri()), folder,
                                   out / folder / "repodata.json") for folder in folders]
    wanted = [rattler.PackageName(spec) for spec in specs]
    found = rattler.SparseRepoData.load_records_recursive(data, wanted)
    env = root / "envs" / name
    asyncio.run(rattler.install(
        [record for records in found for record in records], target_prefix=env,
        cache_dir=root / "pkgs", show_progress=False,
    ))
    (env / "conda-meta/history").write_text("")


def write_channel(out: Path) -> None:
    for name, version in (("greeter", "1.0"), ("greeter", "2.0"), ("waver", "1.0")):
        wheel(out / "wheels", name, version)
    repodata: dict[str, dict] = {SUBDIR: {}, "noarch": {}}
    for package in packages():
        data = package.tar()
        name = f"{package.stem}.tar.bz2"
        (out / package.subdir).mkdir(parents=True, exist_ok=True)
        (out / package.subdir / name).write_bytes(data)
        hashes = {"md5": hashlib.md5(data).hexdigest(), "sha256": sha256(data)}
        repodata[package.subdir][name] = package.index() | hashes | {"size": len(data)}
    for subdir, found in repodata.items():
        whole = {"info": {"subdir": subdir}, "packages": found, "packages.conda": {},
                 "removed": [], "repodata_version": 1}
        (out / subdir / "repodata.json").write_bytes(as_json(whole))


def key() -> str:
    """Changes with these scripts and with the Python that is packed."""
    program = Path(sys.executable).resolve()
    parts = [Path(__file__).read_bytes(), Path(channel.__file__).read_bytes(),
             sys.version.encode(), f"{program} {program.stat().st_mtime_ns}".encode()]
    return sha256(b"\0".join(parts))[:12]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--install"]:
        install(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4], sys.argv[5:])
        # py-rattler 0.28.0 crashes in one of sixty exits of the interpreter: its threads outlive it
        os._exit(0)
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--key":
        print(key())
    else:
        write_channel(Path(sys.argv[1]))
