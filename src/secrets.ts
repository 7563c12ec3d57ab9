/** `user:password@`, `token@` of a URL; the user alone is none where it is how one says “by key” (`git@`). */
const USER_INFO = /^[a-z][a-z0-9+.-]*:\/\/([^/@\s]+)@/i;
/** `/t/TOKEN/` of anaconda.org and quetz. */
const PATH_TOKEN = /\/t\/([^/\s]+)/;
/** A query of a name that says so. */
const QUERY =
  /[?&](?:[\w-]*token|[\w-]*key|secret|password|sig|signature|x-amz-signature)=([^&\s]+)/i;

/** Names of variables that hold secrets, by a whole word of theirs. */
const NAME =
  /(?:^|_)(?:TOKEN|SECRET|SECRETS|PASSWORD|PASSWD|PASSPHRASE|API_?KEY|ACCESS_?KEY(?:_ID)?|PRIVATE_?KEY|CREDENTIALS?)(?:_|$)/i;

/** How the tokens of well-known services, and keys, begin. */
const VALUE =
  /(?:^|[\s=:'"])(?:gh[oprsu]_\w{16}|github_pat_\w{16}|glpat-[\w-]{16}|xox[abprs]-[\w-]{10}|sk-[\w-]{20}|AKIA[0-9A-Z]{16}|hf_\w{20}|pypi-\w{20}|-----BEGIN [A-Z ]*PRIVATE KEY|eyJ[\w-]{10,200}\.eyJ)/;

/** What is put in when the time has come: `$TOKEN`, `${TOKEN}`, `%(TOKEN)s`, `<token>`, `***`. */
const STAND_IN = /^(?:\$\{?\w+\}?|%\(\w+\)s|<[^<>]*>|\*+|x+|)$/i;

/** Whether a URL, or a text that holds one, carries what nobody else should see. */
export function carriesSecret(text: string): boolean {
  return text.split(/\s+/).some((word) => {
    const url = word.replace(/^.*?(?=[a-z][a-z0-9+.-]*:\/\/)/i, '');
    const [user = '', ...password] = USER_INFO.exec(url)?.[1]?.split(':') ?? [];
    const isLogin = password.length === 0 && (user.length < 16 || /^ssh|\+ssh/i.test(url));
    return [
      isLogin ? '' : password.length > 0 ? password.join(':') : user,
      PATH_TOKEN.exec(url)?.[1] ?? '',
      QUERY.exec(url)?.[1] ?? '',
    ].some((part) => !STAND_IN.test(part));
  });
}

/** Whether a variable holds what nobody else should see, by its name or by its value. */
export function isSecret(name: string, value: string): boolean {
  if (STAND_IN.test(value) || /^(?:true|false|[01])$/i.test(value)) return false;
  if (VALUE.test(value) || carriesSecret(value)) return true;
  // The place of a file with secrets is none.
  return NAME.test(name) && !/^(?:\.{0,2}|~)\//.test(value);
}
