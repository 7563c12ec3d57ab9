#!/usr/bin/env python3
"""The fingerprint of a conda environment in a folder: fingerprint.py PREFIX...

A second implementation of docs/fingerprint.md, written from that page and with nothing but the
standard library, so that a test can hold the program and its page to each other.  It reads folders
only, and tries no prefixes but the own one.  With --lines it prints the lines that are hashed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
from dataclasses import dataclass

VERSION = b"conda-links-fingerprint-1"
LEFT_OUT = re.compile(
    rb"conda-meta/.*|.*\.py[co]|CACHEDIR\.TAG|\.nonadmin"
    rb"|(?:.*/)?[^/]*\.dist-info/(?:INSTALLER|RECORD|REQUESTED|(?:direct_url|uv_cache|uv_build)\.json)",
    re.DOTALL,
)
LARGEST_SCRIPT = 65536


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# ---------------------------------------------------------------- what the records say


@dataclass
class Claim:
    """What one record says of one path."""

    kind: str
    sha256: str | None
    in_prefix: str | None
    placeholder: str | None
    mode: str
    package: str  # the extracted package
    cached: str  # where the path lies in it


class Records:
    def __init__(self, prefix: bytes):
        self.packages: list[tuple[str, str, str]] = []
        self.claims: dict[bytes, list[Claim]] = {}
        self.caches = {os.path.join(os.path.dirname(os.path.dirname(prefix)), b"pkgs")}
        folder = os.path.join(prefix, b"conda-meta")
        for name in sorted(os.listdir(folder)):
            if name.endswith(b".json") and not name.startswith(b"."):
                with open(os.path.join(folder, name), "rb") as file:
                    self.add(json.load(file))

    def add(self, record: dict) -> None:
        self.packages.append((record["name"], record["version"], record.get("build", "")))
        package = record.get("extracted_package_dir") or ""
        if package:
            self.caches.add(os.fsencode(os.path.dirname(package)))
        packaged = info_paths(package)
        noarch = record.get("noarch") == "python"
        for entry, place in zip(record["paths_data"]["paths"], record["files"], strict=True):
            cached = path_in_package(place) if noarch else entry["_path"]
            known = packaged.get(cached, {})
            claim = Claim(
                kind=entry["path_type"],
                sha256=entry.get("sha256"),
                in_prefix=entry.get("sha256_in_prefix"),
                placeholder=entry.get("prefix_placeholder") or known.get("prefix_placeholder"),
                mode=entry.get("file_mode") or known.get("file_mode") or "text",
                package=package,
                cached=cached,
            )
            self.claims.setdefault(os.fsencode(place), []).append(claim)


def path_in_package(place: str) -> str:
    if place.startswith("bin/"):
        return "python-scripts/" + place.removeprefix("bin/")
    at = place.find("site-packages/")
    return place[at:] if at >= 0 else place


def info_paths(package: str) -> dict[str, dict]:
    try:
        with open(os.path.join(package, "info/paths.json"), "rb") as file:
            return {entry["_path"]: entry for entry in json.load(file)["paths"]}
    except OSError:
        return {}


# ---------------------------------------------------------------- undoing the prefix replacement


class Undo:
    """Puts the placeholder back where the prefix is now."""

    def __init__(self, prefixes: set[bytes], placeholder: bytes):
        self.placeholder = placeholder
        longest = sorted(prefixes, key=len, reverse=True)
        self.prefix = re.compile(b"|".join(map(re.escape, longest)))

    def of(self, data: bytes, mode: str) -> list[bytes]:
        """All that it may have been; the first is the one that counts when no hash fits."""
        return [self.binary(data)] if mode == "binary" else self.text(data)

    def text(self, data: bytes) -> list[bytes]:
        out = [self.prefix.sub(lambda _: self.placeholder, data)]
        shell = re.match(rb"#!/bin/sh\n'''exec' \"([^\n]*?)\"([^\n]*?) \"\$0\" \"\$@\" #'''\n", data)
        env = re.match(rb"#!/usr/bin/env (\S+)([^\n]*)\n", data)
        line = None
        if shell and self.prefix.match(shell[1]):
            line = self.prefix.sub(lambda _: self.placeholder, shell[1], count=1) + shell[2]
        elif env:
            line = self.placeholder + b"/bin/" + env[1] + env[2]
        if line is not None:
            rest = data[(shell or env).end():]
            out.append(b"#!" + line + b"\n" + self.prefix.sub(lambda _: self.placeholder, rest))
        return out

    def binary(self, data: bytes) -> bytes:
        out, at = [], 0
        while found := self.prefix.search(data, at):
            out.append(data[at:found.start()])
            at = found.start()
            end = data.find(b"\0", at)
            end = len(data) if end < 0 else end
            restored = self.prefix.sub(lambda _: self.placeholder, data[at:end])
            after = at + len(restored)
            # The string had room for this, and a NUL behind it.
            if end <= after <= len(data) and not data[end:after + 1].strip(b"\0"):
                out.append(restored)
                at = after
            else:
                out.append(data[at:at + 1])
                at += 1
        return b"".join([*out, data[at:]])


# ---------------------------------------------------------------- console scripts

PATH = r"(?:\"[^\"$`\\]+\"|'[^']+'|[-\w.,:@%+=/]+)"
HEAD = re.compile(
    r"#!(?:/\S*/|/usr/bin/env )(?:python|pypy)[\d.]*\n"
    rf"|#!/bin/sh\n'''exec' {PATH} \"\$0\" \"\$@\"(?: #'''\n|\n' '''\n)",
    re.ASCII,
)
BOILERPLATE = re.compile(
    r"|# -\*- coding: utf-8 -\*-|import re|import sys"
    r"|if __name__ == (?:'__main__'|\"__main__\"):"
    r"|\s+sys\.argv\[0\] = re\.sub\(r(['\"])[-\w\\.?|()$]*\1, (?:''|\"\"), sys\.argv\[0\]\)"
    r"|\s+(?:el)?if sys\.argv\[0\]\.endswith\((['\"])[-\w.]+\2\):"
    r"|\s+sys\.argv\[0\] = sys\.argv\[0\](?:\[:-\d+\]|\.removesuffix\((['\"])[-\w.]+\3\))",
    re.ASCII,
)
IMPORT = re.compile(r"from ([\w.]+) import (\w+)", re.ASCII)
CALL = re.compile(r"\s+sys\.exit\(([\w.]+)\(\)\)", re.ASCII)


def entry_point(script: str) -> str | None:
    """module:function of a script that calls it and does nothing else."""
    head = HEAD.match(script)
    if not head or "\r" in script:
        return None
    imported = called = None
    for line in script[head.end():].split("\n"):
        if not imported and (imported := IMPORT.fullmatch(line)):
            continue
        if imported and not called and (called := CALL.fullmatch(line)):
            continue
        if not BOILERPLATE.fullmatch(line):
            return None
    if not imported or not called or called[1].split(".")[0] != imported[2]:
        return None
    return f"{imported[1]}:{called[1]}"


# ---------------------------------------------------------------- the environment


class Environment:
    def __init__(self, prefix: str):
        self.named = os.fsencode(os.path.abspath(prefix))
        self.place = os.path.realpath(self.named)
        self.prefixes = {self.named, self.place}
        self.records = Records(self.place)

    def fingerprint(self) -> str:
        found = hashlib.sha256(VERSION + b"\0")
        for line in self.lines():
            found.update(line)
        return f"sha256:{found.hexdigest()}"

    def lines(self) -> list[bytes]:
        out = [self.line("package", *package) for package in self.records.packages]
        out += [self.line_of(path, mode) for path, mode in self.walk(b"") if not LEFT_OUT.fullmatch(path)]
        return sorted(out)

    @staticmethod
    def line(*fields: str | bytes) -> bytes:
        return b"".join(os.fsencode(field) + b"\0" for field in fields)

    def walk(self, folder: bytes):
        """Everything but folders, links not followed."""
        with os.scandir(os.path.join(self.place, folder)) as entries:
            items = {entry.name: entry.stat(follow_symlinks=False).st_mode for entry in entries}
        if folder and stat.S_ISDIR(items.get(b"conda-meta", 0)):
            return
        for name, mode in items.items():
            path = os.path.join(folder, name)
            if not stat.S_ISDIR(mode):
                yield path, mode
            elif path not in (b"envs", b"pkgs"):
                yield from self.walk(path)

    def line_of(self, path: bytes, mode: int) -> bytes:
        place = os.path.join(self.place, path)
        if stat.S_ISREG(mode):
            return self.file_line(path, place)
        if not stat.S_ISLNK(mode):
            kinds = {stat.S_ISFIFO: "fifo", stat.S_ISSOCK: "socket"}
            kind = next((word for test, word in kinds.items() if test(mode)), "device")
            return self.line("special", path, kind)
        target = os.readlink(place)
        claim = self.records.claims.get(path, [None])[-1]
        if claim and any(target.startswith(cache + b"/") for cache in self.records.caches):
            cached = os.path.join(os.fsencode(claim.package), os.fsencode(claim.cached))
            if os.path.islink(cached):
                target = os.readlink(cached)
            elif os.path.isfile(place):
                return self.file_line(path, os.path.realpath(place))
        for prefix in (self.named, self.place):
            if target.startswith(prefix + b"/"):
                target = os.path.relpath(target, os.path.dirname(os.path.join(prefix, path)))
                break
        return self.line("link", path, target)

    def file_line(self, path: bytes, place: bytes) -> bytes:
        x = "x" if os.stat(place).st_mode & stat.S_IXUSR else "-"
        with open(place, "rb") as file:
            data = file.read()
        claims = self.records.claims.get(path, [])
        made = not claims or claims[-1].kind == "unix_python_entry_point"
        in_bin = os.path.dirname(path) == b"bin" and not os.path.islink(os.path.join(self.place, path))
        if made and in_bin and data.startswith(b"#!") and len(data) <= LARGEST_SCRIPT:
            called = entry_point(data.decode("latin-1"))
            if called is not None:
                return self.line("script", path, x, called)
            bare = re.compile(b"|".join(map(re.escape, sorted(self.prefixes, key=len, reverse=True))))
            return self.line("file", path, x, sha256(bare.sub(b"\0", data)))
        return self.line("file", path, x, self.content(data, claims))

    def content(self, data: bytes, claims: list[Claim]) -> str:
        now = sha256(data)
        claims = [claim for claim in claims if claim.sha256 or claim.in_prefix]
        for claim in claims:
            if now in (claim.sha256, claim.in_prefix):
                return claim.sha256 or now
        for claim in claims:
            patched = claim.in_prefix not in (None, claim.sha256)
            if claim.placeholder is None and not patched:
                continue
            undo = Undo(self.prefixes, os.fsencode(claim.placeholder or ""))
            before = [sha256(one) for one in undo.of(data, claim.mode)]
            return claim.sha256 if claim.sha256 in before else before[0]
        return now


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--lines"]
    if not words:
        sys.exit(__doc__)
    for word in words:
        if "--lines" in sys.argv:
            for one in Environment(word).lines():
                print(one)
        else:
            print(Environment(word).fingerprint())
