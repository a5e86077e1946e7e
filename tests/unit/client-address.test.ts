import { describe, expect, test } from "vitest";
import { clientAddress, clientNetwork } from "@/lib/http/client-address";

describe("the address of the client", () => {
  test.each([
    ["is what the nearest proxy saw", "192.0.2.1", "192.0.2.1"],
    ["is the last: those before it the client may have made up", "1.1.1.1, 192.0.2.1", "192.0.2.1"],
    ["may be IPv6", "2001:db8::1", "2001:db8::1"],
    ["is IPv4 where IPv6 wraps it", "::ffff:192.0.2.1", "192.0.2.1"],
    ["is unknown without a proxy", undefined, "unknown"],
    ["is unknown when it is empty", "", "unknown"],
    ["is unknown when it is no address", "evil", "unknown"],
    ["is unknown when the last is none", "192.0.2.1, evil", "unknown"],
    ["is unknown when it has a port", "192.0.2.1:8080", "unknown"],
    ["is unknown when it is markup", "<script>", "unknown"],
  ])("%s: %s", (_what, forwarded, expected) => {
    const headers = new Headers(forwarded === undefined ? {} : { "x-forwarded-for": forwarded });
    expect(clientAddress(headers)).toBe(expected);
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
  ])("an IPv6 /64, however it is written: %s and %s", (one, other) => {
    expect(clientNetwork(one)).toBe(clientNetwork(other));
  });

  test.each([
    ["2001:db8:1:2::1", "2001:db8:1:3::1"],
    ["2001:db8::1", "2001:db8:0:1::1"],
    ["1::2:3:4:5:6:7", "1:1:2:3:4:5:6:7"],
  ])("not two /64: %s and %s", (one, other) => {
    expect(clientNetwork(one)).not.toBe(clientNetwork(other));
  });

  test("everyone unknown together", () => {
    expect(clientNetwork("unknown")).toBe("unknown");
  });
});
