import { chmod, readFile } from 'node:fs/promises';
import path from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';
import { licenses } from './build/licenses.ts';

/**
 * What belongs into one file, with all that it imports and no group above it has: to resolve and read a
 * file costs a millisecond at every start. Threads do not load what is for others.
 */
const GROUPS = [
  { name: 'start', test: /src[\\/](delivery|machine)\.ts$/ },
  { name: 'reading', test: /src[\\/](folder|conda[\\/]record-file|sources[\\/]directory)\.ts$/ },
  { name: 'hashing', test: /src[\\/](digest|digest-batch|elf)\.ts$/ },
  { name: 'program', test: /src[\\/]run\.ts$/ },
  { name: 'verifying', test: /src[\\/]commands[\\/]verify\.ts$/ },
].map((group, at, all) => ({ ...group, priority: all.length - at }));

export default defineConfig({
  cwd: import.meta.dirname,
  input: {
    cli: 'src/cli.ts',
    action: 'src/action.ts',
    'digest-worker': 'src/digest-worker.ts',
    'reading-worker': 'src/reading-worker.ts',
  },
  platform: 'node',
  // The version, above all: `--version` is then a matter of one file.
  optimization: { inlineConst: { mode: 'all' } },
  transform: {
    target: 'node20',
    // What CommonJS knows, and the bundle is not.
    define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
  },
  plugins: [
    withoutNative(),
    withoutProcesses(),
    licenses(),
    executable('cli.js'),
    moduleType(),
    protocol(),
  ],
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    sourcemap: false,
    minify: false,
    // The licences are in licenses.txt, the prose is in src.
    comments: { legal: true, annotation: true, jsdoc: false },
    // No content hashes: a change shows as a change of one file. Everything lies in one folder, so
    // that a module finds its neighbours (the worker) wherever it is bundled to.
    entryFileNames: '[name].js',
    chunkFileNames: (chunk) => `${nameOf(chunk.facadeModuleId) ?? '[name]'}.js`,
    codeSplitting: { groups: GROUPS },
    banner: (chunk) => (chunk.fileName === 'cli.js' ? '#!/usr/bin/env node' : ''),
  },
});

/**
 * What is loaded on demand: a package lends its name to its chunk, which would be `dist` or `index`; a
 * module its path, for there are two of the name `verify`.
 */
function nameOf(moduleId: string | null): string | undefined {
  const id = moduleId ?? '';
  const npm = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1];
  const own = path.relative(path.join(import.meta.dirname, 'src'), id);
  const name = npm ?? (own.startsWith('commands') ? own.replace(/\.ts$/, '') : undefined);
  return name?.replace('@', '').replace(/[\\/]/, '-');
}

/**
 * Some packages (ssh2) have parts in C for speed, and do without where they were not compiled. Here they
 * never are: `dist/` is the same on every machine.
 */
function withoutNative(): Plugin {
  return {
    name: 'without-native',
    resolveId: (id) => (id.endsWith('.node') ? '\0not-compiled' : null),
    load: (id) =>
      id === '\0not-compiled'
        ? { code: "throw new Error('not compiled');", moduleType: 'js' }
        : null,
  };
}

/** commander can start other programs as its commands. None is one here, and what would start it takes long to load. */
function withoutProcesses(): Plugin {
  return {
    name: 'without-processes',
    resolveId: (id, importer) =>
      id === 'node:child_process' && /[\\/]commander[\\/]/.test(importer ?? '')
        ? '\0no-processes'
        : null,
    load: (id) => (id === '\0no-processes' ? { code: 'export {};', moduleType: 'js' } : null),
  };
}

/** So that `dist/cli.js` can be run by its own name, as its first line promises. */
function executable(file: string): Plugin {
  return {
    name: 'executable',
    writeBundle: async ({ dir = '.' }) =>
      chmod(path.resolve(import.meta.dirname, dir, file), 0o755),
  };
}

/** dockerode reads this one where it lies itself, when it speaks to BuildKit. */
function protocol(): Plugin {
  return {
    name: 'protocol',
    async generateBundle() {
      const source = await readFile('node_modules/dockerode/lib/proto/auth.proto');
      this.emitFile({ type: 'asset', fileName: 'proto/auth.proto', source });
    },
  };
}

/** So that the files are ES modules wherever they are copied to, below a CommonJS project too. */
function moduleType(): Plugin {
  return {
    name: 'module-type',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "module" }\n' });
    },
  };
}
