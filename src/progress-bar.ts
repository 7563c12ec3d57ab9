import cliProgress, { type SingleBar } from 'cli-progress';

/** A bar on standard error, with room for `{files}` and `{bytes}`; not yet shown. */
export function progressBar(): SingleBar {
  return new cliProgress.SingleBar(
    {
      format: '{bar} {percentage}% · {files}{bytes} · {eta_formatted} left',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: false,
      barsize: 16,
    },
    cliProgress.Presets.shades_classic,
  );
}
