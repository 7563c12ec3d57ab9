#!/usr/bin/env python3
"""The zoo: packages of everything odd that sound environments hold.

zoo.py channel OUT                      make the channel: that of channel.py, and the animals
zoo.py install CHANNEL PREFIX CACHE     install with py-rattler; `--without` leaves animals out,
                                        `--softlink`, `--copy` and `--dialect` are as in install.py

Every animal is shaped after real packages, which its comment names.  What no package can hold, because
it happens to an environment later on, is done by zoo.ts.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import shutil
import struct
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

import channel
import dialect
import install
from channel import PLACEHOLDER, SITE, Package, dist_info, elf, module, noarch_python, pyc, pyc_path

TRIPLE = "x86_64-conda-linux-gnu"


@dataclass
class Animal(Package):
    """A package that may hold what others do not: modes, hard links, links out of it."""

    modes: dict[str, int] = field(default_factory=dict)
    hard_links: dict[str, str] = field(default_factory=dict)
    """Links whose target lay on the machine that built the package: path → what it held."""
    built_with: dict[str, bytes] = field(default_factory=dict)

    def link_entry(self, path: str) -> dict:
        if path not in self.built_with:
            return super().link_entry(path)
        data = self.built_with[path]
        digest = channel.sha256(data)
        return {"path_type": "softlink", "sha256": digest, "size_in_bytes": len(data)}

    def tar(self) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for path, data in sorted((self.info() | self.files).items()):
                if path not in self.hard_links:
                    member = self.member(path, tarfile.REGTYPE, self.mode(path))
                    member.size = len(data)
                    tar.addfile(member, io.BytesIO(data))
            for kind, names in (tarfile.LNKTYPE, self.hard_links), (tarfile.SYMTYPE, self.links):
                for path, target in sorted(names.items()):
                    member = self.member(path, kind, 0o777)
                    member.linkname = target
                    tar.addfile(member)
        return channel.bz2.compress(buffer.getvalue())

    def mode(self, path: str) -> int:
        return self.modes.get(path, 0o755 if path in self.executable else 0o644)

    @staticmethod
    def member(path: str, kind: bytes, mode: int) -> tarfile.TarInfo:
        out = tarfile.TarInfo(path)
        out.type, out.mode, out.mtime = kind, mode, channel.SECONDS
        return out


def animal(name: str, *depends: str, noarch: str | None = None, **more: object) -> Animal:
    return Animal(name, "1.0", "h0_0", list(depends), noarch, **more)


def script(package: Animal, name: str, first: str) -> None:
    package.files[f"bin/{name}"] = f"{first}\nexit\n".encode()
    package.executable.add(f"bin/{name}")


# ------------------------------------------------------------------ links


def links_dangling() -> Animal:
    """libhwasan of gcc, compiler_compat/ld of python, links to nowhere."""
    out = animal("zoo-dangling")
    out.files["compiler_compat/README"] = b"Files in this folder are to enhance compatibility.\n"
    out.files[f"lib/gcc/{TRIPLE}/12.2.0/crtbegin.o"] = elf("crtbegin.o")
    out.links |= {
        "compiler_compat/ld": f"../bin/{TRIPLE}-ld",
        f"lib/gcc/{TRIPLE}/12.2.0/libhwasan.so": "../../../libhwasan.so.0.0.0",
        "share/zoo-dangling/folder": "../nobody-has-it/",
        "share/zoo-dangling/chain": "folder/deeper",
        "share/zoo-dangling/outward": "../../../../../../../../../../../../nowhere/at/all",
    }
    return out


def sysroot() -> Animal:
    """sysroot_linux-64: a loader and libraries of its own."""
    out = animal("zoo-sysroot")
    root = f"{TRIPLE}/sysroot"
    out.files[f"{root}/lib64/ld-2.17.so"] = elf("ld-linux-x86-64.so.2")
    out.files[f"{root}/lib64/libc-2.17.so"] = elf("libc.so.6", ("ld-linux-x86-64.so.2",))
    out.files[f"{root}/lib64/libnss_zoo.so.2"] = elf("libnss_zoo.so.2", ("libfreebl3.so",))
    out.files[f"{root}/usr/lib64/libc.so"] = b"/* GNU ld script */\nGROUP ( /lib64/libc.so.6 )\n"
    out.files[f"{root}/usr/bin/ldd"] = b"#!/usr/bin/bash\n"
    out.links |= {
        f"{root}/lib64/ld-linux-x86-64.so.2": "ld-2.17.so",
        f"{root}/lib64/libc.so.6": "libc-2.17.so",
        f"{root}/usr/lib64/libdl.so": "../../lib64/libdl.so.2",
        f"{root}/usr/share/zoneinfo": "../../../../share/zoneinfo",
    }
    return out


def absolute() -> Animal:
    """Absolute links that lead into the machine (sysroot_linux-64), or to the builder's own conda
    (conda-forge/hdf5-feedstock#23).  conda fails to install them where they lead to no file."""
    out = animal("zoo-absolute")
    out.links |= {
        f"{TRIPLE}/sysroot/lib": "/lib64",
        f"{TRIPLE}/sysroot/etc/mtab": "/proc/mounts",
        f"{TRIPLE}/sysroot/etc/localtime": "/nowhere/zoneinfo/UTC",
        "bin/zoo-activate": "/Users/travis/miniconda3/bin/activate",
    }
    return out


def copied() -> Animal:
    """Absolute links to files: what they lead to has other bytes where the package was built.  conda makes
    copies of them."""
    out = animal("zoo-copied")
    for name in ("sh", "env"):
        path = f"share/zoo-copied/{name}"
        out.links[path] = {"sh": "/bin/sh", "env": "/usr/bin/env"}[name]
        out.built_with[path] = f"the builder's {name}".encode()
    return out


def left() -> Animal:
    """gsl and libcblas (conda/constructor#311): a library by the name that another package gives it."""
    out = animal("zoo-left", "zoo-right")
    out.files["lib/libleft_static.a"] = channel.archive("left.o")
    out.links["lib/libleft.a"] = "libleft_static.a"
    out.files["lib/libleft.so.1"] = elf("libleft.so.1", ("libright.so.1",))
    out.links |= {"lib/libleft.so": "libleft.so.1", "lib/libright-of-left.so": "libright.so.1"}
    # built where the other package was: then it has the hash of what it led to
    out.links["lib/libright-hashed.so"] = "libright.so"
    out.built_with["lib/libright-hashed.so"] = elf("libright.so.1")
    return out


def right() -> Animal:
    out = animal("zoo-right")
    out.files["lib/libright.so.1"] = elf("libright.so.1")
    out.links |= {"lib/libright.so": "libright.so.1", "lib/libleft-of-right.so": "libleft.so.1"}
    return out


def folders() -> Animal:
    """Links to folders, to parents, and folders that lead to each other; lib64 as gstreamer had it."""
    out = animal("zoo-folders")
    base = "share/zoo-folders"
    for name in "ab":
        out.files[f"{base}/{name}/text"] = name.encode()
    out.links |= {
        "lib64": "lib",
        f"{base}/self": ".",
        f"{base}/up": "../..",
        f"{base}/a/other": "../b",
        f"{base}/b/other": "../a",
        f"{base}/slash": "a/",
        f"{base}/long": "a/other/other/other/other/other/text",
    }
    return out


def node() -> Animal:
    """nodejs: programs that are links into node_modules, and .bin of packages within packages."""
    out = animal("zoo-node")
    base = "lib/node_modules/zoo"
    out.files[f"{base}/bin/zoo-cli.js"] = b"#!/usr/bin/env node\n"
    out.files[f"{base}/node_modules/semver/bin/semver.js"] = b"#!/usr/bin/env node\n"
    out.files[f"{base}/package.json"] = b'{"name":"zoo"}\n'
    out.files[f"{base}/dist/zoo.js.map"] = b'{"version":3}\n'
    out.files[f"{base}/dist/zoo.css.map"] = b'{"version":3}\n'
    out.files[f"{base}/man/man1/zoo.1"] = b".TH zoo\n"
    out.executable |= {f"{base}/bin/zoo-cli.js", f"{base}/node_modules/semver/bin/semver.js"}
    out.links |= {
        "bin/zoo-npm": "../lib/node_modules/zoo/bin/zoo-cli.js",
        f"{base}/node_modules/.bin/semver": "../semver/bin/semver.js",
        f"{base}/node_modules/.bin/gone": "../not-published/cli.js",
    }
    return out


# ------------------------------------------------------------------ programs and libraries


def elf32(soname: str, machine: int = 3) -> bytes:
    """The start of a 32-bit library; 3 is i386, 40 ARM."""
    head = b"\x7fELF\x01\x01\x01" + bytes(9)
    return head + struct.pack("<HHIIIIIHHHHHH", 3, machine, 1, 0, 52, 0, 0, 52, 32, 0, 40, 0, 0)


def of_machine(data: bytes, machine: int, kind: int = 3) -> bytes:
    return data[:16] + struct.pack("<HH", kind, machine) + data[20:]


def gpu() -> Animal:
    """pytorch, vtk: libraries of the driver, of the display, and what is loaded only if it is there."""
    out = animal("zoo-gpu", "libzlib")
    needed = ("libcuda.so.1", "libGL.so.1", "libnvidia-ml.so.1", "libibverbs.so.1", "libz.so.1")
    out.files["lib/libzoo_gpu.so"] = elf("libzoo_gpu.so", (*needed, "libc.so.6"))
    out.files["lib/stubs/libcuda.so"] = elf("libcuda.so.1", ("libstub-of-a-stub.so.1",))
    out.files["targets/x86_64-linux/lib/stubs/libnvidia-ml.so"] = elf("libnvidia-ml.so.1")
    out.links["targets/x86_64-linux/lib/stubs/libnvidia-ml.so.1"] = "libnvidia-ml.so"
    # a library without libc, as the data of some tests is
    out.files["lib/libzoo_alone.so"] = elf("libzoo_alone.so", ("ld-linux-x86-64.so.2",))
    return out


def foreign() -> Animal:
    """Firmware, installers for Windows (distlib), parts for macOS, test data that is broken on purpose."""
    out = animal("zoo-foreign")
    base = "share/zoo-foreign"
    whole = elf("libfirmware.so", ("libnowhere.so.1",))
    out.files |= {
        f"{base}/aarch64.so": of_machine(whole, 183),
        f"{base}/riscv": of_machine(whole, 243, 2),
        f"{base}/i386.so": elf32("libi386.so"),
        f"{base}/arm.so": elf32("libarm.so", 40),
        f"{base}/big-endian.so": b"\x7fELF\x02\x02\x01" + bytes(9) + whole[16:],
        f"{base}/module.ko": of_machine(whole, 62, 1),
        f"{base}/core": of_machine(whole, 62, 4),
        f"{base}/cut.so": whole[:100],
        f"{base}/only-magic.so": b"\x7fELF",
        f"{base}/wild.so": whole[:32] + b"\xff" * 32 + whole[64:],
        f"{base}/libinput.so": b"INPUT(libzoo.so.6 -ltinfo)\n",
        f"{base}/macos.dylib": bytes.fromhex("cffaedfe0c000001") + bytes(64),
        f"{base}/fat.dylib": bytes.fromhex("cafebabe00000002") + bytes(64),
        f"{SITE}/zoo_distlib/t64.exe": b"MZ" + bytes(126) + b"PE\0\0" + bytes(64),
        "bin/zoo-32": elf32("zoo-32"),
        "bin/zoo-windows.exe": b"MZ" + bytes(126),
    }
    out.executable |= {"bin/zoo-32", "bin/zoo-windows.exe", f"{base}/riscv"}
    return out


def wheel_libs() -> Animal:
    """What auditwheel makes: libraries with a hash in their name, in a folder beside the project."""
    out = animal("zoo-auditwheel", "python 3.11.*")
    hashed = "libgfortran-040039e1.so.5.0.0"
    out.files[f"{SITE}/zoo_wheel.libs/{hashed}"] = elf(hashed, ("libquadmath-96973f99.so.0.0.0",))
    out.files[f"{SITE}/zoo_wheel.libs/libquadmath-96973f99.so.0.0.0"] = elf("libquadmath.so.0")
    out.files[f"{SITE}/zoo_wheel/_core.so"] = elf("_core", (hashed,))
    out.files[f"{SITE}/zoo_wheel/__init__.py"] = module("zoo_wheel", 2)
    return out


def qt() -> Animal:
    """qt-main: bin/qt.conf, patched; scripts for interpreters that need not be there."""
    out = animal("zoo-qt")
    out.files["bin/qt.conf"] = f"[Paths]\nPrefix = {PLACEHOLDER}\nHostData = .\n".encode()
    for name, first in {
        "zoo-perl": "#!/usr/local/bin/perl5.8.8 -w",
        "zoo-tcl": "#!/usr/bin/tclsh8.1",
        "zoo-blank": "#! /nowhere/bin/csh -f",
        "zoo-env": "#!/usr/bin/env -S zoo --flag",
        "zoo-template": "#!@PERL@",
        "zoo-relative": "#!perl",
        "zoo-empty": "#!",
        "zoo-builder": "#!/home/conda/feedstock_root/build_artifacts/zoo/_build_env/bin/perl",
        # automake and git without perl among what they depend on
        "zoo-own-perl": f"#!{PLACEHOLDER}/bin/perl",
        # packages of before has_prefix, and of builders that did not patch
        "zoo-anaconda": "#!/opt/anaconda1anaconda2anaconda3/bin/python",
        "zoo-usr-python": "#!/usr/local/bin/python2.4",
    }.items():
        script(out, name, first)
    return out


# ------------------------------------------------------------------ files that are written again


def gtk() -> Animal:
    """glib, gdk-pixbuf, hicolor-icon-theme, shared-mime-info, setuptools of old: caches that scripts make."""
    out = animal("zoo-gtk")
    for path in products():
        out.files[path] = f"{path}, as it was packed\n".encode() * 9
    out.files["share/glib-2.0/schemas/org.zoo.gschema.xml"] = b"<schemalist/>\n"
    for when in ("post-link", "pre-unlink"):
        script(out, f".zoo-gtk-{when}.sh", "#!/bin/sh")
        out.files[f"bin/.zoo-gtk-{when}.sh"] = b"#!/bin/sh\nexit 0\n"
    return out


def products() -> list[str]:
    return [
        "share/glib-2.0/schemas/gschemas.compiled",
        "lib/gdk-pixbuf-2.0/2.10.0/loaders.cache",
        "lib/gtk-3.0/3.0.0/immodules.cache",
        "lib/gio/modules/giomodule.cache",
        "share/mime/mime.cache",
        "share/mime/text/x-zoo.xml",
        "share/icons/hicolor/icon-theme.cache",
        "share/applications/mimeinfo.cache",
        "share/fonts/zoo/fonts.dir",
        "share/info/dir",
        f"{SITE}/easy-install.pth",
    ]


def conda() -> Animal:
    """conda itself, whose own files `conda init` writes anew."""
    out = Animal("conda", "26.9.0", "py311_0", ["python 3.11.*"])
    for name in ("conda", "conda-env"):
        script(out, name, f"#!{PLACEHOLDER}/bin/python")
    for name in ("activate", "deactivate"):
        script(out, name, "#!/bin/sh")
    out.files |= {
        "condabin/conda": f"#!{PLACEHOLDER}/bin/python\n".encode(),
        "etc/profile.d/conda.sh": f"export CONDA_EXE='{PLACEHOLDER}/bin/conda'\n".encode(),
        "etc/profile.d/conda.csh": f"setenv CONDA_EXE '{PLACEHOLDER}/bin/conda'\n".encode(),
        "etc/fish/conf.d/conda.fish": f"set CONDA_EXE '{PLACEHOLDER}/bin/conda'\n".encode(),
        "shell/condabin/conda-hook.ps1": b"$Env:CONDA_EXE = ''\n",
        f"{SITE}/xontrib/conda.xsh": b"$CONDA_EXE = ''\n",
        f"{SITE}/conda/__init__.py": module("conda", 3),
    }
    out.executable.add("condabin/conda")
    dist_info(out)
    return out


def perl() -> Animal:
    """perl and its modules: names with colons, a perllocal.pod that all of them bring and write to."""
    out = animal("zoo-perl", "zoo-clobber-a")
    out.files["lib/perl5/5.32/core_perl/perllocal.pod"] = b"=head2 zoo\n"
    out.files["man/man3/File::Spec::Win32.3"] = b".TH File\n"
    return out


def r_base() -> Animal:
    """r-base: activation runs `R CMD javareconf`, install.packages() makes the index of packages anew."""
    out = Animal("r-base", "4.2.3", "h0_0")
    out.files |= {
        "lib/R/etc/Makeconf": f"CC = {PLACEHOLDER}/bin/cc\nJAVA = \n".encode(),
        "lib/R/etc/javaconf": b"JAVA_HOME=${JAVA_HOME-}\n",
        "lib/R/etc/ldpaths": b": ${JAVA_HOME=}\n",
        "lib/R/doc/html/packages.html": b"<html>base</html>\n",
        "lib/R/library/MASS/DESCRIPTION": b"Package: MASS\n",
        "lib/R/library/MASS/R/MASS.rdb": bytes(range(256)),
        "etc/conda/activate.d/activate-r-base.sh": b"R CMD javareconf > /dev/null 2>&1 || true\n",
        "etc/conda/deactivate.d/deactivate-r-base.sh": b"unset R_HOME\n",
    }
    return out


def certifi() -> Package:
    out = noarch_python("certifi", "2023.7.22", "__init__ core")
    block = b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
    out.files["site-packages/certifi/cacert.pem"] = block * 20
    return out


def clobbering(letter: str, *depends: str) -> Animal:
    """jpeg and libjpeg-turbo (conda/conda#13574), .crates.toml of packages in Rust, share/info/dir."""
    out = animal(f"zoo-clobber-{letter}", *depends)
    out.files |= {
        ".crates.toml": f"[v1]\n{letter} = []\n".encode(),
        ".crates2.json": f'{{"installs":"{letter}"}}\n'.encode(),
        "include/zoo-jpeglib.h": f"/* {letter} */\n".encode() * (3 if letter == "a" else 5),
        f"{SITE}/tests/__init__.py": b"",
        "lib/perl5/5.32/core_perl/perllocal.pod": f"=head2 {letter}\n".encode(),
        f"share/doc/{letter}/README": letter.encode(),
    }
    return out


# ------------------------------------------------------------------ shapes of packages


def noarch() -> Package:
    """A noarch package with a script of its own, a file that has no compiled one, and odd entry points."""
    out = noarch_python(
        "zoo_noarch", "1.0", "__init__ cli __main__",
        "zoo-noarch = zoo_noarch.cli:App.run", "zoo.noarch2=zoo_noarch.cli:main",
    )
    out.files["python-scripts/zoo-script"] = f"#!{PLACEHOLDER}/bin/python\nexit()\n".encode()
    out.executable.add("python-scripts/zoo-script")
    out.files["site-packages/zoo_noarch/template/{{ name }}.py"] = b"{% raw %}\n"
    out.files["site-packages/zoo_noarch/py2only.py"] = b"print 'never compiles'\n"
    out.files["share/jupyter/kernels/zoo/kernel.json"] = b"{}\n"
    return out


def menu() -> Animal:
    out = animal("zoo-menu", noarch="generic")
    out.files["Menu/zoo.json"] = b'{"menu_name": "zoo", "menu_items": []}\n'
    out.files["Menu/zoo.svg"] = b"<svg/>\n"
    out.files["share/man/man1/zoo.1"] = b".TH zoo\n"
    return out


def depending() -> Animal:
    """Virtual packages, and every way of saying what a package depends on."""
    return animal(
        "zoo-depends",
        "__glibc >=2.17,<3.0.a0", "__linux", "__unix", "__cuda", "__archspec 1 x86_64_v4",
        "python >=3.8,<4.0a0", "python 3.11.*", "libzlib >=1.2.13,<1.3.0a0", "openssl >=3.0.0,<4.0a0",
        "libzlib 1.2.13 h0000000_0", "numpy >=1.16,!=1.20.*", "pip ~=23.0", "ca-certificates",
        "ca-certificates *", "tzdata >=2023a", "wheel 0.38.4.*", "setuptools 67.*|>=68",
        "ncurses >=6.4,<7.0a0|6.2.*", "conda-forge::libzlib >=1.2", "numpy 1.24.2 py311*",
        "libzlib >=1.2.13 *_0",
    )


def compiled() -> Animal:
    """Compiled Python that is older than its source, and some whose source is not shipped."""
    out = animal("zoo-compiled", "python 3.11.*")
    for name in ("stale", "missing", "fresh"):
        path = f"{SITE}/zoo_compiled/{name}.py"
        out.files[path] = module(name)
        out.files[pyc_path(path)] = pyc(out.files[path])
    out.files[f"{SITE}/zoo_compiled/sourceless.pyc"] = pyc(b"no source")
    return out


def names() -> Animal:
    base = "share/zoo-names"
    out = animal("zoo-names")
    for name in (
        "a blank", " leading", "trailing ", "'quotes\"", "back\\slash", "new\nline", "tab\t", "-dash",
        "--checkpoint=1", "$(echo)", "`echo`", "%41", "é-NFC", "e\u0301-NFD", "日本語", "😀", "a:b::c",
        "*", "?", "[x]", "{y}", "~", "#", "!", "&;|", "long-" + "x" * 245, "...", "\u202egnp.exe",
        "README", "readme", "ReadMe", "CON", "ss", "ß",
    ):
        out.files[f"{base}/{name}"] = name.encode()
    deep = "/".join(["deeper"] * 30)
    out.files[f"{base}/{deep}/end"] = b"end"
    out.links[f"{base}/link\nto a blank"] = "a blank"
    out.links[f"{base}/link to é"] = "é-NFC"
    return out


def modes() -> Animal:
    """Hard links within a package (git), empty files, modes that nobody expects, much of nothing."""
    out = animal("zoo-modes")
    base = "libexec/zoo-modes"
    for number in range(3):
        out.files[f"{base}/git-{number}"] = b"#!/bin/sh\n"
    out.hard_links |= {f"{base}/git-1": f"{base}/git-0", f"{base}/git-2": f"{base}/git-0"}
    out.modes |= {f"{base}/git-0": 0o755}
    for mode in (0o4755, 0o2755, 0o1644, 0o444, 0o400, 0o555, 0o777, 0o600):
        out.files[f"{base}/mode-{mode:o}"] = b"" if mode == 0o444 else f"{mode:o}\n".encode()
        out.modes[f"{base}/mode-{mode:o}"] = mode
    out.files[f"{base}/zeros"] = bytes(3 << 20)
    out.files[f"{base}/no-newline"] = b"\xff\xfe\0"
    return out


def links_only() -> Animal:
    """A package that is nothing but a link (libblas of mutex packages); one that is nothing at all."""
    out = animal("zoo-links-only", "libzlib")
    out.links["lib/libzoo-blas.so.3"] = "libz.so.1"
    return out


def animals() -> list[Package]:
    return [
        links_dangling(), sysroot(), absolute(), copied(), left(), right(), folders(), node(), gpu(), foreign(), wheel_libs(),
        qt(), gtk(), conda(), clobbering("a"), clobbering("b", "zoo-clobber-a"), perl(), r_base(),
        certifi(), noarch(), menu(), depending(), compiled(), names(), modes(), links_only(),
        animal("zoo-nothing"),
    ]


# ------------------------------------------------------------------ making and installing


def make_channel(out: Path) -> None:
    everything = [*channel.packages(), *animals()]
    channel.packages = lambda: everything
    channel.write_channel(out)


async def install_all(source: Path, prefix: Path, cache: Path) -> None:
    await install.install(
        install.records_of(source),
        target_prefix=prefix,
        cache_dir=cache,
        show_progress=False,
        requested_specs=[getattr(s, "_match_spec", s) for s in map(install.MatchSpec, install.REQUESTED)],
    )


def unclobber(prefix: Path) -> set[str]:
    """What conda and mamba make of a path that several packages bring: the last one has it, the records of
    all name it.  rattler puts those of the others below __clobbers__/NAME/, and records that."""
    clobbered = set()
    for path in sorted((prefix / "conda-meta").glob("*.json")):
        record = json.loads(path.read_bytes())
        for entry in record["paths_data"]["paths"]:
            place = in_package(entry["_path"])
            if place != entry["_path"]:
                clobbered.add(place)
                entry["_path"] = place
        record["files"] = [in_package(file) for file in record["files"]]
        dialect.write_record(path, record)
    if clobbered:
        shutil.rmtree(prefix / "__clobbers__")
    return clobbered


def in_package(path: str) -> str:
    return path.split("/", 2)[2] if path.startswith("__clobbers__/") else path


def with_own_hashes(prefix: Path, clobbered: set[str]) -> None:
    """Of a clobbered path each record has the hash of what its own package brought."""
    for path in sorted((prefix / "conda-meta").glob("*.json")):
        text = path.read_text()
        record = json.loads(text)
        for entry in record["paths_data"]["paths"]:
            if entry["_path"] in clobbered and "sha256_in_prefix" in entry:
                text = text.replace(entry["sha256_in_prefix"], entry["sha256"])
        path.write_text(text)


def know_more_paths() -> None:
    """Let install.py and dialect.py know of paths that the packages of channel.py do not have."""
    path_in_package, in_prefix = dialect.path_in_package, dialect.in_prefix

    def cached(package: Path, path: str) -> str:
        return path_in_package(package, in_package(path))

    def real(path: str, noarch: str | None) -> str:
        if noarch == "python" and path.startswith("python-scripts/"):
            return "bin/" + path.removeprefix("python-scripts/")
        return in_prefix(path, noarch)

    dialect.path_in_package, dialect.in_prefix = cached, real


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    commands = ap.add_subparsers(dest="command", required=True)
    made = commands.add_parser("channel")
    made.add_argument("out", type=Path)
    put = commands.add_parser("install")
    put.add_argument("channel", type=Path)
    put.add_argument("prefix", type=Path)
    put.add_argument("cache", type=Path)
    put.add_argument("--without", nargs="*", default=[])
    how = put.add_mutually_exclusive_group()
    how.add_argument("--softlink", action="store_const", dest="how", const="softlink")
    how.add_argument("--copy", action="store_const", dest="how", const="copy")
    put.add_argument("--dialect", choices=["rattler", "conda", "mamba"], default="rattler")
    args = ap.parse_args()
    if args.command == "channel":
        make_channel(args.out)
        return
    names = [package.name for package in animals() if package.name not in args.without]
    install.REQUESTED = [*install.REQUESTED, *names]
    asyncio.run(install_all(args.channel, args.prefix, args.cache))
    history = "==> 2026-01-01 00:00:00 <==\n# cmd: zoo.py install\n"
    (args.prefix / "conda-meta/history").write_text(history)
    know_more_paths()
    clobbered = set() if args.dialect == "rattler" else unclobber(args.prefix)
    if args.how:
        install.relink(args.prefix, args.how)
    if args.dialect != "rattler":
        dialect.rewrite(args.prefix, args.dialect)
        with_own_hashes(args.prefix, clobbered)
    if args.dialect == "conda" and "zoo-copied" not in args.without:
        for link, target in copied().links.items():
            (args.prefix / link).unlink()
            shutil.copy(target, args.prefix / link)
    # py-rattler 0.28.0 crashes in one of sixty exits of the interpreter: its threads outlive it
    os._exit(0)


if __name__ == "__main__":
    main()
