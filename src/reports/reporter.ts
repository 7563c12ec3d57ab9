import type { Report } from '../report.ts';

/** How a report is shown. */
export interface View {
  readonly color: boolean;
  /** In columns. */
  readonly width: number;
}

/** Turns a report into text that ends with a newline; knows nothing of files and terminals. */
export type Reporter = (report: Report, view: View) => string;
