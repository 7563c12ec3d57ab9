/** `user:password@`, `token@` of a URL; the user alone is none where it is how one says “by key” (`git@`). */
const USER_INFO = /(?<![a-z0-9+.-])([a-z0-9+.-]*):\/\/([^/@\s]+)@/gi;
/** `/t/TOKEN/` of anaconda.org and quetz. */
const PATH_TOKEN = /\/t\/([^/\s]+)/g;
/** A query of a name that says so. */
const QUERY =
  /[?&](?:[\w-]*token|[\w-]*key|secret|password|sig|signature|x-amz-signature)=([^&\s]+)/gi;

/** Names of variables that hold secrets, by a whole word of theirs. */
const NAME =
  /(?:^|_)(?:TOKEN|SECRET|SECRETS|[A-Z]*PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|AUTH|(?:ENCRYPTION|SIGNING|STORAGE|ACCOUNT|MASTER)_?KEY|API_?KEY|ACCESS_?KEY(?:_ID)?|PRIVATE_?KEY|CREDENTIALS?)(?:_|$)/i;

/** How the tokens of well-known services, and keys, begin. */
const VALUE =
  /(?:^|[\s=:'"])(?:gh[oprsu]_\w{16}|github_pat_\w{16}|glpat-[\w-]{16}|xox[abprs]-[\w-]{10}|sk-[\w-]{20}|AKIA[0-9A-Z]{16}|hf_\w{20}|pypi-\w{20}|-----BEGIN [A-Z ]*PRIVATE KEY|eyJ[\w-]{10,200}\.eyJ)/;

/** What is put in when the time has come: `$TOKEN`, `${TOKEN}`, `%(TOKEN)s`, `<token>`, `***`. */
const STAND_IN = /^(?:\$\{?\w+\}?|%\(\w+\)s|<[^<>]*>|\*+|x+|)$/i;

/** Whether a URL, or a text that holds one, carries what nobody else should see. */
export function carriesSecret(text: string): boolean {
  return text
    .split(/\s+/)
    .filter((word) => word.includes('://'))
    .some((word) =>
      [
        ...Array.from(word.matchAll(USER_INFO), ([, scheme, user]) => passwordIn(scheme, user)),
        ...Array.from(word.matchAll(PATH_TOKEN), ([, token = '']) => token),
        ...Array.from(word.matchAll(QUERY), ([, value = '']) => value),
      ].some((part) => !STAND_IN.test(part)),
    );
}

/** What of `user:password` is secret; a short user alone is a login. */
function passwordIn(scheme = '', userInfo = ''): string {
  const at = userInfo.indexOf(':');
  if (at >= 0) return userInfo.slice(at + 1);
  return userInfo.length < 16 || /(?:^|\+)ssh$/i.test(scheme) ? '' : userInfo;
}

/** Whether a variable holds what nobody else should see, by its name or by its value. */
export function isSecret(name: string, value: string): boolean {
  if (STAND_IN.test(value) || /^(?:true|false|[01])$/i.test(value)) return false;
  if (VALUE.test(value) || carriesSecret(value)) return true;
  // The place of a file with secrets is none.
  return NAME.test(name) && !/^(?:\.{0,2}|~)\//.test(value);
}
