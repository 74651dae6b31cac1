"""The linter of OpenAPI documents, on the one that is committed and on one with faults."""

import json
import subprocess

from clients.__main__ import DOCUMENT, HERE, NODE


def linted(document):
    command = [NODE, HERE / "typescript/lint.mjs", document]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_document_has_neither_errors_nor_warnings():
    assert linted(DOCUMENT) == (0, "")


def test_a_fault_is_told_with_its_place(tmp_path):
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "/"}],
        "paths": {"/a": {"get": {"responses": {"200": {"description": "Well."}}}}},
    }
    (tmp_path / "faulty.json").write_text(json.dumps(document, indent=1), "utf-8")
    code, said = linted(tmp_path / "faulty.json")
    assert code == 1
    for rule in ("info-license", "operation-operationId", "operation-summary", "security-defined"):
        assert rule in said
