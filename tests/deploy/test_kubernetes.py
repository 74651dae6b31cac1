"""The manifest for Kubernetes agrees with the service that it runs, and with itself."""

import json
import re
from pathlib import Path

import pytest
import yaml

from app.commands.serving import SERVER
from app.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
MANIFESTS = {each["kind"]: each for each in yaml.safe_load_all((ROOT / "deploy/kubernetes.yaml").read_text("utf-8"))}
DEPLOYMENT = MANIFESTS["Deployment"]["spec"]
POD = DEPLOYMENT["template"]["spec"]
(CONTAINER,) = POD["containers"]


def test_there_are_two_replicas_at_least_and_one_is_always_left():
    assert set(MANIFESTS) == {"Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget"}
    assert DEPLOYMENT["replicas"] == MANIFESTS["HorizontalPodAutoscaler"]["spec"]["minReplicas"] == 2
    assert DEPLOYMENT["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert MANIFESTS["PodDisruptionBudget"]["spec"]["minAvailable"] == 1


def test_every_part_selects_the_same_pods():
    labels = DEPLOYMENT["template"]["metadata"]["labels"]
    assert DEPLOYMENT["selector"]["matchLabels"] == labels
    assert MANIFESTS["Service"]["spec"]["selector"] == labels
    assert MANIFESTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    assert POD["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"] == labels
    target = MANIFESTS["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
    named = MANIFESTS["Deployment"]
    assert (target["apiVersion"], target["kind"], target["name"]) == (
        named["apiVersion"],
        named["kind"],
        named["metadata"]["name"],
    )


@pytest.mark.parametrize(
    ("probe", "path"), [("startupProbe", "/healthz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")]
)
def test_the_probes_ask_what_the_service_answers(probe, path):
    assert CONTAINER[probe]["httpGet"] == {"path": path, "port": "http"}
    assert path in json.loads((ROOT / "openapi/openapi.json").read_bytes())["paths"]


def test_the_port_is_that_of_the_image():
    (port,) = CONTAINER["ports"]
    assert port == {"name": "http", "containerPort": int(re.search(r"^EXPOSE (\d+)", DOCKERFILE, re.MULTILINE)[1])}
    assert MANIFESTS["Service"]["spec"]["ports"][0]["targetPort"] == port["name"]
    assert DEPLOYMENT["template"]["metadata"]["annotations"]["prometheus.io/port"] == str(port["containerPort"])


def test_answers_under_way_are_ended_before_the_process_is():
    pause = CONTAINER["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert POD["terminationGracePeriodSeconds"] > pause + SERVER["timeout_graceful_shutdown"]


def test_the_process_is_the_account_of_the_image_and_can_write_nothing_but_temporary_files():
    uid = int(re.search(r"useradd .*--uid (\d+)", DOCKERFILE)[1])
    assert (POD["securityContext"]["runAsUser"], POD["securityContext"]["runAsNonRoot"]) == (uid, True)
    assert CONTAINER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert [mount["mountPath"] for mount in CONTAINER["volumeMounts"]] == ["/tmp"]  # noqa: S108 (a path in the image)
    assert {mount["name"] for mount in CONTAINER["volumeMounts"]} == {volume["name"] for volume in POD["volumes"]}
    assert POD["automountServiceAccountToken"] is False


def test_the_settings_are_known_and_the_database_comes_from_a_secret():
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    given = {variable["name"]: variable for variable in CONTAINER["env"]}
    assert given.keys() <= known
    assert set(given["SCREENING_DATABASE_URL"]["valueFrom"]) == {"secretKeyRef"}


def test_what_a_replica_needs_is_asked_for():
    assert set(CONTAINER["resources"]["requests"]) == {"cpu", "memory"}
    assert "cpu" not in CONTAINER["resources"]["limits"]  # a replica that is slowed down would look busy, not idle
