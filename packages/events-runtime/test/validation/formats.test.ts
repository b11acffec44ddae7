import { describe, expect, test } from "vitest";
import { isDate, isDateTime, isEmail, isTime, isUri, isUriReference, isUuid } from "../../src/validation/formats.ts";

const cases: { name: string; check: (text: string) => boolean; valid: string[]; invalid: string[] }[] = [
  {
    name: "date-time (RFC 3339)",
    check: isDateTime,
    valid: [
      "2026-02-28T23:59:59Z",
      "2024-02-29T00:00:00.123456+01:00",
      "1998-12-31T23:59:60Z",
      "1998-12-31T15:59:60.123-08:00",
      "1999-01-01T01:59:60+02:00",
      "2026-01-01t00:00:00z",
    ],
    invalid: [
      "2026-02-28 23:59:59Z",
      "2026-02-28T23:59:59+0100",
      "2026-02-28T23:59:59+01",
      "2026-02-29T00:00:00Z",
      "2026-02-28T24:00:00Z",
      "2026-02-28T23:59:59",
      "2026-02-28T23:59Z",
      "2026-02-28T23:59:59.Z",
      "1998-12-31T23:58:60Z",
      "1998-12-31T23:59:60+01:00",
      "2026-13-01T00:00:00Z",
      "2026-00-01T00:00:00Z",
      "2026-02-28T23:59:59+24:00",
      "2026-02-28T23:59:59Z ",
      "২026-02-28T23:59:59Z",
      "",
    ],
  },
  {
    name: "date (RFC 3339)",
    check: isDate,
    valid: ["2026-11-30", "2000-02-29"],
    invalid: ["1900-02-29", "2026-11-31", "2026-1-01", "20261101", "2026-11-30Z"],
  },
  {
    name: "time (RFC 3339)",
    check: isTime,
    valid: ["23:59:60Z", "08:30:06.283185Z", "08:30:06-08:00", "00:29:60+00:30"],
    invalid: ["08:30:06", "24:00:00Z", "22:59:60Z", "8:30:06Z", "08:30:06 Z"],
  },
  {
    name: "uuid (RFC 4122)",
    check: isUuid,
    valid: ["0192f0c8-7b1a-7c3e-9d2f-3a4b5c6d7e8f", "2EB8AA08-AA98-11EA-B4AA-73B441D16380"],
    invalid: [
      "urn:uuid:0192f0c8-7b1a-7c3e-9d2f-3a4b5c6d7e8f",
      "{0192f0c8-7b1a-7c3e-9d2f-3a4b5c6d7e8f}",
      "0192f0c87b1a7c3e9d2f3a4b5c6d7e8f",
      "0192f0c8-7b1a-7c3e-9d2f-3a4b5c6d7e8g",
      "0192f0c8-7b1a-7c3e-9d2f-3a4b5c6d7e8f\n",
    ],
  },
  {
    name: "uri (RFC 3986)",
    check: isUri,
    valid: [
      "https://git.example.org/statehub/hub?tab=readme#top",
      "urn:statehub:hub",
      "mailto:a@example.org",
      "http://[2001:db8::7]:8080/c=GB?one",
      "http://[v1.x:y]/",
      "file:///etc/hosts",
      "a:",
      "https://example.org/%7Euser/a%2Fb",
    ],
    invalid: [
      "//example.org/x",
      "/abc",
      "https://example.org/a b",
      "https://example.org/<x>",
      "https://example.org/%zz",
      "http://[2001:db8::zz]/",
      "http://[fe80::1%25eth0",
      "1http://example.org",
      "https://exämple.org/",
      "",
      "https://example.org/\\x",
    ],
  },
  {
    name: "uri-reference (RFC 3986)",
    check: isUriReference,
    valid: ["", "#frag", "../common/actor.json", "//example.org/x", "a/b:c", "urn:statehub:hub"],
    invalid: ["1a:b", "a b", "\\\\WINDOWS\\file", "#frag\\ment", "%"],
  },
  {
    name: "email (RFC 5321 Mailbox)",
    check: isEmail,
    valid: [
      "joe.bloggs@example.org",
      "te~st@example.org",
      '"joe bloggs"@example.org',
      "joe@[127.0.0.1]",
      "joe@[IPv6:::1]",
      "a@b",
    ],
    invalid: [
      "2962",
      ".test@example.org",
      "te..st@example.org",
      "test.@example.org",
      "joe@",
      "@example.org",
      "joe@-example.org",
      "joe@[127.0.0.300]",
      "joe@[IPv6:zz]",
      "joe bloggs@example.org",
      `${"a".repeat(65)}@example.org`,
    ],
  },
];

for (const { name, check, valid, invalid } of cases) {
  describe(name, () => {
    test.each(valid)("accepts %j", (text) => expect(check(text)).toBe(true));
    test.each(invalid)("refuses %j", (text) => expect(check(text)).toBe(false));
  });
}

test("a long hostile text is refused without backtracking over it", () => {
  // With a quadratic expression this would run into the test's timeout.
  for (const { check } of cases) {
    expect(check(`https://${"a.".repeat(500_000)}\u0000`)).toBe(false);
    expect(check(`${"a!".repeat(500_000)}@\u0000`)).toBe(false);
  }
});
