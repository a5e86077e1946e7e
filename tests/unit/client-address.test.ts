import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clientAddress, clientNetwork } from "@/lib/http/client-address";
import { importWith } from "../support/isolated";

// Of each property. A failure prints the seed and the path that repeat it.
fc.configureGlobal({ numRuns: 1000 });

const from = (forwardedFor: string | undefined, proxies?: number) =>
  clientAddress(
    new Headers(forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor }),
    proxies,
  );

describe("the address of the client", () => {
  test.each([
    ["is what the nearest proxy saw", "192.0.2.1", "192.0.2.1"],
    ["is the last: those before it the client may have made up", "1.1.1.1, 192.0.2.1", "192.0.2.1"],
    ["may be IPv6", "2001:db8::1", "2001:db8::1"],
    ["is written in one way only", "2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["is IPv4 where IPv6 wraps it", "::ffff:192.0.2.1", "192.0.2.1"],
    ["is IPv4 where IPv6 wraps it, in hex", "::ffff:c000:201", "192.0.2.1"],
    ["may have a port", "192.0.2.1:8080", "192.0.2.1"],
    ["may have brackets", "[2001:db8::1]", "2001:db8::1"],
    ["may have brackets and a port", "[2001:db8::1]:8080", "2001:db8::1"],
    ["may have a zone", "fe80::1%eth0", "fe80::1"],
    ["is unknown without a proxy", undefined, undefined],
    ["is unknown when it is empty", "", undefined],
    ["is unknown when it is no address", "evil", undefined],
    ["is unknown when the last is none", "192.0.2.1, evil", undefined],
    ["is unknown when it is one and a half", "192.0.2.1:8080:1", undefined],
    ["is unknown when it is markup", "<script>", undefined],
  ])("%s: %s", (_what, forwarded, expected) => {
    expect(from(forwarded)).toBe(expected);
  });

  test.each([
    [2, "192.0.2.1, 198.51.100.7", "192.0.2.1"],
    [2, "203.0.113.9, 192.0.2.1, 198.51.100.7", "192.0.2.1"],
    [3, "192.0.2.1, 198.51.100.7, 10.0.0.1", "192.0.2.1"],
    [2, "198.51.100.7", undefined],
    [0, "192.0.2.1", "192.0.2.1"],
  ])("behind %i proxies is that many from the right: %s", (proxies, forwarded, expected) => {
    expect(from(forwarded, proxies)).toBe(expected);
  });

  test("is counted from the right by TRUSTED_PROXY_COUNT", async () => {
    const { clientAddress } = await importWith(
      { TRUSTED_PROXY_COUNT: "2" },
      () => import("@/lib/http/client-address"),
    );
    const headers = new Headers({ "x-forwarded-for": "192.0.2.1, 198.51.100.7" });
    expect(clientAddress(headers)).toBe("192.0.2.1");
  });

  test.each([
    ["for=192.0.2.60;proto=http;by=203.0.113.43", 1, "192.0.2.60"],
    ['For="[2001:db8:cafe::17]:4711"', 1, "2001:db8:cafe::17"],
    ['for=192.0.2.43, for="[2001:db8:cafe::17]"', 1, "2001:db8:cafe::17"],
    ['for=192.0.2.43, for="[2001:db8:cafe::17]"', 2, "192.0.2.43"],
    ['by=203.0.113.43;host="a, b;for=203.0.113.9";for=192.0.2.43', 1, "192.0.2.43"],
    ['for="open, for=192.0.2.43', 1, "192.0.2.43"],
    ['for="open, for="[2001:db8::1]"', 1, "2001:db8::1"],
    ["for=_hidden", 1, undefined],
    ["for=unknown", 1, undefined],
    ["proto=https", 1, undefined],
    ["for=192.0.2.43", 2, undefined],
    [",", 1, undefined],
  ])("may come in Forwarded: %s", (forwarded, proxies, expected) => {
    expect(clientAddress(new Headers({ forwarded }), proxies)).toBe(expected);
  });

  test("comes from X-Forwarded-For if both headers exist, because the client may have written the other one", () => {
    const headers = { forwarded: "for=203.0.113.9", "x-forwarded-for": "192.0.2.1" };
    expect(clientAddress(new Headers(headers))).toBe("192.0.2.1");
  });

  test.each([
    ["localhost:3000", "127.0.0.1"],
    ["127.0.0.1:3000", "127.0.0.1"],
    ["[::1]:3000", "::1"],
    ["example.com", undefined],
    ["localhost.example.com", undefined],
  ])("is unknown if a request for a public host comes from this machine: %s", (host, expected) => {
    const headers = new Headers({ host, "x-forwarded-for": expected ?? "127.0.0.1" });
    expect(clientAddress(headers)).toBe(expected);
  });
});

describe("arbitrary headers from the client", () => {
  const address = fc.oneof(fc.ipV4(), fc.ipV6());
  const v4 = fc.ipV4();
  const noise = fc.oneof(
    fc.string({ unit: "binary-ascii", maxLength: 200 }),
    fc
      .array(fc.constantFrom('"', ",", ";", "for=", "\\", "[", "]", ":", "1.1.1.1", " "), {
        maxLength: 40,
      })
      .map((parts) => parts.join("")),
  );
  const header = noise.map((text) => text.replace(/[\0\r\n]/g, ""));

  test("the result is an address with one network, or nothing", () => {
    fc.assert(
      fc.property(header, header, fc.nat(9), (forwardedFor, forwarded, proxies) => {
        const headers = new Headers({ "x-forwarded-for": forwardedFor, forwarded });
        const found = clientAddress(headers, proxies);
        if (found === undefined) return;
        expect(from(found, 1)).toBe(found);
        expect(clientNetwork(found)).toMatch(/^[\da-f:.]+(\/64)?$/);
      }),
    );
  });

  test("the entry that the proxy adds to X-Forwarded-For is used", () => {
    fc.assert(
      fc.property(header, v4, fc.nat(65_535), (claimed, seen, port) => {
        expect(from(`${claimed}, ${seen}`)).toBe(seen);
        expect(from(`${claimed}, ${seen}:${port}`)).toBe(seen);
      }),
    );
  });

  test("the entry that the proxy adds to Forwarded is used", () => {
    fc.assert(
      fc.property(header, v4, (claimed, seen) => {
        const headers = new Headers({ forwarded: `${claimed}, for=${seen};proto=https` });
        expect(clientAddress(headers)).toBe(seen);
        const quoted = new Headers({ forwarded: `${claimed}, for="${seen}:443"` });
        expect(clientAddress(quoted)).toBe(seen);
      }),
    );
  });

  test("an address is the same in every notation", () => {
    fc.assert(
      fc.property(address, fc.nat(65_535), (written, port) => {
        const plain = from(written);
        expect(plain).toBeDefined();
        const bracketed = written.includes(":") ? `[${written}]` : written;
        expect(from(`${bracketed}:${port}`)).toBe(plain);
        const forwarded = `for="${bracketed}:${port}"`;
        expect(clientAddress(new Headers({ forwarded }))).toBe(plain);
      }),
    );
  });
});

describe("one client is", () => {
  test("one IPv4 address", () => {
    expect(clientNetwork("192.0.2.1")).not.toBe(clientNetwork("192.0.2.2"));
    expect(clientNetwork("192.0.2.1")).toBe("192.0.2.1");
  });

  test.each([
    ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"],
    ["2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002::"],
    ["2001:db8::1", "2001:db8:0:0:a:b:c:d"],
    ["2001:DB8::1", "2001:db8::2"],
    ["::1", "::2"],
    ["fe80::1%eth0", "fe80::2%eth1"],
    ["2001:db8:1:2::192.0.2.1", "2001:db8:1:2::1"],
  ])("an IPv6 /64 in every notation: %s and %s", (one, other) => {
    expect(clientNetwork(one)).toBe(clientNetwork(other));
  });

  test.each([
    ["2001:db8:1:2::1", "2001:db8:1:3::1"],
    ["2001:db8::1", "2001:db8:0:1::1"],
    ["1::2:3:4:5:6:7", "1:1:2:3:4:5:6:7"],
  ])("not two /64 networks: %s and %s", (one, other) => {
    expect(clientNetwork(one)).not.toBe(clientNetwork(other));
  });
});
