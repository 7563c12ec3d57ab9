import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Plugin } from 'rolldown';

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly text: string;
}

/** Emits `licenses.txt`: name, version and licence text of every package that has code in the bundle. */
export function licenses(): Plugin {
  return {
    name: 'licenses',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const modules = chunks.flatMap((chunk) => chunk.moduleIds);
      const roots = new Set(modules.map(packageRoot).filter((root) => root !== undefined));
      const packages = [...roots].map(describe);
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: render(packages) });
    },
  };
}

/** The folder of the package that a module belongs to; nothing for modules of this project. */
function packageRoot(moduleId: string): string | undefined {
  const file = moduleId.startsWith('\0') ? bundlerItself() : moduleId;
  const found = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file);
  return found?.[0];
}

/** Virtual modules are helpers of the bundler (module interop, `using`): they come under its licence. */
function bundlerItself(): string {
  return createRequire(import.meta.url).resolve('rolldown/package.json');
}

function describe(root: string): BundledPackage {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const files = readdirSync(root)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .sort();
  const texts = files.map((file) => tidy(readFileSync(path.join(root, file), 'utf8')));
  const text = texts.length > 0 ? texts.join('\n\n') : `License: ${manifest.license}`;
  return { name: manifest.name, version: manifest.version, text };
}

function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .trim();
}

function render(packages: readonly BundledPackage[]): string {
  const sections = new Map(packages.map((one) => [`${one.name} ${one.version}`, one.text]));
  const sorted = [...sections].sort(([left], [right]) => (left < right ? -1 : 1));
  const rule = '-'.repeat(80);
  return sorted.map(([title, text]) => `${title}\n${rule}\n${text}\n`).join('\n\n');
}
