#!/usr/bin/env python3
"""Install the test channel with py-rattler: install.py CHANNEL ROOT NAME

ROOT becomes laid out as a conda installation: envs/NAME, the package cache pkgs/ and
conda-meta/history.  `--softlink` and `--copy` turn the hard links that rattler makes into what
conda's `always_softlink` and `always_copy` make; `--dialect` has dialect.py rewrite the records.
Needs `pip install py-rattler`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
from pathlib import Path

from rattler import Channel, MatchSpec, PackageName, SparseRepoData, install

import dialect

REQUESTED = ["python=3.11", "pip", "numpy", "gcc-libs", "nodejs-like"]


def records_of(channel: Path) -> list:
    """The requested packages and all that they depend on; the channel has one version of each."""
    data = [
        SparseRepoData(Channel(channel.as_uri()), subdir, channel / subdir / "repodata.json")
        for subdir in ("linux-64", "noarch")
    ]
    names = [PackageName(spec.split("=")[0]) for spec in REQUESTED]
    found = SparseRepoData.load_records_recursive(data, names)
    return [record for records in found for record in records]


async def install_all(channel: Path, root: Path, env: Path) -> None:
    # py-rattler 0.28.0 hands requested_specs on without unwrapping them, and fails with a
    # TypeError before it writes anything; the inner objects work
    specs = [getattr(spec, "_match_spec", spec) for spec in map(MatchSpec, REQUESTED)]
    await install(
        records_of(channel),
        target_prefix=env,
        cache_dir=root / "pkgs",
        show_progress=False,
        requested_specs=specs,
    )


def relink(env: Path, how: str) -> None:
    """Make every file that is hard linked to the cache a link or a copy, and record it so."""
    for path in sorted((env / "conda-meta").glob("*.json")):
        record = json.loads(path.read_bytes())
        package = Path(record["extracted_package_dir"])
        for entry in record["paths_data"]["paths"]:
            # a patched file is a copy of its own in every mode, a shipped link stays what it is
            if entry["path_type"] != "hardlink" or "prefix_placeholder" in entry:
                continue
            here = env / entry["_path"]
            source = package / dialect.path_in_package(package, entry["_path"])
            # conda's _do_softlink copies what has an exec bit: a program finds its prefix by its path
            if how == "softlink" and not source.stat().st_mode & 0o111:
                here.unlink()
                here.symlink_to(source)
            else:
                temporary = here.with_name(here.name + ".copy")
                shutil.copy2(source, temporary)
                temporary.rename(here)
            if how == "softlink":
                entry["path_type"] = "softlink"  # conda records even the copied ones so
                entry.pop("sha256_in_prefix", None)
        record["link"]["type"] = {"softlink": 2, "copy": 3}[how]
        dialect.write_record(path, record)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    ap.add_argument("channel", type=Path)
    ap.add_argument("root", type=Path)
    ap.add_argument("name")
    how = ap.add_mutually_exclusive_group()
    how.add_argument("--softlink", action="store_const", dest="how", const="softlink")
    how.add_argument("--copy", action="store_const", dest="how", const="copy")
    ap.add_argument("--dialect", choices=["rattler", "conda", "mamba"], default="rattler")
    args = ap.parse_args()
    root = args.root.resolve()
    env = root / "envs" / args.name
    (root / "envs").mkdir(parents=True, exist_ok=True)
    (root / "conda-meta").mkdir(exist_ok=True)
    (root / "conda-meta/history").touch()
    asyncio.run(install_all(args.channel.resolve(), root, env))
    # conda takes a folder for an environment by this file; rattler leaves it empty
    history = f"==> 2026-01-01 00:00:00 <==\n# cmd: install.py {args.name}\n"
    (env / "conda-meta/history").write_text(history)
    if args.how:
        relink(env, args.how)
    if args.dialect != "rattler":
        dialect.rewrite(env, args.dialect)
    # py-rattler 0.28.0 crashes in one of sixty exits of the interpreter: its threads outlive it
    os._exit(0)


if __name__ == "__main__":
    main()
