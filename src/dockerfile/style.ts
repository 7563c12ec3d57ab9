/** `article`: the form that the founding article shows. */
export const STYLES = ['standard', 'article'] as const;
export type Style = (typeof STYLES)[number];
