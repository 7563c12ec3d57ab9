import * as v from 'valibot';

/**
 * What is asked of the environment's Python from inside of a container: a program of Python 2.7 and later that
 * uses nothing but the standard library, and writes one line of JSON behind a mark that nothing else can guess.
 * Modules are imported in a process each, so that one that crashes, hangs, floods or forks takes nothing else
 * with it, and away from the working folder, so that nothing there stands in for them.
 *
 * The mark keeps apart what is said by accident. It keeps out no liar: whatever runs in the container can read it
 * in `/proc/self/cmdline`, and say in the probe's place what it likes. So nothing that is verified from outside, on
 * the same image by its id, may ever depend on what is said here.
 */
const PROGRAM = String.raw`
import json, os, signal, subprocess, sys, threading, time
mark, prefix, wanted, limit = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), float(sys.argv[4])
python = os.path.join(prefix, "bin", "python")

def links():
    count, broken, closed = 0, [], []
    def refused(error):
        path = os.path.relpath(error.filename or prefix, prefix)
        if len(closed) < 1000 and path.split("/")[0] != "conda-meta":
            closed.append([path, error.strerror or str(error)])
    for folder, folders, files in os.walk(prefix, onerror=refused):
        if folder != prefix and "conda-meta" in folders:
            del folders[:]
            continue
        folders.sort()
        for name in sorted(folders + files):
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                continue
            count += 1
            try:
                os.stat(path)
            except OSError as error:
                if len(broken) < 1000:
                    broken.append([os.path.relpath(path, prefix), error.strerror or str(error)])
        if folder == prefix:
            folders[:] = [name for name in folders if name not in ("envs", "pkgs")]
    return {"count": count, "broken": broken, "closed": closed}

def interpreter(lines):
    words = lines[0][2:].split() if lines[0].startswith(b"#!") else []
    found = words[0] if words else b""
    # What is too long for a kernel is started by a shell, which conda has for that.
    if found == b"/bin/sh" and lines[1].startswith(b"'''exec' "):
        found = lines[1][9:].split(b' "$0"')[0].strip().strip(b'"')
    return found.decode("utf-8", "replace")

def scripts():
    dead = []
    place = os.path.join(prefix, "bin")
    for name in sorted(os.listdir(place)) if os.path.isdir(place) else []:
        try:
            with open(os.path.join(place, name), "rb") as file:
                found = interpreter([file.readline(4096), file.readline(4096)])
        except (IOError, OSError):
            continue
        is_own = found.startswith(prefix + "/")
        is_other = os.path.basename(found).startswith("python") and not found.startswith(("/usr/", "/bin/"))
        if found.startswith("/") and (is_own or is_other) and not os.access(found, os.X_OK):
            dead.append([name, found])
    return dead[:100]

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
        rest = path.split("site-packages/")[-1].split("/")
        if len(rest) == 2 and rest[1] == "__init__.py":
            found.add(rest[0])
        elif len(rest) == 1 and rest[0].endswith((".py", ".so")):
            found.add(rest[0].split(".")[0])
    plain = [one for one in found if one.replace("_", "a").isalnum() and not one[0].isdigit()]
    return sorted(one for one in plain if one[0] != "_" and one not in ("test", "tests", "docs", "examples"))

def tail(out):
    # A word that is cut may be the rest of a secret, which nobody would know for one any more.
    if len(out) > 2000:
        out = (out[-2000:].split(None, 1) + [b"", b""])[1]
    return out.decode("utf-8", "replace")

def run(words, limit):
    try:
        process = subprocess.Popen(
            words, stdin=open(os.devnull), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            cwd="/", preexec_fn=os.setsid
        )
    except Exception as error:
        return 1, str(error)
    kept = [b""]
    def hear():
        for piece in iter(lambda: os.read(process.stdout.fileno(), 65536), b""):
            kept[0] = (kept[0] + piece)[-4000:]
    ear = threading.Thread(target=hear)
    ear.daemon = True
    ear.start()
    end = time.time() + limit
    while process.poll() is None and time.time() < end:
        time.sleep(0.01)
    late = process.poll() is None
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except OSError:
        pass
    process.wait()
    ear.join(1)
    return (None if late else process.returncode), tail(kept[0])

def imports():
    projects, results, skipped = of_pip(), [], 0
    end = time.time() + 2 * limit
    for package, files in wanted:
        for module in modules(files or projects.get(package.replace("_", "-").replace(".", "-")) or [])[:8]:
            left = end - time.time()
            if left <= 0:
                skipped += 1
                continue
            code, out = run([python, "-c", "import " + module], min(limit, left))
            if code != 0:
                results.append([package, module, code, out])
    return results, skipped

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

def pip():
    code, out = run([python, "-m", "pip", "check"], limit)
    if code == 0 or out.strip().endswith("No module named pip"):
        return ""
    return None if code is None else out or "it said nothing"

facts = {"prefix": os.path.realpath(sys.prefix), "executable": sys.executable}
facts.update({"version": sys.version.split()[0], "links": links()})
if len(sys.argv) > 5 and sys.argv[5] == "all":
    failed, skipped = imports()
    facts.update({"scripts": scripts(), "imports": failed, "skipped": skipped})
    facts.update({"certificates": certificates(), "pip": pip()})
sys.stdout.write("\n" + mark + json.dumps(facts) + "\n")
`;

const Broken = v.tuple([v.string(), v.string()]);

const Facts = v.object({
  prefix: v.string(),
  executable: v.string(),
  version: v.string(),
  links: v.object({
    count: v.number(),
    broken: v.array(Broken),
    /** Folders that could not be listed. */
    closed: v.array(Broken),
  }),
  scripts: v.optional(v.array(v.tuple([v.string(), v.string()])), []),
  imports: v.optional(
    v.array(v.tuple([v.string(), v.string(), v.nullable(v.number()), v.string()])),
    [],
  ),
  /** Modules for which there was no time. */
  skipped: v.optional(v.number(), 0),
  certificates: v.optional(v.string(), ''),
  /** What is in conflict; null where it did not end in time. */
  pip: v.optional(v.nullable(v.string()), ''),
});

/** What Python says of itself and of its environment. Whoever made the image can have it say anything. */
export type ProbeFacts = v.InferOutput<typeof Facts>;

export interface ProbeOrder {
  /** Where the environment is. */
  readonly prefix: string;
  /** Something that nobody can guess. */
  readonly mark: string;
  /** The packages whose modules are imported, in lower case, with their files below `site-packages` where recorded. */
  readonly packages: readonly (readonly [name: string, files: readonly string[]])[];
  /** For each import, in seconds; twice that for all of them. */
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
