import * as v from 'valibot';

/**
 * What is asked of the environment's Python from inside of a container: a program of Python 2.7 and later that
 * uses nothing but the standard library, and writes one line of JSON behind a mark that nothing else can know.
 * Modules are imported in a process each, so that one that crashes or hangs takes nothing else with it.
 */
const PROGRAM = String.raw`
import json, os, subprocess, sys, threading
mark, prefix, wanted, limit = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), float(sys.argv[4])

def links():
    count, broken = 0, []
    for folder, folders, files in os.walk(prefix):
        for name in folders + files:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                continue
            count += 1
            try:
                os.stat(path)
            except OSError as error:
                if len(broken) < 1000:
                    broken.append([os.path.relpath(path, prefix), error.strerror or str(error)])
    return {"count": count, "broken": broken}

def scripts():
    dead = []
    place = os.path.join(prefix, "bin")
    for name in sorted(os.listdir(place)) if os.path.isdir(place) else []:
        try:
            with open(os.path.join(place, name), "rb") as file:
                first = file.readline(4096)
        except (IOError, OSError):
            continue
        if not first.startswith(b"#!"):
            continue
        words = first[2:].strip().split()
        interpreter = words[0].decode("utf-8", "replace") if words else ""
        if interpreter.startswith("/opt/") or interpreter.startswith(prefix):
            if not os.access(interpreter, os.X_OK):
                dead.append([name, interpreter])
    return dead[:100]

def recorded():
    found = {}
    place = os.path.join(prefix, "conda-meta")
    for name in sorted(os.listdir(place)) if os.path.isdir(place) else []:
        if not name.endswith(".json"):
            continue
        try:
            with open(os.path.join(place, name)) as file:
                record = json.load(file)
            found[record["name"].lower()] = record.get("files", [])
        except Exception:
            continue
    return found

def of_pip():
    found = {}
    try:
        from importlib.metadata import distributions
    except ImportError:
        return found
    for one in distributions():
        try:
            name = one.metadata["Name"].lower().replace("_", "-").replace(".", "-")
            found[name] = ["site-packages/" + str(file) for file in one.files or []]
        except Exception:
            continue
    return found

def modules(files):
    found = set()
    for path in files:
        parts = path.split("site-packages/")
        rest = parts[1].split("/") if len(parts) == 2 else []
        if len(rest) == 2 and rest[1] == "__init__.py":
            found.add(rest[0])
        elif len(rest) == 1 and rest[0].endswith(".py"):
            found.add(rest[0][:-3])
    plain = [one for one in found if one.replace("_", "a").isalnum() and not one[0].isdigit()]
    return sorted(one for one in plain if one[0] != "_" and one not in ("test", "tests", "docs", "examples"))

def run(words):
    late = []
    process = subprocess.Popen(words, stdin=open(os.devnull), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    timer = threading.Timer(limit, lambda: (late.append(1), process.kill()))
    timer.start()
    out, _ = process.communicate()
    timer.cancel()
    return (None if late else process.returncode), out

def imports():
    packages, projects = recorded(), of_pip()
    results = []
    for package in wanted:
        files = packages.get(package) or projects.get(package.replace("_", "-").replace(".", "-")) or []
        for module in modules(files)[:8]:
            code, out = run([sys.executable, "-c", "import " + module])
            if code != 0:
                results.append([package, module, code, out[-2000:].decode("utf-8", "replace")])
    return results

def certificates():
    try:
        import ssl
    except ImportError as error:
        return str(error)
    try:
        count = ssl.create_default_context().cert_store_stats()["x509_ca"]
    except Exception as error:
        return str(error)
    paths = ssl.get_default_verify_paths()
    folder = paths.capath and os.path.isdir(paths.capath) and os.listdir(paths.capath)
    return "" if count or folder else "no certificate of an authority is found"

facts = {"prefix": sys.prefix, "executable": sys.executable, "version": sys.version.split()[0], "links": links()}
if len(sys.argv) > 5 and sys.argv[5] == "all":
    code, out = run([sys.executable, "-m", "pip", "check"])
    missing = b"No module named" in out
    facts.update({"scripts": scripts(), "imports": imports(), "certificates": certificates()})
    facts["pip"] = "" if code == 0 or missing else out[-2000:].decode("utf-8", "replace")
sys.stdout.write("\n" + mark + json.dumps(facts) + "\n")
`;

const Broken = v.tuple([v.string(), v.string()]);

const Facts = v.object({
  prefix: v.string(),
  executable: v.string(),
  version: v.string(),
  links: v.object({ count: v.number(), broken: v.array(Broken) }),
  scripts: v.optional(v.array(v.tuple([v.string(), v.string()])), []),
  imports: v.optional(
    v.array(v.tuple([v.string(), v.string(), v.nullable(v.number()), v.string()])),
    [],
  ),
  certificates: v.optional(v.string(), ''),
  pip: v.optional(v.string(), ''),
});

/** What Python says of itself and of its environment. Whoever made the image can have it say anything. */
export type ProbeFacts = v.InferOutput<typeof Facts>;

export interface ProbeOrder {
  /** Where the environment is. */
  readonly prefix: string;
  /** Something that nobody can guess. */
  readonly mark: string;
  /** The packages whose modules are imported; in lower case. */
  readonly packages: readonly string[];
  /** For each import, in seconds. */
  readonly limit: number;
  /** Whether more than Python itself and the links is looked at. */
  readonly isWhole: boolean;
}

/** The words that run the probe with the environment's own Python. */
export function probeCommand({ prefix, mark, packages, limit, isWhole }: ProbeOrder): string[] {
  const words = [mark, prefix, JSON.stringify(packages), String(limit), isWhole ? 'all' : 'few'];
  return [`${prefix}/bin/python`, '-c', PROGRAM, ...words];
}

/** What the probe found; null where it did not come to say it. */
export function readProbe(output: string, mark: string): ProbeFacts | null {
  const at = output.lastIndexOf(`\n${mark}`);
  if (at < 0) return null;
  const [line = ''] = output.slice(at + 1 + mark.length).split('\n');
  try {
    const parsed = v.safeParse(Facts, JSON.parse(line));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
