// Strict format checks for the validators. ajv-formats accepts values that the RFCs do not ("urn:uuid:…", a space
// for the "T", "+0100"), and its expressions can cost more than the rest of a validation.

const DIGIT_0 = 48;

/** The number that two ASCII digits at `at` make, or -1. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - DIGIT_0;
  const ones = text.charCodeAt(at + 1) - DIGIT_0;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** RFC 3339 `full-date`, the first ten characters of `text`. */
function startsWithDate(text: string): boolean {
  const century = twoDigits(text, 0);
  const yearOfCentury = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  return (
    century >= 0 &&
    yearOfCentury >= 0 &&
    text[4] === "-" &&
    text[7] === "-" &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(century * 100 + yearOfCentury, month)
  );
}

/** RFC 3339 `full-time`, from `at` to the end of `text`. A leap second is valid only at 23:59:60 UTC. */
function endsWithTime(text: string, at: number): boolean {
  const hour = twoDigits(text, at);
  const minute = twoDigits(text, at + 3);
  const second = twoDigits(text, at + 6);
  if (text[at + 2] !== ":" || text[at + 5] !== ":") return false;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
  let next = at + 8;
  if (text[next] === ".") {
    const first = ++next;
    while (text.charCodeAt(next) >= DIGIT_0 && text.charCodeAt(next) <= DIGIT_0 + 9) next++;
    if (next === first) return false;
  }
  const zone = text[next];
  let offset = 0;
  if (zone === "Z" || zone === "z") {
    if (next + 1 !== text.length) return false;
  } else if (zone === "+" || zone === "-") {
    const hours = twoDigits(text, next + 1);
    const minutes = twoDigits(text, next + 4);
    if (next + 6 !== text.length || text[next + 3] !== ":") return false;
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
    offset = (zone === "+" ? 1 : -1) * (hours * 60 + minutes);
  } else {
    return false;
  }
  return second < 60 || (((hour * 60 + minute - offset) % 1440) + 1440) % 1440 === 1439;
}

/** `date-time`: RFC 3339, section 5.6. */
export function isDateTime(text: string): boolean {
  const separator = text[10];
  return (
    text.length >= 20 && (separator === "T" || separator === "t") && startsWithDate(text) && endsWithTime(text, 11)
  );
}

/** `date`: RFC 3339 `full-date`. */
export function isDate(text: string): boolean {
  return text.length === 10 && startsWithDate(text);
}

/** `time`: RFC 3339 `full-time`, with its offset. */
export function isTime(text: string): boolean {
  return text.length >= 9 && endsWithTime(text, 0);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** `uuid`: RFC 4122 (RFC 9562), section 4, without a `urn:uuid:` prefix or braces. */
export function isUuid(text: string): boolean {
  return text.length === 36 && UUID.test(text);
}

// RFC 3986, appendix A. A run of characters of a class, with percent-encoded ones between: matching whole runs is
// faster than choosing for each character.
const run = (characters: string): string => `[${characters}]*(?:%[0-9a-f]{2}[${characters}]*)*`;
const NAME = "a-z0-9\\-._~!$&'()*+,;=";
const PATH = `${NAME}:@/`;
const AUTHORITY = `//(?:${run(`${NAME}:`)}@)?(?:\\[([^\\]]*)\\]|${run(NAME)})(?::[0-9]*)?(?:/${run(PATH)})?`;
const TAIL = `(?:\\?${run(`${PATH}?`)})?(?:#${run(`${PATH}?`)})?$`;
const URI = new RegExp(`^[a-z][a-z0-9+.-]*:(?:${AUTHORITY}|(?!//)${run(PATH)})${TAIL}`, "i");
// The first segment of a relative path has no colon: it would read as a scheme.
const RELATIVE = new RegExp(`^(?:${AUTHORITY}|(?!//)(?![^/?#]*:)${run(PATH)})${TAIL}`, "i");
const IP_FUTURE = /^v[0-9a-f]+\.[a-z0-9._~!$&'()*+,;=:-]+$/i;

/** Whether the text between the brackets of an authority, if there was one, is an IP-literal. */
function hasValidHost(match: RegExpExecArray | null): boolean {
  if (match === null) return false;
  const literal = match[1];
  return literal === undefined || IP_FUTURE.test(literal) || URL.canParse(`http://[${literal}]/`);
}

/** `uri`: RFC 3986, section 3, with its scheme. */
export function isUri(text: string): boolean {
  return hasValidHost(URI.exec(text));
}

/** `uri-reference`: RFC 3986, section 4.1. */
export function isUriReference(text: string): boolean {
  return isUri(text) || hasValidHost(RELATIVE.exec(text));
}

const ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const QUOTED = '"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\x20-\\x7e])*"';
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const IPV4 = "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!\\])|(?=\\]))){4}";
const MAILBOX = new RegExp(
  `^(?:${ATOM}(?:\\.${ATOM})*|${QUOTED})@(?:${LABEL}(?:\\.${LABEL})*|\\[${IPV4}\\]|\\[IPv6:([^\\]]+)\\])$`,
  "i",
);

/** `email`: RFC 5321, section 4.1.2, `Mailbox`, with the lengths of section 4.5.3.1. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  if (at > 64 || text.length - at > 256) return false;
  const match = MAILBOX.exec(text);
  return match !== null && (match[1] === undefined || URL.canParse(`http://[${match[1]}]/`));
}
