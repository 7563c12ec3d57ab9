#!/usr/bin/env python3
"""Make a small conda channel of hand-made packages: channel.py OUT

OUT gets linux-64/ and noarch/, each with .tar.bz2 packages and a repodata.json, to be used as
a file:// channel.  Thirteen packages, some 280 files.  They hold no real software, but every shape
of file that conda's records can and cannot prove: chains of links, links to folders and across
packages, links that dangle on purpose, text and binary prefix placeholders, noarch packages,
entry points.  Only the standard library is needed, nothing is downloaded, and two runs on one
machine write the same bytes (the "python" is a copy of the machine's /bin/true).
"""

from __future__ import annotations

import base64
import bz2
import hashlib
import io
import json
import struct
import sys
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

SECONDS = 1_700_000_000
# conda-build pads its build prefix to 255 characters, so that any real prefix fits in its place
PLACEHOLDER = (
    f"/home/conda/feedstock_root/build_artifacts/small_{SECONDS}/_h_env" + "_placehold" * 30
)[:255]
LIBRARY = "lib/python3.11"
SITE = f"{LIBRARY}/site-packages"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# ------------------------------------------------------------------ contents


def elf(soname: str, needed: tuple[str, ...] = (), extra: bytes = b"") -> bytes:
    """A 64-bit shared library of no code: SONAME, NEEDED and RUNPATH, which is all that is read."""
    strings = b"\0"
    tags = []
    for tag, text in [*((1, name) for name in needed), (14, soname), (29, "$ORIGIN")]:
        tags.append((tag, len(strings)))
        strings += text.encode() + b"\0"
    at = 64 + 2 * 56  # past the ELF header and two program headers
    tags += [(5, at), (10, len(strings)), (0, 0)]  # STRTAB, STRSZ, NULL
    start = at + len(strings) + -len(strings) % 8
    dynamic = b"".join(struct.pack("<QQ", *tag) for tag in tags)
    size = start + len(dynamic)
    ident = b"\x7fELF\x02\x01\x01" + bytes(9)
    head = ident + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, 0, 0, 64, 56, 2, 64, 0, 0)
    load = struct.pack("<IIQQQQQQ", 1, 4, 0, 0, 0, size, size, 4096)
    dyn = struct.pack("<IIQQQQQQ", 2, 6, start, start, start, len(dynamic), len(dynamic), 8)
    return head + load + dyn + strings.ljust(start - at, b"\0") + dynamic + extra


def python_program() -> bytes:
    """An ELF program that runs (and does nothing), with the strings that a real python3.11 holds."""
    for name in ("/bin/true", "/usr/bin/true", "/bin/false"):
        program = Path(name).read_bytes() if Path(name).exists() else b""
        if program.startswith(b"\x7fELF"):
            break
    else:
        program = elf("python3.11", ("libpython3.11.so.1.0",))
    strings = [
        PLACEHOLDER,
        f"{PLACEHOLDER}/lib:{PLACEHOLDER}/lib64",  # two in one string: padded once, at its end
        f"{PLACEHOLDER}/lib/python3.11/config-3.11-x86_64-linux-gnu",
        "no prefix here",
    ]
    return program + b"\0" + b"".join(text.encode() + b"\0" for text in strings)


def archive(*members: str) -> bytes:
    """A static library: an ar archive of small objects."""
    out = b"!<arch>\n"
    for name in members:
        body = elf(name).ljust(600, b"\n")
        out += f"{name + '/':<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(body):<10}`\n".encode() + body
    return out


def module(name: str, lines: int = 12) -> bytes:
    body = "".join(f"def f{n}(x):\n    return x + {n}\n\n\n" for n in range(lines))
    return f'"""The module {name}."""\n\n{body}'.encode()


def pyc(source: bytes) -> bytes:
    """What a compiled module looks like: 3.11's magic, the source's time and size, some bytes."""
    body = b"\xe3" + hashlib.sha256(source).digest() * (1 + len(source) // 64)
    return b"\xa7\r\r\n" + struct.pack("<III", 0, SECONDS, len(source)) + body


def pyc_path(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/__pycache__/{name[:-3]}.cpython-311.pyc"


# ------------------------------------------------------------------ packages


@dataclass
class Package:
    """One package: `files` maps a path to its bytes, `links` one to the text of the link."""

    name: str
    version: str
    build: str = "h0000000_0"
    depends: list[str] = field(default_factory=list)
    noarch: str | None = None
    entry_points: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    executable: set[str] = field(default_factory=set)

    @property
    def stem(self) -> str:
        return f"{self.name}-{self.version}-{self.build}"

    @property
    def subdir(self) -> str:
        return "noarch" if self.noarch else "linux-64"

    def index(self) -> dict:
        out = {
            "arch": None if self.noarch else "x86_64",
            "build": self.build,
            "build_number": 0,
            "depends": self.depends,
            "license": "MIT",
            "name": self.name,
            "platform": None if self.noarch else "linux",
            "subdir": self.subdir,
            "timestamp": SECONDS * 1000,
            "version": self.version,
        }
        return {**out, "noarch": self.noarch} if self.noarch else out

    def link_entry(self, path: str) -> dict:
        """As conda-build: a link has the hash of its target, that of nothing if it is no file."""
        at, hops = path, 0
        while at in self.links and hops < 40:
            parts: list[str] = at.split("/")[:-1]
            for part in self.links[at].split("/"):
                parts = parts[:-1] if part == ".." else [*parts, part]
            at, hops = "/".join(parts), hops + 1
        data = self.files.get(at)
        folder = any(name.startswith(at + "/") for name in self.files)
        size = len(data) if data is not None else 4096 if folder else len(self.links[path].encode())
        return {"path_type": "softlink", "sha256": sha256(data or b""), "size_in_bytes": size}

    def file_entry(self, path: str) -> dict:
        data = self.files[path]
        out = {"path_type": "hardlink", "sha256": sha256(data), "size_in_bytes": len(data)}
        if PLACEHOLDER.encode() in data:
            out["file_mode"] = "binary" if b"\0" in data else "text"
            out["prefix_placeholder"] = PLACEHOLDER
        return out

    def info(self) -> dict[str, bytes]:
        names = sorted([*self.files, *self.links])
        paths = [
            {"_path": n, **(self.link_entry(n) if n in self.links else self.file_entry(n))}
            for n in names
        ]
        has_prefix = [
            f"{PLACEHOLDER} {entry['file_mode']} {entry['_path']}\n"
            for entry in paths
            if "prefix_placeholder" in entry
        ]
        out = {
            "info/about.json": as_json({"summary": f"{self.name}, made for tests"}),
            "info/files": "".join(f"{name}\n" for name in names).encode(),
            "info/hash_input.json": b"{}",
            "info/index.json": as_json(self.index()),
            "info/paths.json": as_json({"paths": paths, "paths_version": 1}),
        }
        if has_prefix:
            out["info/has_prefix"] = "".join(has_prefix).encode()
        if self.noarch == "python":
            noarch = {"type": "python"} | (
                {"entry_points": self.entry_points} if self.entry_points else {}
            )
            out["info/link.json"] = as_json({"noarch": noarch, "package_metadata_version": 1})
        return out

    def tar(self) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for path, data in sorted((self.info() | self.files).items()):
                member = tarfile.TarInfo(path)
                member.size, member.mtime = len(data), SECONDS
                member.mode = 0o755 if path in self.executable else 0o644
                tar.addfile(member, io.BytesIO(data))
            for path, target in sorted(self.links.items()):
                member = tarfile.TarInfo(path)
                member.type, member.linkname = tarfile.SYMTYPE, target
                member.mtime, member.mode = SECONDS, 0o777
                tar.addfile(member)
        return bz2.compress(buffer.getvalue())


def as_json(value: object) -> bytes:
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False).encode()


def dist_info(package: Package, scripts: tuple[str, ...] = ()) -> None:
    """Add the .dist-info that pip writes while conda-build runs, with INSTALLER changed to conda."""
    site = next(p for p in package.files if "site-packages/" in p)
    site = site[: site.index("site-packages/") + len("site-packages/")]
    folder = f"{package.name}-{package.version}.dist-info"
    made = {
        "INSTALLER": b"conda",
        "METADATA": f"Metadata-Version: 2.1\nName: {package.name}\n"
        f"Version: {package.version}\nSummary: made for tests\n".encode(),
        "WHEEL": b"Wheel-Version: 1.0\nGenerator: made for tests\nRoot-Is-Purelib: true\n",
    }
    if scripts:
        made["entry_points.txt"] = "\n".join(["[console_scripts]", *scripts, ""]).encode()
    for name, data in made.items():
        package.files[f"{site}{folder}/{name}"] = data
    rows = [f"../../../bin/{script.split(' ')[0]},," for script in scripts]
    for path, data in sorted(package.files.items()):
        if path.startswith(site):
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            rows.append(f"{path[len(site):]},sha256={digest},{len(data)}")
    package.files[f"{site}{folder}/RECORD"] = "\n".join([*rows, f"{folder}/RECORD,,", ""]).encode()


def shared(package: Package, real: str, *links: str, data: bytes) -> None:
    """lib/REAL and the links that lead to it, each to the one before: libz.so → .1 → .1.2.13"""
    package.files[f"lib/{real}"] = data
    target = real
    for link in links:
        package.links[f"lib/{link}"] = target
        target = link


def libzlib() -> Package:
    out = Package("libzlib", "1.2.13")
    shared(out, "libz.so.1.2.13", "libz.so.1", "libz.so", data=elf("libz.so.1"))
    out.files["include/zlib.h"] = b"/* zlib */\n" * 40
    out.files["lib/libz.a"] = archive("adler32.o", "inflate.o")
    return out


def openssl() -> Package:
    out = Package("openssl", "3.0.8", depends=["ca-certificates"])
    paths = f"OPENSSLDIR: {PLACEHOLDER}/ssl\0ENGINESDIR: {PLACEHOLDER}/lib/engines-3\0".encode()
    shared(out, "libcrypto.so.3", "libcrypto.so", data=elf("libcrypto.so.3", (), paths))
    shared(out, "libssl.so.3", "libssl.so", data=elf("libssl.so.3", ("libcrypto.so.3",)))
    for name in ("afalg", "capi", "padlock"):
        out.files[f"lib/engines-3/{name}.so"] = elf(f"{name}.so", ("libcrypto.so.3",))
        out.executable.add(f"lib/engines-3/{name}.so")
    out.files["lib/libcrypto.a"] = archive("aes.o", "sha.o", "evp.o")
    out.files["ssl/openssl.cnf"] = f"dir = {PLACEHOLDER}/ssl\n[ca]\nroot = {PLACEHOLDER}\n".encode()
    out.files["bin/c_rehash"] = f"#!/bin/sh\nexec {PLACEHOLDER}/bin/openssl rehash\n".encode()
    out.executable.add("bin/c_rehash")
    for name in ("ssl", "crypto", "evp"):
        out.files[f"include/openssl/{name}.h"] = f"/* {name} */\n".encode() * 30
    return out


def ncurses() -> Package:
    out = Package("ncurses", "6.4")
    for name in ("libncursesw", "libtinfow"):
        shared(out, f"{name}.so.6.4", f"{name}.so.6", f"{name}.so", data=elf(f"{name}.so.6"))
    out.links["lib/terminfo"] = "../share/terminfo"  # a link to a folder
    for name in ("xterm", "xterm-256color", "linux", "screen", "rxvt-unicode", "vt100"):
        out.files[f"share/terminfo/{name[0]}/{name}"] = b"\x1a\x01" + name.encode() * 40
    out.links["share/terminfo/r/rxvt-m"] = "../x/xterm"  # from folder to folder
    out.links["share/terminfo/E/Eterm-color"] = "../x/xterm-256color"
    out.files["include/ncursesw/curses.h"] = b"/* curses */\n" * 50
    out.links["include/curses.h"] = "ncursesw/curses.h"
    return out


def tzdata() -> Package:
    out = Package("tzdata", "2023c", build="h0000000_0", noarch="generic")
    zones = {
        "Africa": "Abidjan Accra Algiers Bissau Cairo Casablanca Ceuta Johannesburg Lagos Nairobi",
        "America": "Anchorage Bogota Caracas Chicago Denver Halifax Havana Lima New_York Toronto",
        "Asia": "Almaty Amman Baghdad Baku Bangkok Dhaka Dubai Hong_Kong Jakarta Kabul Shanghai",
        "Europe": "Athens Berlin Brussels Bucharest Dublin Kyiv Lisbon London Madrid Paris Rome",
        "Pacific": "Apia Auckland Easter Fiji Galapagos Guam Honolulu Kosrae Nauru Norfolk Palau",
        "Etc": "GMT GMT+1 GMT-1 UTC",
    }
    for area, names in zones.items():
        for name in names.split():
            data = b"TZif2" + f"{area}/{name}".encode() * 8
            out.files[f"share/zoneinfo/{area}/{name}"] = data
    for alias, target in {
        "UTC": "Etc/UTC",
        "GMT": "Etc/GMT",
        "Zulu": "UTC",
        "PRC": "Asia/Shanghai",
        "Europe/Belfast": "London",
        "America/Montreal": "Toronto",
        "Pacific/Johnston": "Honolulu",
    }.items():
        out.links[f"share/zoneinfo/{alias}"] = target
    out.files["share/zoneinfo/tzdata.zi"] = b"# version 2023c\n"
    return out


def ca_certificates() -> Package:
    out = Package("ca-certificates", "2023.7.22", build="hbcca054_0")
    rows = base64.b64encode(hashlib.sha512(b"certificate").digest() * 12).decode()
    block = f"-----BEGIN CERTIFICATE-----\n{rows}\n-----END CERTIFICATE-----\n"
    out.files["ssl/cacert.pem"] = block.encode() * 8
    out.links["ssl/cert.pem"] = "cacert.pem"
    return out


def python() -> Package:
    depends = ["ca-certificates", "libzlib", "ncurses", "openssl", "tzdata"]
    out = Package("python", "3.11.2", build="h2755cc3_0_cpython", depends=depends)
    out.files["bin/python3.11"] = python_program()
    out.links |= {"bin/python": "python3.11", "bin/python3": "python3.11"}
    out.files["bin/2to3-3.11"] = (
        f"#!{PLACEHOLDER}/bin/python3.11\nfrom lib2to3.main import main\nmain()\n".encode()
    )
    out.links["bin/2to3"] = "2to3-3.11"
    out.executable |= {"bin/python3.11", "bin/2to3-3.11"}
    needed = ("libz.so.1", "libcrypto.so.3")
    shared(
        out, "libpython3.11.so.1.0", "libpython3.11.so",
        data=elf("libpython3.11.so.1.0", needed, b"python" * 200),
    )
    out.files["lib/libpython3.11.a"] = archive("ceval.o", "object.o", "main.o")
    out.files["lib/pkgconfig/python-3.11.pc"] = (
        f"prefix={PLACEHOLDER}\nlibdir={PLACEHOLDER}/lib\nName: Python\nVersion: 3.11\n".encode()
    )
    out.links["lib/pkgconfig/python3.pc"] = "python-3.11.pc"
    out.files["include/python3.11/Python.h"] = b"/* Python */\n" * 60
    for name in ("_ssl", "zlib", "_curses"):
        path = f"{LIBRARY}/lib-dynload/{name}.cpython-311-x86_64-linux-gnu.so"
        need = {"_ssl": "libssl.so.3", "zlib": "libz.so.1", "_curses": "libncursesw.so.6"}[name]
        out.files[path] = elf(name, (need,))
        out.executable.add(path)
    names = """__future__ abc ast base64 bisect calendar codecs copy csv datetime enum functools
        glob hashlib heapq io json/__init__ json/decoder json/encoder keyword locale os posixpath
        random re/__init__ re/_parser shutil site socket stat string tempfile types uuid""".split()
    for name in names:
        out.files[f"{LIBRARY}/{name}.py"] = module(name)
    out.executable.add(f"{LIBRARY}/base64.py")  # 0755, as it is in CPython's own archive
    out.files[f"{LIBRARY}/this.py"] = b""  # an empty file has a size of 0, which mamba leaves out
    out.files[f"{LIBRARY}/_sysconfigdata.py"] = "build_time_vars = {{\n{}}}\n".format(
        "".join(
            f"  '{key}': '{value}',\n"
            for key, value in {
                "prefix": PLACEHOLDER,
                "LIBDIR": f"{PLACEHOLDER}/lib",
                "LDFLAGS": f"-L{PLACEHOLDER}/lib -Wl,-rpath,{PLACEHOLDER}/lib",
                "VERSION": "3.11",
            }.items()
        )
    ).encode()
    for path in [p for p in out.files if p.startswith(LIBRARY) and p.endswith(".py")]:
        out.files[pyc_path(path)] = pyc(out.files[path])
    return out


def noarch_python(name: str, version: str, modules: str, *entry_points: str) -> Package:
    depends = ["python >=3.7"] + (["setuptools", "wheel"] if name == "pip" else [])
    out = Package(name, version, "pyhd8ed1ab_0", depends, "python", [*entry_points])
    for path in modules.split():
        out.files[f"site-packages/{name}/{path}.py"] = module(path, 4)
    dist_info(out, entry_points)
    return out


def numpy() -> Package:
    out = Package("numpy", "1.24.2", build="py311h0000000_0", depends=["python 3.11.*", "libzlib"])
    modules = """__init__ version core/__init__ core/numeric fft/__init__ fft/_pocketfft
        linalg/__init__ linalg/linalg random/__init__ ma/core f2py/__init__ f2py/__main__""".split()
    for name in modules:
        path = f"{SITE}/numpy/{name}.py"
        out.files[path] = module(name, 20)
        out.files[pyc_path(path)] = pyc(out.files[path])
    for name in ("core/_multiarray_umath", "linalg/_umath_linalg", "random/mtrand"):
        path = f"{SITE}/numpy/{name}.cpython-311-x86_64-linux-gnu.so"
        out.files[path] = elf(name, ("libz.so.1", "libc.so.6"), b"umath" * 500)
        out.executable.add(path)
    out.files["bin/f2py"] = (
        f"#!{PLACEHOLDER}/bin/python\nimport sys\nfrom numpy.f2py.f2py2e import main\n"
        "sys.exit(main())\n"
    ).encode()
    out.executable.add("bin/f2py")
    dist_info(out)
    return out


def gcc_libs() -> Package:
    """As libgcc and libsanitizer: a link that dangles on purpose, a link into another package."""
    out = Package("gcc-libs", "12.2.0", depends=["libzlib"])
    shared(out, "libgcc_s.so.1", "libgcc_s.so", data=elf("libgcc_s.so.1"))
    shared(out, "libgomp.so.1.0.0", "libgomp.so.1", "libgomp.so", data=elf("libgomp.so.1"))
    out.links["lib/libhwasan.so"] = "libhwasan.so.0.0.0"  # no package has its target
    out.links["lib/libz-alias.so"] = "libz.so.1"  # libzlib's; not there while this was "built"
    out.files["share/licenses/gcc libs/RUNTIME LIBRARY EXCEPTION"] = b"GPL, with an exception\n"
    return out


def jslib() -> Package:
    out = Package("jslib", "2.0.1", noarch="generic")
    for name in ("app", "vendor", "worker"):
        out.files[f"share/jslib/static/{name}.js"] = f"export const {name} = 1;\n".encode() * 20
        out.files[f"share/jslib/static/{name}.js.map"] = (
            f'{{"version":3,"file":"{name}.js","mappings":"{"AAAA;" * 60}"}}'.encode()
        )
    out.files["share/données/é.txt"] = "déjà vu\n".encode()
    out.files["share/données/a name with spaces.txt"] = b"spaces\n"
    return out


def nodejs_like() -> Package:
    out = Package("nodejs-like", "18.0.0", depends=["jslib", "openssl"])
    out.files["bin/perl-tool"] = b"#!/usr/bin/env perl\nprint 'hello';\n"
    out.files["bin/npm-cli"] = b"#!/usr/bin/env node\nconsole.log('hello')\n"
    out.executable |= {"bin/perl-tool", "bin/npm-cli"}
    out.files["lib/node_modules/npm/index.js"] = b"module.exports = {}\n"
    out.links["lib/node_modules/npm/node_modules"] = ".."  # a link to a parent: a cycle of folders
    return out


def packages() -> list[Package]:
    return [
        libzlib(), openssl(), ncurses(), tzdata(), ca_certificates(), python(),
        noarch_python(
            "pip", "23.0.1", "__init__ __main__ _internal/__init__ _internal/cli/main _vendor/six",
            "pip = pip._internal.cli.main:main", "pip3 = pip._internal.cli.main:main",
        ),
        noarch_python("setuptools", "67.4.0", "__init__ build_meta dist command/build_py"),
        noarch_python(
            "wheel", "0.38.4", "__init__ __main__ cli/__init__ wheelfile",
            "wheel = wheel.cli:main",
        ),
        numpy(), gcc_libs(), jslib(), nodejs_like(),
    ]


def write_channel(out: Path) -> None:
    repodata: dict[str, dict] = {"linux-64": {}, "noarch": {}}
    for package in packages():
        data = package.tar()
        folder = out / package.subdir
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{package.stem}.tar.bz2").write_bytes(data)
        repodata[package.subdir][f"{package.stem}.tar.bz2"] = package.index() | {
            "md5": hashlib.md5(data).hexdigest(),
            "sha256": sha256(data),
            "size": len(data),
        }
    for subdir, found in repodata.items():
        (out / subdir / "repodata.json").write_bytes(
            as_json(
                {
                    "info": {"subdir": subdir},
                    "packages": found,
                    "packages.conda": {},
                    "removed": [],
                    "repodata_version": 1,
                }
            )
        )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write_channel(Path(sys.argv[1]))
