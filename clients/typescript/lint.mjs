// Holds an OpenAPI document against the rules below and prints what it finds: node lint.mjs DOCUMENT
import { createConfig, formatProblems, getTotals, lint } from "@redocly/openapi-core";

const config = await createConfig({
  extends: ["recommended-strict"],
  rules: {
    "no-ambiguous-paths": "error",
    "no-duplicated-tag-names": "error",
    "no-http-verbs-in-paths": "off", // `draft` is a noun here
    "operation-description": "off", // a summary can say it all
    "operation-4xx-response": "off", // probes take nothing that could be wrong
    "operation-operationId": "error",
    "operation-tag-defined": "error",
    "path-declaration-must-exist": "error",
    "path-excludes-patterns": { severity: "error", patterns: ["[A-Z]|_(?![a-z_]*})"] },
    "paths-kebab-case": "error",
    "request-mime-type": "off", // batches and portfolios come as lines
    "response-contains-header": { severity: "error", names: { "2xx": ["X-Request-Id"] } },
    "spec-strict-refs": "error",
    "tag-description": "error",
    // Statements of other publishers carry members of their own.
    "no-invalid-media-type-examples": { severity: "error", allowAdditionalProperties: true },
  },
});
// All kinds of item by one name, for clients: each variant of an activity has those of its own.
const wanted = '#/components/schemas/Item';
const problems = (await lint({ ref: process.argv[2], config })).filter(
  (each) => each.ruleId !== "no-unused-components" || each.location[0].pointer !== wanted,
);
const { errors, warnings } = getTotals(problems);
if (errors + warnings > 0) {
  formatProblems(problems, { format: "stylish", totals: { errors, warnings, ignored: 0 }, version: "" });
}
process.exitCode = errors + warnings > 0 ? 1 : 0;
