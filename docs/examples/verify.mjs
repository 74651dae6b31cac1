// Verifies the signature under an answer with Node.js alone: node verify.mjs answer.json answer.json.jws jwks.json
import { createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const [answer, signature, jwks] = process.argv.slice(2).map((name) => readFileSync(name, "utf8"));

// The canonical form (RFC 8785): members sorted, no spaces, texts and numbers as JSON.stringify writes them.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(",")}}`;
}

// JSON.parse takes the last of two members of one name, and another reader may take the first: their colons are counted.
const members = (text) => text.match(/"(?:[^"\\]|\\.)*"|:/g)?.filter((each) => each === ":").length;

const [header, , signed] = signature.trim().split(".");
const { alg, kid, typ } = JSON.parse(Buffer.from(header, "base64url"));
const key = JSON.parse(jwks).keys.find((each) => each.kid === kid);
const form = canonical(JSON.parse(answer));
const payload = Buffer.from(form).toString("base64url");
const good =
  members(answer) === members(form) &&
  alg === "Ed25519" &&
  typ === "screening-determination" &&
  key !== undefined &&
  verify(null, Buffer.from(`${header}.${payload}`), createPublicKey({ key, format: "jwk" }), Buffer.from(signed, "base64url"));
console.log(good ? "good" : "not verified");
process.exitCode = good ? 0 : 1;
