import { execForm } from './quoting.ts';
import {
  acceptance,
  copying,
  creating,
  type Plan,
  prefixOf,
  ROOT,
  shellOf,
  title,
  withVariables,
} from './recipe.ts';

/** The lines of the founding article in today's syntax: one stage, with the installer and its caches in it. */
export function article(plan: Plan): string {
  const path = `PATH=${prefixOf(plan)}/bin:$PATH`;
  const [create = '', ...further] = creating(plan, `--name ${plan.name}`);
  const lines = [
    title(plan),
    '',
    `FROM ${plan.builder}`,
    ...(plan.tool === 'micromamba' ? ROOT : []),
    ...(plan.cuda === null ? [] : [`ENV CONDA_OVERRIDE_CUDA=${plan.cuda}`]),
    ...acceptance(plan.wishes),
    'WORKDIR /src',
    ...copying(plan),
    [`RUN ${create}`, ...further].join(' \\\n    && '),
    `ENV ${withVariables([path], plan.wishes)}`,
    `CMD ${execForm([shellOf(plan)])}`,
  ];
  return `${lines.join('\n')}\n`;
}
