"""The TypeScript client: its types as the compiler sees them, and its calls put to the service."""

import json
import shutil
import subprocess

import pytest

from clients.__main__ import HERE, NODE, NODE_PACKAGES, typescript_types
from tests.clients.told_server import ALIVE, busy, serving

REFUSED = """
import type { Deal, Determination, Party } from "./outbound-screening.d.ts";

// @ts-expect-error a word that there is not
export const kind: Party = { id: "fund", kind: "entty" };
// @ts-expect-error no id
export const nobody: Party = { kind: "entity" };
// @ts-expect-error a member that there is not
export const organised: Party = { id: "fund", organised_in: "US" };
// @ts-expect-error a list that does not say whether it is complete
export const acts: Deal = { acts: ["acquire_equity"] };

export function passes(answer: Determination): boolean {
  switch (answer.determination) {
    case "prohibited":
    case "notifiable":
    case "undetermined":
      return false;
    case "excepted":
      return true;
    default:
      // @ts-expect-error `not_covered` is not dealt with
      return answer.determination satisfies never;
  }
}
"""


TRIED = """
import { NotAnAnswer, Refused, answerOf, screeningClient } from "./client.ts";
import { transactions } from "./transactions.ts";

const [address, busy] = process.argv.slice(2) as [string, string];
const client = screeningClient(address);

// Every transaction gets the answer of plain HTTP.
for (const body of transactions) {
  const call = { body, params: { query: { explain: "full" } } } as const;
  const plain = await fetch(`${address}/v1/screenings?explain=full`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = answerOf(await client.POST("/v1/screenings", call));
  if (JSON.stringify(answer) !== JSON.stringify(await plain.json())) throw new Error("another answer");
}

async function refusal(made: Promise<{ data?: unknown; error?: unknown; response: Response }>): Promise<string> {
  try {
    answerOf(await made);
  } catch (error) {
    if (error instanceof Refused) return `${error.status} ${error.pointers.join(" ")}`;
    if (error instanceof NotAnAnswer) return `${error.status} no answer`;
    throw error;
  }
  return "an answer";
}

console.log(await refusal(client.POST("/v1/screenings", { body: { parties: [{ id: "a" }], acquirer: "b" } })));
const patient = screeningClient(busy, { key: () => "abc", attempts: 3, longestWaitSeconds: 5 });
console.log(answerOf(await patient.GET("/healthz")).status);
console.log(await refusal(patient.GET("/healthz")));
console.log(await refusal(patient.GET("/healthz")));
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory, transactions):
    """The types, the example and all transactions, side by side."""
    folder = tmp_path_factory.mktemp("typescript")
    typescript_types(folder)
    for name in ("client.ts", "example.ts", "tsconfig.json", "package.json"):
        shutil.copy(HERE / "typescript" / name, folder)
    (folder / "node_modules").symlink_to(NODE_PACKAGES)
    (folder / "transactions.ts").write_text(
        'import type { Transaction } from "./outbound-screening.d.ts";\n\n'
        f"export const transactions: Transaction[] = {json.dumps(transactions, indent=2)};\n",
        "utf-8",
    )
    return folder


def run(folder, *command):
    done = subprocess.run([NODE, *command], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_transactions_and_answers_are_written_and_read_without_a_cast(folder):
    (folder / "refused.ts").write_text(REFUSED, "utf-8")
    assert run(folder, "node_modules/typescript/bin/tsc", "--project", ".") == (0, "")


def test_answers_are_those_of_plain_http_and_refusals_have_their_places(folder, address):
    page = (200, {"Content-Type": "text/html"}, b"<p>Sign in</p>")
    (folder / "calls.ts").write_text(TRIED, "utf-8")
    with serving(busy(429, "0"), busy(503, "0"), ALIVE, busy(429, "3600"), page) as (other, seen):
        code, said = run(folder, "calls.ts", address, other)
    assert (code, said) == (0, "422 /acquirer\nalive\n429 \n200 no answer\n")
    assert {each["authorization"] for each in seen} == {"Bearer abc"}


def test_the_example_sends_what_readme_sends_and_says_what_it_says(folder, address, shown, asked):
    example = (folder / "example.ts").read_text("utf-8").replace("http://127.0.0.1:8000", address)
    (folder / "tried.ts").write_text(f"{example}\nconsole.log(JSON.stringify(deal));\n", "utf-8")
    code, said = run(folder, "tried.ts")
    assert code == 0, said
    *steps, sent = said.splitlines(keepends=True)
    assert "".join(steps) == asked
    assert json.loads(sent) == shown
