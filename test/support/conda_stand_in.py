#!/usr/bin/env python3
"""A stand-in for conda, mamba and micromamba in the images that bases.ts makes: test support only.

It plays the one whose name it is called by.  What it installs is real: py-rattler links packages of
the channel in CHANNEL, with records, hard links or copies, and prefix replacement.  Every channel
that is named, and the host of every URL, stands for that one channel; records name the channel that
was asked for.

As the tool that it plays: an option or command that the tool does not know is an error (exit 2); a
question that nobody answers ends conda, and is a yes to mamba; conda reads CONDA_ALWAYS_YES and
CONDA_ALWAYS_COPY, mamba and micromamba read only MAMBA_…; `pip:` and `variables:` of a file; the
virtual packages of the machine, and CONDA_OVERRIDE_CUDA.

On miniconda (KIND) conda wants the terms of the channels accepted that are *configured*, as
conda-anaconda-tos does: `defaults`, or CONDA_CHANNELS, or `--channel`; what stands in a file does
not count.  CI or CONDA_PLUGINS_AUTO_ACCEPT_TOS accepts them.

What it is not: options that change what is chosen are taken and do nothing; YAML is a subset, and
what is beyond that an error (exit 70), as is what is not played at all.  `clean` takes a package for
unused when none of its files has another name.

CONDA_STAND_IN_BREAK=1 leaves out lib/libdemo.so.1.0.0, which the record of libdemo owns and which
links of libdemo and of libdemo-dev lead to: what a failed installation looks like.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path("/opt/stand-in")
CHANNEL = HOME / "channel"
KIND = HOME / "kind"
PLAYED = Path(sys.argv[0]).name
IS_MAMBA = PLAYED in ("mamba", "micromamba")
VERSIONS = {"conda": "conda 25.3.1", "mamba": "2.1.0", "micromamba": "2.1.0"}
MACHINE = platform.machine()
SUBDIR = {"x86_64": "linux-64", "arm64": "linux-aarch64"}.get(MACHINE, f"linux-{MACHINE}")
BREAKS = "lib/libdemo.so.1.0.0"


class Failure(Exception):
    """What the tool ends with: a message and exit code 1."""


def not_played(what: str) -> None:
    print(f"{PLAYED} (a stand-in for tests): {what}", file=sys.stderr)
    sys.exit(70)


def is_set(name: str) -> bool:
    """A variable of conda's or mamba's configuration, by its name without the prefix."""
    value = os.environ.get(f"{'MAMBA' if IS_MAMBA else 'CONDA'}_{name}", "")
    return value.lower() in ("true", "yes", "on", "1", "y")


def root_prefix(args: argparse.Namespace | None = None) -> Path:
    named = getattr(args, "root_prefix", None) or os.environ.get("MAMBA_ROOT_PREFIX")
    return Path(named if IS_MAMBA and named else "/opt/conda")


def package_cache(args: argparse.Namespace) -> Path:
    return Path(os.environ.get("CONDA_PKGS_DIRS") or root_prefix(args) / "pkgs")


# ------------------------------------------------------------------ YAML, as environment files have it


class Yaml:
    """Block mappings and sequences, flow sequences, plain and quoted scalars, comments."""

    KEY = re.compile(
        r"""("[^"\\]*"|'[^']*'|[^\s"'\[\]{}&*!|>%@`,#-][^"'\[\]{}&*!|>#]*?)\s*:(?:\s+(.*))?$"""
    )

    def __init__(self, text: str) -> None:
        self.lines: list[tuple[int, str]] = []
        for line in text.splitlines():
            bare = self.without_comment(line).rstrip()
            if bare.strip() in ("", "---"):
                continue
            if "\t" in bare[: len(bare) - len(bare.lstrip())]:
                not_played("a tab in YAML")
            self.lines.append((len(bare) - len(bare.lstrip(" ")), bare.strip()))
        self.at = 0

    @staticmethod
    def without_comment(line: str) -> str:
        quote = ""
        for at, letter in enumerate(line):
            if quote:
                quote = "" if letter == quote else quote
            elif letter in "\"'" and (at == 0 or line[at - 1] in " [,"):
                quote = letter
            elif letter == "#" and (at == 0 or line[at - 1] == " "):
                return line[:at]
        return line

    def read(self) -> object:
        value = self.block(0) if self.lines else None
        if self.at < len(self.lines):
            not_played(f"YAML: {self.lines[self.at][1]}")
        return value

    def block(self, least: int) -> object:
        if self.at >= len(self.lines) or self.lines[self.at][0] < least:
            return None
        indent, text = self.lines[self.at]
        if text == "-" or text.startswith("- "):
            return self.sequence(indent)
        return self.mapping(indent) if self.KEY.match(text) else self.single()

    def single(self) -> object:
        self.at += 1
        return self.scalar(self.lines[self.at - 1][1])

    def sequence(self, indent: int) -> list:
        out = []
        while self.at < len(self.lines):
            here, text = self.lines[self.at]
            if here != indent or not (text == "-" or text.startswith("- ")):
                break
            rest = text[1:].lstrip()
            if rest:
                # What stands behind the dash is a block of its own, as far in as it stands
                self.lines[self.at] = (indent + len(text) - len(rest), rest)
            else:
                self.at += 1
            out.append(self.block(indent + 1))
        return out

    def mapping(self, indent: int) -> dict:
        out = {}
        while self.at < len(self.lines):
            here, text = self.lines[self.at]
            match = self.KEY.match(text)
            if here != indent or text.startswith("- ") or not match:
                break
            self.at += 1
            key, rest = self.scalar(match[1]), match[2]
            is_list = self.at < len(self.lines) and re.match(r"-( |$)", self.lines[self.at][1])
            out[key] = self.scalar(rest) if rest else self.block(indent + (not is_list))
        return out

    def scalar(self, text: str) -> object:
        if text.startswith("["):
            if not text.endswith("]"):
                not_played(f"YAML: {text}")
            items = re.findall(r"""\s*("[^"\\]*"|'[^']*'|[^,\s"'][^,]*)\s*(?:,|$)""", text[1:-1])
            return [self.scalar(item.strip()) for item in items]
        if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
            if "\\" in text and text[0] == '"':
                not_played(f"YAML: {text}")
            return text[1:-1].replace("''", "'") if text[0] == "'" else text[1:-1]
        if text[0] in "{&*!|>%@`\"'":
            not_played(f"YAML: {text}")
        return text


def typed(value: str) -> object:
    """A plain scalar, as YAML 1.2 has it."""
    if value in ("true", "false"):
        return value == "true"
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            pass
    return value


# ------------------------------------------------------------------ what is asked for


class Wanted:
    """What a file, or the command line, wants in an environment."""

    def __init__(self) -> None:
        self.name: str | None = None
        self.channels: list[str] = []
        self.specs: list[str] = []
        self.pip: list[str] = []
        self.variables: dict[str, object] = {}
        self.explicit: list[str] | None = None
        self.folder = Path.cwd()

    def read(self, file: str) -> None:
        path = Path(file).absolute()
        if not path.is_file():
            raise Failure(f"EnvironmentFileNotFound: '{path}' file not found")
        self.folder = path.parent
        text = path.read_text()
        if path.suffix in (".yml", ".yaml"):
            self.read_environment(text)
        else:
            self.read_list(text)

    def read_environment(self, text: str) -> None:
        data = Yaml(text).read() or {}
        if not isinstance(data, dict):
            raise Failure("EnvironmentFileInvalid: the file is no mapping")
        self.name = data.get("name") or self.name
        self.channels += data.get("channels") or []
        for item in data.get("dependencies") or []:
            if isinstance(item, str):
                self.specs.append(item)
            elif isinstance(item, dict) and list(item) == ["pip"]:
                self.pip += item["pip"] or []
            else:
                not_played(f"dependency {item}")
        if self.pip and not any(re.match(r"(\S+::)?pip\b(?!-)", spec) for spec in self.specs):
            self.specs.append("pip")
        quoted = re.findall(r"""^\s+(\S+):\s*["']""", text, re.MULTILINE)
        for key, value in (data.get("variables") or {}).items():
            plain = typed(value) if key not in quoted else value
            self.variables[key.upper() if IS_MAMBA else key] = value if IS_MAMBA else plain

    def read_list(self, text: str) -> None:
        lines = [line.strip() for line in text.splitlines()]
        lines = [line for line in lines if line and not line.startswith("#")]
        if "@EXPLICIT" in lines:
            self.explicit = (self.explicit or []) + [line for line in lines if line != "@EXPLICIT"]
        else:
            self.specs += lines

    def base_url(self) -> str:
        """Where the records say that everything came from."""
        named = [name for name in self.channels if name != "nodefaults"]
        default = "defaults" if KIND.read_text().strip() == "miniconda" else "conda-forge"
        name = (named or [default])[0]
        if name == "defaults":
            return "https://repo.anaconda.com/pkgs/main"
        return name.rstrip("/") if "://" in name else f"https://conda.anaconda.org/{name}"


# ------------------------------------------------------------------ installing


def repodata() -> list:
    from rattler import Channel, SparseRepoData

    return [SparseRepoData(Channel(CHANNEL.as_uri()), subdir, CHANNEL / subdir / "repodata.json")
            for subdir in (SUBDIR, "noarch")]


async def solved(wanted: Wanted) -> list:
    from rattler import VirtualPackage, VirtualPackageOverrides, solve

    specs = [spec.rsplit("::", 1)[-1] for spec in wanted.specs]
    try:
        return await solve(
            repodata(), specs, platforms=[SUBDIR, "noarch"],
            virtual_packages=VirtualPackage.detect(VirtualPackageOverrides.from_env()),
            add_pip_as_python_dependency=True,
        )
    except Exception as error:
        title = ("error    libmamba Could not solve for environment specs" if IS_MAMBA
                 else "LibMambaUnsatisfiableError: Encountered problems while solving:")
        raise Failure(f"{title}\n{error}") from None


def listed(lines: list[str]) -> tuple[list, dict[str, str]]:
    """The records of an explicit file, and package → the URL that it gives."""
    from rattler import PackageName

    records, urls = [], {}
    known = {}
    for data in repodata():
        for name in data.package_names():
            for record in data.load_records(PackageName(name)):
                known[record.file_name] = record
    for line in lines:
        match = re.fullmatch(r"(\S+/)?([^/#]+(?:\.conda|\.tar\.bz2))"
                             r"(?:#(?:([0-9a-f]{32})|(?:sha256:)?([0-9a-f]{64})))?", line)
        if not match:
            raise Failure(f"ParseError: Could not parse explicit URL: {line}")
        place, file, md5, sha256 = match.groups()
        if file not in known:
            raise Failure(f"HTTP 404 NOT FOUND for url <{place}{file}>")
        record = known[file]
        for expected, actual in ((md5, record.md5), (sha256, record.sha256)):
            if expected and expected != actual.hex():
                raise Failure(f"ChecksumMismatchError: Conda detected a mismatch between the "
                              f"expected content and downloaded content for url '{place}{file}'.")
        records.append(record)
        urls[record.name.normalized] = f"{place}{file}"
    return records, urls


async def link(records: list, wanted: Wanted, prefix: Path, cache: Path, copies: bool) -> None:
    from rattler import Config, MatchSpec, install

    specs = [MatchSpec(spec.rsplit("::", 1)[-1]) for spec in wanted.specs]
    config = Config()
    if copies:
        config.set("allow-hard-links", "false")
        config.set("allow-ref-links", "false")
    await install(
        records, target_prefix=prefix, cache_dir=cache, show_progress=False, config=config,
        # py-rattler 0.28.0 hands requested_specs on without unwrapping them
        requested_specs=[getattr(spec, "_match_spec", spec) for spec in specs],
    )


def rewrite_records(prefix: Path, base: str, urls: dict[str, str]) -> list[str]:
    """Says of each package that it came from where it was asked for; what history says of them."""
    lines = []
    for path in sorted((prefix / "conda-meta").glob("*.json")):
        record = json.loads(path.read_bytes())
        url = urls.get(record["name"], f"{base}/{record['subdir']}/{record['fn']}")
        channel = url.rsplit("/", 2)[0]
        record |= {"url": url, "channel": channel}
        path.write_text(json.dumps(record, indent=2))
        stem = path.name.removesuffix(".json")
        lines.append(f"+{channel}/{record['subdir']}::{stem}")
    return lines


def write_history(prefix: Path, lines: list[str], specs: list[str]) -> None:
    when = time.strftime("%Y-%m-%d %H:%M:%S")
    head = [f"==> {when} <==", f"# cmd: {' '.join(sys.argv)}", f"# conda version: {VERSIONS['conda'][6:]}"]
    tail = [f"# update specs: {json.dumps(specs)}"] if specs else []
    (prefix / "conda-meta/history").write_text("\n".join([*head, *lines, *tail, ""]))


def install_pip(wanted: Wanted, prefix: Path, quiet: bool) -> None:
    """As conda (conda/env/installers/pip.py) and libmamba (api/utils.cpp) call it."""
    prefixes = {"prefix": "mambaf"} if IS_MAMBA else {
        "prefix": "condaenv.", "suffix": ".requirements.txt"}
    with tempfile.NamedTemporaryFile("w", dir=wanted.folder, **prefixes) as file:
        file.write("".join(f"{line}\n" for line in wanted.pip))
        file.flush()
        words = ["install", "-U", "-r", file.name, "--exists-action=b"]
        if IS_MAMBA:
            words = ["install", "-U", "-r", file.name, *(["--quiet"] if quiet else []), "--no-input"]
        command = [str(prefix / "bin/python"), "-m", "pip", *words]
        print("Ran pip subprocess with arguments:", command, flush=True)
        if subprocess.run(command, cwd=wanted.folder).returncode:
            raise Failure("critical libmamba pip failed to install packages" if IS_MAMBA
                          else "CondaEnvException: Pip failed")


def create(args: argparse.Namespace, wanted: Wanted) -> None:
    prefix = target(args, wanted)
    if args.dry_run:
        return print("DryRunExit: Dry run. Exiting.")
    if (prefix / "conda-meta/history").exists():
        raise Failure(f"CondaValueError: prefix already exists: {prefix}")
    if not (IS_MAMBA or args.assume_yes or args.yes or is_set("ALWAYS_YES")):
        raise Failure("Proceed ([y]/n)? \nEOFError: nobody answers")
    urls: dict[str, str] = {}
    if wanted.explicit is not None:
        records, urls = listed(wanted.explicit)
    else:
        records = asyncio.run(solved(wanted)) if wanted.specs else []
    for record in records:
        print(f"  {record.name.normalized:<20} {record.version} {record.build}")
    (prefix / "conda-meta").mkdir(parents=True, exist_ok=True)
    copies = getattr(args, "copy", None) or is_set("ALWAYS_COPY")
    asyncio.run(link(records, wanted, prefix, package_cache(args), copies))
    (package_cache(args) / "urls.txt").touch()
    lines = rewrite_records(prefix, wanted.base_url(), urls)
    write_history(prefix, lines, wanted.specs)
    if wanted.variables:
        state = json.dumps({"env_vars": wanted.variables}, indent=2)
        (prefix / "conda-meta/state").write_text(state)
    if os.environ.get("CONDA_STAND_IN_BREAK") == "1":
        (prefix / BREAKS).unlink(missing_ok=True)
    register(prefix)
    if wanted.pip:
        install_pip(wanted, prefix, args.quiet)


def target(args: argparse.Namespace, wanted: Wanted) -> Path:
    if args.prefix and args.name:
        sys.exit(2)
    if args.prefix:
        return Path(args.prefix).absolute()
    name = args.name or wanted.name
    if not name:
        raise Failure("one of the arguments -n/--name -p/--prefix is required")
    return root_prefix(args) / "envs" / name


def register(prefix: Path) -> None:
    file = Path.home() / ".conda/environments.txt"
    try:
        file.parent.mkdir(exist_ok=True)
        with file.open("a") as out:
            out.write(f"{prefix}\n")
    except OSError:
        pass


# ------------------------------------------------------------------ commands


def run_create(args: argparse.Namespace) -> None:
    wanted = Wanted()
    for file in args.file or []:
        if not IS_MAMBA and Path(file).suffix in (".yml", ".yaml"):
            raise Failure(f"conda 25 reads no environment file here: conda env create --file {file}")
        wanted.read(file)
    wanted.specs += args.specs
    wanted.channels = [*(args.channel or []), *wanted.channels]
    configured = args.channel or []
    check_terms([*configured, *([] if args.override_channels else configured_channels())])
    create(args, wanted)


def run_env_create(args: argparse.Namespace) -> None:
    wanted = Wanted()
    check_terms(configured_channels())
    for file in args.file or ["environment.yml"]:
        wanted.read(file)
    if wanted.explicit is not None:
        raise Failure("conda 25 takes no list of packages here: conda create --file FILE")
    create(args, wanted)


def run_clean(args: argparse.Namespace) -> None:
    kinds = ("all", "index_cache", "packages", "tarballs", "force_pkgs_dirs")
    if not any(getattr(args, kind) for kind in kinds):
        raise Failure("At least one removal target must be given. See 'conda clean --help'.")
    if not (args.yes or is_set("ALWAYS_YES")):
        raise Failure("Proceed ([y]/n)? \nEOFError: nobody answers")
    cache = package_cache(args)
    if args.dry_run or not cache.is_dir():
        return
    for path in cache.iterdir():
        is_package = (path / "info/index.json").is_file()
        if args.force_pkgs_dirs:
            remove(path)
        elif is_package and (args.all or args.packages) and is_unused(path):
            remove(path)
        elif path.name.endswith((".tar.bz2", ".conda")) and (args.all or args.tarballs):
            remove(path)
    if args.force_pkgs_dirs:
        try:
            cache.rmdir()
        except OSError:
            pass  # a mounted cache


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def is_unused(package: Path) -> bool:
    return all(os.lstat(os.path.join(base, name)).st_nlink == 1
               for base, _, names in os.walk(package) for name in names)


def run_run(args: argparse.Namespace) -> None:
    prefix = target(args, Wanted())
    state = prefix / "conda-meta/state"
    variables = json.loads(state.read_bytes())["env_vars"] if state.exists() else {}
    words = args.command[1:] if args.command[:1] == ["--"] else args.command
    env = {**os.environ, "CONDA_PREFIX": str(prefix), "CONDA_DEFAULT_ENV": prefix.name,
           "PATH": f"{prefix}/bin:{os.environ['PATH']}",
           **{key: str(value) for key, value in variables.items()}}
    sources = 'for file in "$CONDA_PREFIX"/etc/conda/activate.d/*.sh; do\n'
    sources += '  if [ -e "$file" ]; then . "$file"; fi\ndone\nexec "$@"'
    os.execvpe("bash", ["bash", "-c", sources, "bash", *words], env)


def run_info(args: argparse.Namespace) -> None:
    if not args.base:
        not_played("info without --base")
    print(root_prefix(args))


# ------------------------------------------------------------------ terms of service

TERMS = [f"https://repo.anaconda.com/pkgs/{name}" for name in ("main", "r", "msys2")]
ACCEPTED = Path.home() / ".conda/tos"


def configured_channels() -> list[str]:
    return (os.environ.get("CONDA_CHANNELS") or "defaults").split(",")


def with_terms(channels: list[str]) -> list[str]:
    """The channels that have terms, among what these names stand for."""
    short = {f"pkgs/{name}": f"https://repo.anaconda.com/pkgs/{name}" for name in ("main", "r", "msys2")}
    short |= {"main": TERMS[0], "r": TERMS[1], "msys2": TERMS[2]}
    urls = []
    for name in channels:
        bare = name.rstrip("/")
        urls += TERMS[:2] if bare == "defaults" else [short.get(bare, bare)]
    return [url for url in dict.fromkeys(urls) if url in TERMS]


def accepted_file(url: str) -> Path:
    return ACCEPTED / hashlib.sha256(url.encode()).hexdigest() / "1752537600.0.json"


def check_terms(channels: list[str]) -> None:
    if IS_MAMBA or KIND.read_text().strip() != "miniconda":
        return
    if is_set("PLUGINS_AUTO_ACCEPT_TOS") or os.environ.get("CI"):
        return
    missing = [url for url in with_terms(channels) if not accepted_file(url).exists()]
    if missing:
        bullets = "".join(f"    - {url}\n" for url in missing)
        raise Failure("CondaToSNonInteractiveError: Terms of Service have not been accepted for the "
                      f"following channels. Please accept or remove them before proceeding:\n{bullets}")


def run_tos_accept(args: argparse.Namespace) -> None:
    named = args.channel or []
    channels = named if args.override_channels else [*named, *configured_channels()]
    for url in with_terms(channels):
        file = accepted_file(url)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"base_url": url, "tos_accepted": True}))
        print(f"accepted Terms of Service for {url}")


# ------------------------------------------------------------------ options

NETWORK = "-C/--use-index-cache -k/--insecure --offline"
OUTPUT = "--json -v/--verbose -q/--quiet -d/--dry-run -y/--yes"
CONDA_CREATE = f"""{NETWORK} {OUTPUT} --use-local -O/--override-channels --no-lock
    --repodata-use-zst --no-repodata-use-zst --strict-channel-priority --no-channel-priority
    --no-deps --only-deps --no-pin --copy --no-shortcuts --clobber --download-only
    --show-channel-urls --no-default-packages --dev"""
MAMBA_GENERAL = """-v/--verbose -q/--quiet -y/--yes --json --offline --dry-run --download-only
    --use-uv --debug --no-rc --no-env"""
MAMBA_CREATE = """--ssl-no-revoke --retry-clean-cache --override-channels --strict-channel-priority
    --no-channel-priority --skip-run-link-scripts --run-link-scripts --no-pin --pin --no-py-pin
    --py-pin --pyc --no-pyc --allow-uninstall --no-allow-uninstall --allow-downgrade
    --no-allow-downgrade --allow-softlinks --no-allow-softlinks --always-softlink
    --no-always-softlink --shortcuts --no-shortcuts --extra-safety-checks --no-extra-safety-checks
    --verify-artifacts --no-deps --only-deps"""
MAMBA_VALUES = """--rc-file --log-level -r/--root-prefix -p/--prefix --relocate-prefix -n/--name
    --ssl-verify --cacert-path --repodata-ttl --channel-priority --channel-alias --safety-checks
    --trusted-channels --platform --category --lock-timeout"""


def flags(parser: argparse.ArgumentParser, names: str) -> None:
    for name in names.split():
        parser.add_argument(*name.split("/"), action="store_true")


def values(parser: argparse.ArgumentParser, names: str) -> None:
    for name in names.split():
        parser.add_argument(*name.split("/"))


def command(commands: argparse._SubParsersAction, name: str, act: object, **more: object):
    parser = commands.add_parser(name, allow_abbrev=False)
    parser.set_defaults(act=act, assume_yes=False, **more)
    return parser


def conda_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("conda", allow_abbrev=False)
    parser.add_argument("-V", "--version", action="version", version=VERSIONS["conda"])
    commands = parser.add_subparsers(required=True)
    make = command(commands, "create", run_create)
    flags(make, CONDA_CREATE)
    values(make, "-n/--name -p/--prefix --repodata-fn --solver --subdir/--platform --shortcuts-only")
    make.add_argument("-c", "--channel", action="append")
    make.add_argument("--file", action="append")
    make.add_argument("specs", nargs="*")
    env = commands.add_parser("env", allow_abbrev=False).add_subparsers(required=True)
    make = command(env, "create", run_env_create)
    flags(make, f"{NETWORK} {OUTPUT} --no-default-packages")
    values(make, "-n/--name -p/--prefix --solver --subdir/--platform")
    make.set_defaults(assume_yes=True)
    make.add_argument("-f", "--file", action="append")
    clean = command(commands, "clean", run_clean)
    flags(clean, f"{OUTPUT} -a/--all -i/--index-cache -p/--packages -t/--tarballs "
                 "-f/--force-pkgs-dirs -l/--logfiles")
    run = command(commands, "run", run_run)
    flags(run, "-v/--verbose -s/--no-capture-output/--live-stream --debug-wrapper-scripts")
    values(run, "-n/--name -p/--prefix --cwd")
    run.add_argument("command", nargs=argparse.REMAINDER)
    flags(command(commands, "info", run_info), "--base --json -v/--verbose -q/--quiet")
    # The plugin comes with Miniconda, not with Miniforge
    if KIND.exists() and KIND.read_text().strip() == "miniconda":
        tos = commands.add_parser("tos", allow_abbrev=False).add_subparsers(required=True)
        accept = command(tos, "accept", run_tos_accept)
        flags(accept, "--override-channels --json --site --system --user --env --ignore-cache")
        values(accept, "-n/--name -p/--prefix --tos-root --cache-timeout")
        accept.add_argument("-c", "--channel", action="append")
    return parser


def mamba_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(PLAYED, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=VERSIONS[PLAYED])
    commands = parser.add_subparsers(required=True)
    env = commands.add_parser("env", allow_abbrev=False).add_subparsers(required=True)
    for where in (commands, env):
        make = command(where, "create", run_create)
        flags(make, f"{MAMBA_GENERAL} {MAMBA_CREATE}")
        values(make, MAMBA_VALUES)
        make.add_argument("--always-copy", dest="copy", action="store_true")
        make.add_argument("--no-always-copy", dest="copy", action="store_false")
        make.add_argument("-c", "--channel", action="append")
        make.add_argument("-f", "--file", action="append")
        make.add_argument("specs", nargs="*")
    clean = command(commands, "clean", run_clean)
    flags(clean, f"{MAMBA_GENERAL} -a/--all -i/--index-cache -p/--packages -t/--tarballs -l/--locks "
                 "--trash -f/--force-pkgs-dirs")
    values(clean, "--rc-file --log-level")
    run = command(commands, "run", run_run)
    values(run, "-n/--name -p/--prefix -r/--root-prefix --cwd")
    run.add_argument("command", nargs=argparse.REMAINDER)
    return parser


def main() -> int:
    os.environ.setdefault("SSL_CERT_FILE", str(HOME / "cacert.pem"))
    args = (mamba_parser() if IS_MAMBA else conda_parser()).parse_args()
    try:
        args.act(args)
    except Failure as failure:
        print(f"\n{failure}\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # py-rattler 0.28.0 crashes in one of sixty exits of the interpreter: its threads outlive it
    os._exit(code)
