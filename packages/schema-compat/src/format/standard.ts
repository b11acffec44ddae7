import { isDate, isDateTime, isTime } from "./calendar.ts";
import type { Format, FormatTable } from "./format.ts";

function regular(exactly: string, ...samples: string[]): Format {
  const expression = new RegExp(exactly, "u");
  return { validate: (text) => expression.test(text), exactly, samples };
}

const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const ipv4 = `(?:${octet}\\.){3}${octet}`;
const h16 = "[0-9a-fA-F]{1,4}";
const ls32 = `(?:${h16}:${h16}|${ipv4})`;
const ipv6 = [
  `(?:${h16}:){6}${ls32}`,
  `::(?:${h16}:){5}${ls32}`,
  `(?:${h16})?::(?:${h16}:){4}${ls32}`,
  `(?:(?:${h16}:){0,1}${h16})?::(?:${h16}:){3}${ls32}`,
  `(?:(?:${h16}:){0,2}${h16})?::(?:${h16}:){2}${ls32}`,
  `(?:(?:${h16}:){0,3}${h16})?::${h16}:${ls32}`,
  `(?:(?:${h16}:){0,4}${h16})?::${ls32}`,
  `(?:(?:${h16}:){0,5}${h16})?::${h16}`,
  `(?:(?:${h16}:){0,6}${h16})?::`,
].join("|");

const label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-]+";
const time = "[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?(?:[Zz]|[+\\-][0-9]{2}:[0-9]{2})";

const hostnamePattern = `^${label}(?:\\.${label})*$`;
const hostname: Format = {
  ...regular(hostnamePattern, "a", "example.org"),
  validate: (text) => text.length <= 253 && new RegExp(hostnamePattern, "u").test(text),
  maxLength: 253,
};

function isRegex(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}

const times = "(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)";
const days = "[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D";

// RFC 5321, section 4.1.2.
const quoted = '"(?:[ !#-\\[\\]-~]|\\\\[ -~])*"';
const addressLiteral = `\\[(?:${ipv4}|IPv6:(?:${ipv6}))\\]`;

// RFC 3986, appendix A.
const scheme = "[A-Za-z][A-Za-z0-9+.\\-]*";
const plain = "A-Za-z0-9._~!$&'()*+,;=\\-";
const escaped = "%[0-9A-Fa-f]{2}";
const pathCharacter = `(?:[${plain}:@]|${escaped})`;
const literal = `\\[(?:${ipv6}|[vV][0-9A-Fa-f]+\\.[${plain}:]+)\\]`;
const authority = `(?:(?:[${plain}:]|${escaped})*@)?(?:${literal}|(?:[${plain}]|${escaped})*)(?::[0-9]*)?`;
const queryAndFragment = `(?:\\?(?:${pathCharacter}|[/?])*)?(?:#(?:${pathCharacter}|[/?])*)?`;

/** What follows the scheme; without one, the first segment has no colon. */
function hierarchy(without: string): string {
  const first = without === ":" ? `(?:[${plain}@]|${escaped})` : pathCharacter;
  const more = `(?:/${pathCharacter}*)*`;
  return `(?://${authority}${more}|/(?:${pathCharacter}+${more})?|${first}+${more})?`;
}

/**
 * The formats that JSON Schema defines (2020-12 validation §7.3), each with its test. Pass a table of one's own when the
 * validators in use judge differently. Internationalised names and addresses are left as annotations.
 */
export const standardFormats: FormatTable = {
  "date-time": {
    validate: isDateTime,
    within: `^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]${time}$`,
    samples: ["2020-01-01T00:00:00Z", "2020-01-01T00:00:00.5+01:00", "1999-12-31T23:59:59Z"],
    impliedFormats: ["regex"],
  },
  date: {
    validate: isDate,
    within: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    samples: ["2020-01-01", "1999-12-31"],
    impliedFormats: ["regex"],
  },
  time: {
    validate: isTime,
    within: `^${time}$`,
    samples: ["00:00:00Z", "23:59:59+01:00"],
    impliedFormats: ["regex"],
  },
  // Units in order, none left out between two that are there (RFC 3339, appendix A).
  duration: regular(`^P(?:[0-9]+W|(?:${days})(?:T${times})?|T${times})$`, "P1D", "PT1S"),
  email: regular(`^(?:${atom}(?:\\.${atom})*|${quoted})@(?:${label}(?:\\.${label})+|${addressLiteral})$`, "a@b.co"),
  hostname,
  ipv4: regular(`^${ipv4}$`, "0.0.0.0", "127.0.0.1"),
  ipv6: regular(`^(?:${ipv6})$`, "::", "::1"),
  uri: regular(`^${scheme}:${hierarchy("")}${queryAndFragment}$`, "a:", "https://example.org/"),
  "uri-reference": regular(`^(?:${scheme}:${hierarchy("")}|${hierarchy(":")})${queryAndFragment}$`, "", "a", "a:"),
  uuid: regular(
    "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
    "00000000-0000-0000-0000-000000000000",
  ),
  "json-pointer": regular("^(?:/(?:[^~/]|~0|~1)*)*$", "", "/a"),
  "relative-json-pointer": regular("^(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~0|~1)*)*)$", "0", "0#", "1/a"),
  regex: { validate: isRegex, samples: ["", "a"] },
};
