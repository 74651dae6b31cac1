"""``GET /v1/rule-sets…``: what law is known."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.conditional import json_bytes, json_response
from app.api.requests import refuse_query, require_names
from app.service.catalogue import Catalogue, RuleSetEntry, document_bytes, document_etag, listing_etag
from app.service.ports import VersionSummary


def rule_set_routes(catalogue: Catalogue) -> APIRouter:
    """The routes to the rule sets, their versions and a version's document."""
    router = APIRouter(include_in_schema=False)

    # The archive is asked in a worker thread: these handlers are no coroutines, because a database makes them wait.
    @router.get("/v1/rule-sets")
    def rule_sets(request: Request) -> Response:
        refuse_query(request.scope["query_string"])
        entries = catalogue.rule_sets()
        etag = listing_etag(version for entry in entries for version in entry.versions)
        return json_response(request, {"rule_sets": [_entry(entry) for entry in entries]}, etag=etag)

    @router.get("/v1/rule-sets/{rule_set}")
    def one_rule_set(request: Request, rule_set: str) -> Response:
        refuse_query(request.scope["query_string"])
        require_names(rule_set)
        entry = catalogue.rule_set(rule_set)
        return json_response(request, _entry(entry), etag=entry.etag)

    @router.get("/v1/rule-sets/{rule_set}/versions/{version}")
    def one_version(request: Request, rule_set: str, version: str) -> Response:
        refuse_query(request.scope["query_string"])
        require_names(rule_set, version)
        found = catalogue.version(rule_set, version)
        return json_bytes(request, document_bytes(found), etag=document_etag(found))

    return router


def _entry(entry: RuleSetEntry) -> dict[str, Any]:
    versions = [summary_json(version) | entry.left_open[version.digest] for version in entry.versions]
    return {"id": entry.rule_set, "versions": versions}


def summary_json(version: VersionSummary) -> dict[str, Any]:
    """A version without its text, as it is sent."""
    return {
        "rule_set": version.rule_set,
        "version": version.version,
        "title": version.title,
        "status": version.status,
        "effective_from": version.effective_from,
        "effective_to": version.effective_to,
        "digest": version.digest,
    }
