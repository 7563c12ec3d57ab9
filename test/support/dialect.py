#!/usr/bin/env python3
"""Rewrite the records of an environment made by rattler: dialect.py PREFIX conda|mamba

A stand-in, made because conda and mamba cannot be installed from a package registry: the files are
linked by rattler, only what is written about them is as conda 26.9 (compared with what it makes of
the same channel: all is alike but for the .pyc, which the "python" of the channel cannot compile,
and the spelling `python=3.11` of a requested spec) or mamba 2 (read off libmamba's link.cpp, never
compared) would have written it.  What differs from rattler's records:

conda   `_path` of a noarch python file is site-packages/…, the place is in `files`; every file has
        sha256_in_prefix, a link has none; size_in_bytes of a patched file is the one in the
        package; entry points have a size only; the compiled files of noarch packages are listed.
mamba   the place is in `_path`; no prefix_placeholder and no file_mode; everything linked has
        sha256_in_prefix, a link that of its target's content; compiled files and entry points
        have nothing but a path; link.type is always 1; a soft-linked file is still a "hardlink",
        and is a link even if it is executable.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlparse

import channel

SITE = "lib/python3.11/site-packages"
EMPTY_SHA256 = hashlib.sha256().hexdigest()


def path_in_package(package: Path, path: str) -> str:
    """Where the cache has a file of the environment: noarch python packages are mapped."""
    if os.path.lexists(package / path):
        return path
    return path[path.index("site-packages/"):]


def write_record(path: Path, record: dict, **how: object) -> None:
    path.write_text(json.dumps(record, **({"indent": 2, "ensure_ascii": False} | how)))


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def in_prefix(path: str, noarch: str | None) -> str:
    """get_python_noarch_target_path, which both installers have"""
    if noarch == "python" and path.startswith("site-packages/"):
        return SITE.removesuffix("site-packages") + path
    return path


def compiled(env: Path, paths: list[str]) -> list[str]:
    """Compile what conda and mamba compile, the .py files in site-packages of a noarch package."""
    out = []
    for path in paths:
        if path.startswith(SITE) and path.endswith(".py"):
            out.append(channel.pyc_path(path))
            (env / out[-1]).parent.mkdir(exist_ok=True)
            (env / out[-1]).write_bytes(channel.pyc((env / path).read_bytes()))
    return out


def entry_points(env: Path, record: dict) -> list[str]:
    """rattler indents by a tab and writes 0775; conda and mamba by four blanks and 0755."""
    out = []
    for entry in record["paths_data"]["paths"]:
        if entry["path_type"] == "unix_python_entry_point":
            script = env / entry["_path"]
            script.write_text(script.read_text().replace("\t", "    "))
            script.chmod(0o755)
            out.append(entry["_path"])
    return out


def conda_entry(env: Path, entry: dict, place: str, linked: str) -> dict:
    out = {"_path": entry["_path"]}
    for key in ("prefix_placeholder", "file_mode"):
        if key in entry:
            out[key] = entry[key]
    out |= {"path_type": linked, "sha256": entry["sha256"], "size_in_bytes": entry["size_in_bytes"]}
    if linked == "hardlink":
        out["sha256_in_prefix"] = sha256_of(env / place)
    return out


def mamba_entry(env: Path, entry: dict, place: str) -> dict:
    out = {key: entry[key] for key in ("_path", "path_type", "sha256")} | {"_path": place}
    if entry["size_in_bytes"]:
        out["size_in_bytes"] = entry["size_in_bytes"]
    if entry["path_type"] == "softlink":
        # "for broken symlinks … we record the sha256 for an empty string"; so for folders
        is_file = (env / place).is_file()
        out["sha256_in_prefix"] = sha256_of(env / place) if is_file else EMPTY_SHA256
    else:
        patched = "prefix_placeholder" in entry
        out["sha256_in_prefix"] = sha256_of(env / place) if patched else entry["sha256"]
    return out


def common(record: dict, index: dict) -> dict:
    """What both write about the package itself, in conda's order."""
    out = {key: index[key] for key in ("name", "version", "build", "build_number")}
    out["channel"] = record["url"].rsplit("/", 1)[0]
    out["subdir"] = index["subdir"]
    out |= {key: record[key] for key in ("fn", "md5", "url", "sha256")}
    out |= {"depends": index["depends"], "constrains": []}
    if "noarch" in index:
        out["noarch"] = index["noarch"]
    return out | {"license": index["license"]}


def conda_record(env: Path, record: dict, index: dict, paths: list[dict]) -> dict:
    noarch = index.get("noarch")
    now = {entry["_path"]: entry["path_type"] for entry in record["paths_data"]["paths"]}
    places = [in_prefix(entry["_path"], noarch) for entry in paths]
    written = [conda_entry(env, e, place, now[place]) for e, place in zip(paths, places)]
    extra = [(path, "pyc_file") for path in (compiled(env, places) if noarch == "python" else [])]
    extra += [(path, "unix_python_entry_point") for path in entry_points(env, record)]
    for path, kind in extra:
        size = (env / path).stat().st_size
        written.append({"_path": path, "path_type": kind, "size_in_bytes": size})
    out = common(record, index)
    if noarch:
        out["package_type"] = f"noarch_{noarch}"
    out |= {"timestamp": index["timestamp"], "size": record["size"]}
    specs = record.get("requested_specs", [])
    out |= {"requested_spec": specs[0]} if specs else {"_requested_specs": []}
    if index["name"] == "python":  # add_pip_as_python_dependency
        out["depends"] = [*out["depends"], "pip"]
    cached = record["extracted_package_dir"]
    out |= {
        "package_tarball_full_path": f"{cached}.tar.bz2",
        "extracted_package_dir": cached,
        "files": [*places, *(path for path, _ in extra)],
        "paths_data": {"paths_version": 1, "paths": written},
        "link": {"source": cached, "type": record["link"]["type"]},
    }
    return out | ({"requested_specs": specs} if specs else {})


def mamba_record(env: Path, record: dict, index: dict, paths: list[dict]) -> dict:
    noarch = index.get("noarch")
    package = Path(record["extracted_package_dir"])
    places = [in_prefix(entry["_path"], noarch) for entry in paths]
    if record["link"]["type"] == 2:
        for entry, place in zip(paths, places):
            if entry["path_type"] == "hardlink" and "prefix_placeholder" not in entry:
                (env / place).unlink()
                (env / place).symlink_to(package / entry["_path"])
    written = [mamba_entry(env, entry, place) for entry, place in zip(paths, places)]
    extra = [(path, "pyc_file") for path in (compiled(env, places) if noarch == "python" else [])]
    extra += [(path, "unix_python_entry_point") for path in entry_points(env, record)]
    written += [{"_path": path, "path_type": kind} for path, kind in extra]
    specs = record.get("requested_specs", [])
    return common(record, index) | {
        "arch": index["arch"],
        "build_string": index["build"],
        "extracted_package_dir": str(package),
        "files": [*places, *(path for path, _ in extra)],
        "link": {"source": str(package), "type": 1},
        "package_tarball_full_path": f"{package}.tar.bz2",
        "paths_data": {"paths": written, "paths_version": 1},
        "platform": index["platform"],
        "requested_spec": specs[0] if specs else "",
        "size": record["size"],
        "timestamp": index["timestamp"],
        "track_features": "",
    }


def fill_cache(record: dict, index: dict) -> None:
    """Both keep the archive beside the extracted folder, and the repodata record inside it."""
    package = Path(record["extracted_package_dir"])
    write_record(package / "info/repodata_record.json", common(record, index))
    archive = package.with_name(f"{package.name}.tar.bz2")
    if not archive.exists():
        archive.write_bytes(Path(unquote(urlparse(record["url"]).path)).read_bytes())
    with (package.parent / "urls.txt").open("a") as urls:
        urls.write(record["url"] + "\n")


def rewrite(env: Path, to: str) -> None:
    for path in sorted((env / "conda-meta").glob("*.json")):
        record = json.loads(path.read_bytes())
        info = Path(record["extracted_package_dir"]) / "info"
        index = json.loads((info / "index.json").read_bytes())
        paths = json.loads((info / "paths.json").read_bytes())["paths"]
        fill_cache(record, index)
        if to == "conda":
            write_record(path, conda_record(env, record, index, paths), ensure_ascii=True)
        else:  # nlohmann's dump(4): the keys are sorted
            record = mamba_record(env, record, index, paths)
            write_record(path, record, indent=4, sort_keys=True)
        path.chmod(0o644)  # rattler writes 0600
    (env / "CACHEDIR.TAG").unlink(missing_ok=True)  # of rattler only
    if to == "conda":
        (env / "conda-meta/created_at").write_text("1700000000.0")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[2] not in ("conda", "mamba"):
        sys.exit(__doc__)
    rewrite(Path(sys.argv[1]).resolve(), sys.argv[2])
