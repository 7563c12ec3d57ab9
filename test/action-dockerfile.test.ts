// The action's other commands: lint, and dockerfile.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../src/report.ts';
import { runStep, type Step } from './support/runner.ts';

const SOUND = 'name: ml\nchannels: [conda-forge]\ndependencies: [python=3.12]\n';
const POOR = `name: ml
channels: [conda-forge, https://me:hush@example.org/conda]
dependencies:
  - python
  - numpy=>1
`;

function placesIn({ commands }: Step): string[] {
  return commands.map(
    ({ name, properties: { title, file, line, col } }) => `${name} ${title} ${file}:${line}:${col}`,
  );
}

async function reportOf({ outputs }: Step): Promise<Report> {
  return JSON.parse(await readFile(outputs['report'] ?? '', 'utf8'));
}

describe('command: lint', () => {
  test('passes a sound file, and says so', async () => {
    await using step = await runStep({
      inputs: { command: 'lint' },
      files: { 'environment.yml': SOUND },
    });
    expect([step.code, step.stderr, step.commands]).toEqual([0, '', []]);
    expect(step.outputs).toMatchObject({ verdict: 'whole', findings: '0' });
    expect(step.summary).toContain('nothing to complain of');
  });

  test('annotates the very place, and gives no secret away', async () => {
    await using step = await runStep({
      inputs: { command: 'lint', 'environment-file': 'envs/ml.yml' },
      files: { 'envs/ml.yml': POOR },
    });
    expect(step.code).toBe(1);
    expect(placesIn(step)).toEqual([
      'error leaked-secret envs/ml.yml:2:25',
      'error invalid-spec envs/ml.yml:5:5',
      'warning unpinned-python envs/ml.yml:4:5',
    ]);
    expect(step.outputs).toMatchObject({ verdict: 'broken', findings: '3' });
    const report = await reportOf(step);
    expect(report.environments).toEqual([]);
    expect(report.files.map(({ file }) => file)).toEqual(['envs/ml.yml']);
    const all = [step.stdout, step.summary, JSON.stringify(report)].join('\n');
    expect(all).not.toContain('hush');
  });

  test('fails as it is told, and leaves rules out', async () => {
    const files = { 'environment.yml': POOR };
    const inputs = { command: 'lint', skip: 'leaked-secret, invalid-spec' };
    await using lenient = await runStep({ inputs, files });
    expect([lenient.code, lenient.outputs['verdict']]).toEqual([0, 'whole']);
    await using strict = await runStep({ inputs: { ...inputs, 'fail-on': 'warning' }, files });
    expect([strict.code, strict.outputs['verdict']]).toEqual([1, 'whole']);
  });

  test('says what is missing, or no YAML', async () => {
    await using none = await runStep({ inputs: { command: 'lint' } });
    expect([none.code, none.outputs['verdict']]).toEqual([2, 'unchecked']);
    expect(none.commands[0]?.message).toContain('neither an environment.yml');
    await using odd = await runStep({
      inputs: { command: 'lint' },
      files: { 'environment.yml': 'name: [\n' },
    });
    expect([odd.code, odd.outputs['verdict']]).toEqual([2, 'unchecked']);
    expect(odd.commands[0]?.message).toMatch(/environment\.yml:\d+:\d+: this is no YAML/);
  });
});

describe('command: dockerfile', () => {
  test('writes the file, and tells where', async () => {
    await using step = await runStep({
      inputs: { command: 'dockerfile', base: 'micromamba' },
      files: { 'environment.yml': SOUND },
    });
    expect([step.code, step.stderr]).toEqual([0, '']);
    expect(step.outputs).toMatchObject({ verdict: 'whole', dockerfile: 'Dockerfile' });
    expect(JSON.parse(step.outputs['matrix'] ?? '')).toEqual({
      include: [
        {
          name: 'ml',
          image: 'ml',
          target: 'ml',
          file: 'environment.yml',
          context: '.',
          dockerfile: 'Dockerfile',
        },
      ],
    });
    const text = await readFile(join(step.workspace, 'Dockerfile'), 'utf8');
    expect(text).toContain('micromamba create');
    expect(existsSync(join(step.workspace, '.dockerignore'))).toBe(true);
  });

  test('of several files', async () => {
    await using step = await runStep({
      inputs: { command: 'dockerfile', 'environment-file': 'a.yml\nb.yml\n', bake: 'true' },
      files: { 'a.yml': SOUND, 'b.yml': SOUND.replace('ml', 'web') },
    });
    expect(step.code).toBe(0);
    expect(step.outputs['dockerfile']).toBe('ml.Dockerfile\nweb.Dockerfile');
    const bake = JSON.parse(await readFile(join(step.workspace, 'docker-bake.json'), 'utf8'));
    expect(bake.group.default.targets).toEqual(['ml', 'web']);
  });

  test('with check-only writes nothing, and fails where it is out of date', async () => {
    await using step = await runStep({
      inputs: { command: 'dockerfile', 'check-only': 'true' },
      files: { 'environment.yml': SOUND, Dockerfile: 'FROM debian:12\n' },
    });
    expect(step.code).toBe(1);
    expect(step.stdout).toContain('-FROM debian:12');
    expect(await readFile(join(step.workspace, 'Dockerfile'), 'utf8')).toBe('FROM debian:12\n');
    expect(step.outputs).toMatchObject({ verdict: 'whole', dockerfile: 'Dockerfile' });
  });

  test('keeps what is there, unless it is told otherwise', async () => {
    const files = { 'environment.yml': SOUND, Dockerfile: 'FROM debian:12\n' };
    await using kept = await runStep({ inputs: { command: 'dockerfile' }, files });
    expect(kept.code).toBe(2);
    expect(kept.commands[0]?.message).toContain('Dockerfile is there already');
    await using forced = await runStep({
      inputs: { command: 'dockerfile', force: 'true' },
      files,
    });
    expect(forced.code).toBe(0);
    expect(await readFile(join(forced.workspace, 'Dockerfile'), 'utf8')).toContain('miniforge');
  });

  test.each([
    [{ force: 'perhaps' }, 'force: there is no “perhaps”'],
    [{ style: 'artcle' }, 'Did you mean article?'],
    [{ base: 'minforge' }, 'Did you mean miniforge?'],
    [{ 'environment-file': 'gone.yml' }, 'There is no gone.yml'],
  ] as const)('refuses %j', async (inputs, message) => {
    await using step = await runStep({
      inputs: { command: 'dockerfile', ...inputs },
      files: { 'environment.yml': SOUND },
    });
    expect([step.code, step.outputs['verdict']]).toEqual([2, 'unchecked']);
    expect(step.commands.map(({ name }) => name)).toEqual(['error']);
    expect(step.commands[0]?.message).toContain(message);
  });
});

describe('command: smoke', () => {
  test('says that there is no engine', async () => {
    await using step = await runStep({
      inputs: { command: 'smoke' },
      files: { 'environment.yml': SOUND },
      env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
    });
    expect([step.code, step.outputs['verdict']]).toEqual([2, 'unchecked']);
    expect(step.commands.map(({ name }) => name)).toEqual(['group', 'endgroup', 'error']);
    expect(step.commands.at(-1)?.message).toContain('/nowhere/docker.sock does not answer');
  });

  test.each([
    [{ timeout: 'soon' }, 'timeout: that is no number of seconds'],
    [{ memory: '1' }, 'memory: “1” is no size, or too small'],
    [{ tag: 'No:Good:Name' }, 'is no name for an image'],
    [{ keep: 'yes' }, 'keep: there is no “yes”'],
    [{ 'build-arg': 'x' }, 'build-arg: one of them is no NAME=value'],
    [{ builder: 'buildkid' }, 'Did you mean buildkit?'],
    [{ environments: 'tar:env.tar' }, 'cannot be run'],
    [{ environments: 'docker:ml', tag: 'x' }, 'nothing is built'],
  ] as const)('refuses %j before anything is done', async (inputs, message) => {
    await using step = await runStep({
      inputs: { command: 'smoke', ...inputs },
      files: { 'environment.yml': SOUND },
      env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
    });
    expect([step.code, step.outputs['verdict']]).toEqual([2, 'unchecked']);
    expect(step.commands.at(-1)?.message).toContain(message);
  });
});
