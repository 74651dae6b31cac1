"""The TypeScript types: generated, checked by the compiler, and tried by the example against the service."""

import json
import shutil
import subprocess

import pytest

from clients.__main__ import HERE, NODE, NODE_PACKAGES, typescript_types

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


@pytest.fixture(scope="module")
def folder(tmp_path_factory, transactions):
    """The types, the example and all transactions, side by side."""
    folder = tmp_path_factory.mktemp("typescript")
    typescript_types(folder)
    for name in ("example.ts", "tsconfig.json", "package.json"):
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


def test_the_example_sends_what_readme_sends_and_says_what_it_says(folder, address, shown, asked):
    example = (folder / "example.ts").read_text("utf-8").replace("http://127.0.0.1:8000", address)
    (folder / "tried.ts").write_text(f"{example}\nconsole.log(JSON.stringify(deal));\n", "utf-8")
    code, said = run(folder, "tried.ts")
    assert code == 0, said
    *steps, sent = said.splitlines(keepends=True)
    assert "".join(steps) == asked
    assert json.loads(sent) == shown
