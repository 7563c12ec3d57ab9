#!/usr/bin/env python3
"""Install packages of a channel again with py-rattler, as `conda install --force-reinstall` would.

    reinstall.py conda|micromamba CHANNEL install --yes --prefix PREFIX --force-reinstall --no-deps SPEC ...

A stand-in for conda, mamba and micromamba where there is none of them; a SPEC is
CHANNEL::NAME=VERSION=BUILD or NAME=VERSION=BUILD. What it installs is real: files are linked from
the package cache of the root that PREFIX is in, and the records are rattler's. With
KILLED_AFTER=NUMBER it kills itself (SIGKILL) when so many packages were removed or linked.
`remove --force` and `clean --tempfiles` of conda are played as well, and that conda removes a
folder where it made a link, which rattler refuses. Needs `pip install py-rattler`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import signal
import sys
from pathlib import Path

from rattler import install

import install as made


class Killer:
    """A reporter that counts, and kills this process in mid transaction."""

    def __init__(self, after: int) -> None:
        self.left = after

    def count(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_unlink_complete(self, index: int) -> None:
        self.count()

    def on_link_complete(self, index: int) -> None:
        self.count()

    def __getattr__(self, name: str):
        return lambda *_: 0


def remove(prefix: Path, names: list[str]) -> None:
    for path in (prefix / "conda-meta").glob("*.json"):
        record = json.loads(path.read_bytes())
        if record["name"] in names:
            for file in record["files"]:
                (prefix / file).unlink(missing_ok=True)
            path.unlink()


def remove_folders(prefix: Path, names: list[str]) -> None:
    for path in (prefix / "conda-meta").glob("*.json"):
        record = json.loads(path.read_bytes())
        for entry in record["paths_data"]["paths"] if record["name"] in names else []:
            place = prefix / entry["_path"]
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    ap.add_argument("played", choices=["conda", "micromamba"])
    ap.add_argument("channel", type=Path)
    ap.add_argument("verb", choices=["install", "remove", "clean"])
    ap.add_argument("--yes", action="store_true")
    ap.add_argument("--prefix", type=Path)
    ap.add_argument("--tempfiles", type=Path)
    ap.add_argument("--channel", dest="from_channel")
    ap.add_argument("--force-reinstall", action="store_true")
    ap.add_argument("--no-deps", action="store_true")
    ap.add_argument("--force", action="store_true")
    ap.add_argument("specs", nargs="*")
    args = ap.parse_intermixed_args()
    if args.verb == "clean":
        for path in args.tempfiles.rglob("*.c~"):
            path.unlink()
        return
    names = [spec.rsplit("::", 1)[-1].split("=")[0] for spec in args.specs]
    if args.verb == "remove":
        return remove(args.prefix, names)
    records = made.records_of(args.channel.resolve())
    exact = {f"{one.name.normalized}={one.version}={one.build}" for one in records}
    for spec in args.specs if args.force_reinstall else []:
        wanted = spec.rsplit("::", 1)[-1]
        if not any(one == wanted or one.startswith(f"{wanted}=") for one in exact):
            sys.exit(f"PackagesNotFoundError: {spec}")
    if args.played == "conda":
        remove_folders(args.prefix, names)
    killed = int(os.environ.get("KILLED_AFTER", "0"))
    asyncio.run(
        install(
            records,
            target_prefix=args.prefix,
            cache_dir=args.prefix.resolve().parent.parent / "pkgs",
            reinstall_packages=set(names) if args.force_reinstall else set(),
            show_progress=False,
            **({"reporter": Killer(killed)} if killed else {}),
        )
    )
    # py-rattler 0.28.0 crashes in one of sixty exits of the interpreter: its threads outlive it
    os._exit(0)


if __name__ == "__main__":
    main()
