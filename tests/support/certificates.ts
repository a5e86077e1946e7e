// Creates a certificate authority for a test, and a certificate for this machine.
import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { atEnd } from "./at-end";

/** The files, readable for all users: clients trust `ca`. The certificate is for localhost, 127.0.0.1 and `names`. */
export async function makeCertificate(...names: string[]) {
  const folder = await mkdtemp(join(tmpdir(), "certificate-"));
  atEnd(() => rm(folder, { recursive: true }));
  const [ca, caKey, cert, key, request] = [
    "ca.pem",
    "ca.key",
    "cert.pem",
    "key.pem",
    "csr.pem",
  ].map((name) => join(folder, name)) as [string, string, string, string, string];
  const openssl = (...words: string[]) => promisify(execFile)("openssl", words);
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  await openssl("req", "-x509", ...newKey, "-keyout", caKey, "-out", ca, "-subj", "/CN=Test CA");
  const all = ["DNS:localhost", "IP:127.0.0.1", ...names.map((name) => `DNS:${name}`)].join(",");
  await openssl(
    ...["req", ...newKey, "-keyout", key, "-out", request, "-subj", "/CN=localhost"],
    ...["-addext", `subjectAltName=${all}`],
  );
  await openssl(
    ...["x509", "-req", "-in", request, "-CA", ca, "-CAkey", caKey, "-CAcreateserial"],
    ...["-copy_extensions", "copy", "-out", cert],
  );
  await chmod(folder, 0o755);
  for (const file of [ca, cert, key]) await chmod(file, 0o644);
  return { folder, ca, cert, key };
}
