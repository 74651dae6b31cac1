"""The Helm chart, rendered by Helm itself: what Kubernetes says of it, and whether image and service fit it."""

import json
import re
import tomllib
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from app.commands.serving import SERVER
from app.settings import PREFIX, Settings
from tests.deploy import helm

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
OLDEST, NEWEST = "1.30", "1.37"
EVERYTHING = {
    "image": {"digest": f"sha256:{'0' * 64}", "pullSecrets": ["registry"]},
    "settings": {"body_limit_bytes": 33_554_432, "refresh_seconds": 0.5, "compression": True, "log_level": "WARNING"},
    "secrets": {"database_url": {"secret": "a", "key": "b"}, "webhook_secret": {"secret": "c", "key": "d"}},
    "autoscaling": {"enabled": False},
    "networkPolicy": {"from": [], "egress": [{"ports": [{"protocol": "TCP", "port": 443}]}]},
    "podAnnotations": {"a": "b"},
    "nodeSelector": {"disk": "fast"},
    "tolerations": [{"key": "a", "operator": "Exists"}],
    "affinity": {"podAntiAffinity": {}},
}


def rendered(values=None):
    """What Helm would send to the cluster, by kind."""
    manifests = [yaml.safe_load(text) for name, text in helm.rendered(values).items() if name.endswith(".yaml")]
    return {each["kind"]: each for each in manifests if each}


MANIFESTS = rendered()
DEPLOYMENT = MANIFESTS["Deployment"]["spec"]
POD = DEPLOYMENT["template"]["spec"]
JOB_POD = MANIFESTS["Job"]["spec"]["template"]["spec"]
(CONTAINER,), (JOB_CONTAINER,) = POD["containers"], JOB_POD["containers"]


def environment(container):
    return {variable["name"]: variable["value"] for variable in container["env"]}


@pytest.mark.parametrize("values", [None, EVERYTHING], ids=["as it is", "with everything set"])
def test_helm_finds_no_fault_in_it(values):
    report = helm.linted(values, kube_version=f"v{OLDEST}.0")
    assert report["errors"] == []
    assert [each for each in report["messages"] if each["severity"] > 1] == []


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
@pytest.mark.parametrize("values", [None, EVERYTHING], ids=["as it is", "with everything set"])
def test_kubernetes_knows_every_member(values, version):
    manifests = rendered(values)
    for manifest in manifests.values():
        kubernetes_validate.validate(manifest, version, strict=True)
    autoscaled = {"HorizontalPodAutoscaler"} if values is None else set()
    kinds = {"Deployment", "Job", "NetworkPolicy", "PodDisruptionBudget", "Service"}
    assert manifests.keys() == kinds | autoscaled


@pytest.mark.parametrize(
    "wrong",
    [
        {"image": {"tag": "latest"}},
        {"image": {"digest": "sha256:1"}},
        {"settings": {"SCREENING_LOG_LEVEL": "INFO"}},
        {"settings": {"database_url": "postgresql://user:password@host/database"}},
        {"secrets": {"database_url": "postgresql://user:password@host/database"}},
        {"secrets": {"database_url": None}},
        {"replica": 3},
    ],
    ids=json.dumps,
)
def test_values_that_do_not_fit_are_refused(wrong):
    with pytest.raises(helm.HelmRefused):
        helm.rendered(wrong)


def test_it_is_of_this_release():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert helm.described() == {"version": version, "appVersion": version}
    assert CONTAINER["image"] == JOB_CONTAINER["image"] == f"registry.example/outbound-screening:{version}"
    image = rendered(EVERYTHING)["Deployment"]["spec"]["template"]["spec"]["containers"][0]["image"]
    assert image == f"registry.example/outbound-screening@sha256:{'0' * 64}"


def test_the_law_is_loaded_before_replicas_of_a_release_start():
    hook = MANIFESTS["Job"]["metadata"]["annotations"]
    assert hook["helm.sh/hook"] == "pre-install,pre-upgrade"
    assert JOB_CONTAINER["args"] == ["rules", "load"]
    assert environment(JOB_CONTAINER) == environment(CONTAINER)
    assert JOB_POD["volumes"] == POD["volumes"]


def test_there_are_two_replicas_at_least_and_one_is_always_left():
    scaled = MANIFESTS["HorizontalPodAutoscaler"]["spec"]
    assert scaled["minReplicas"] == 2
    assert "replicas" not in DEPLOYMENT  # the autoscaler has them
    assert rendered(EVERYTHING)["Deployment"]["spec"]["replicas"] == 2
    assert DEPLOYMENT["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert MANIFESTS["PodDisruptionBudget"]["spec"]["minAvailable"] == 1
    target, named = scaled["scaleTargetRef"], MANIFESTS["Deployment"]
    assert (target["kind"], target["name"]) == (named["kind"], named["metadata"]["name"])


def test_every_part_selects_the_replicas_and_the_network_policy_the_job_as_well():
    labels = DEPLOYMENT["template"]["metadata"]["labels"].items()
    selector = DEPLOYMENT["selector"]["matchLabels"]
    assert selector.items() <= labels
    assert MANIFESTS["Service"]["spec"]["selector"] == selector
    assert MANIFESTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == selector
    assert POD["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"] == selector
    guarded = MANIFESTS["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"].items()
    assert guarded <= labels & MANIFESTS["Job"]["spec"]["template"]["metadata"]["labels"].items()


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
    assert MANIFESTS["NetworkPolicy"]["spec"]["ingress"][0]["ports"] == [{"protocol": "TCP", "port": port["name"]}]
    assert DEPLOYMENT["template"]["metadata"]["annotations"]["prometheus.io/port"] == str(port["containerPort"])


def test_without_peers_nobody_may_call():
    assert rendered(EVERYTHING)["NetworkPolicy"]["spec"]["ingress"] == []


def test_answers_under_way_are_ended_before_the_process_is():
    pause = CONTAINER["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert POD["terminationGracePeriodSeconds"] > pause + SERVER["timeout_graceful_shutdown"]


@pytest.mark.parametrize(("pod", "container"), [(POD, CONTAINER), (JOB_POD, JOB_CONTAINER)], ids=["replica", "job"])
def test_the_process_is_the_account_of_the_image_and_can_write_nothing_but_temporary_files(pod, container):
    uid = int(re.search(r"^USER (\d+)", DOCKERFILE, re.MULTILINE)[1])
    assert (pod["securityContext"]["runAsUser"], pod["securityContext"]["runAsNonRoot"]) == (uid, True)
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    writable = [mount["mountPath"] for mount in container["volumeMounts"] if not mount.get("readOnly")]
    assert writable == ["/tmp"]  # noqa: S108 (a path in the image)
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}
    assert pod["automountServiceAccountToken"] is False


def test_settings_are_given_as_they_were_written_and_are_known():
    (container,) = rendered(EVERYTHING)["Deployment"]["spec"]["template"]["spec"]["containers"]
    assert environment(container) == {
        f"{PREFIX}ACCESS": "required",
        f"{PREFIX}BODY_LIMIT_BYTES": "33554432",
        f"{PREFIX}COMPRESSION": "true",
        f"{PREFIX}LOG_FORMAT": "json",
        f"{PREFIX}LOG_LEVEL": "WARNING",
        f"{PREFIX}REFRESH_SECONDS": "0.5",
        f"{PREFIX}SECRETS_DIR": "/run/secrets/screening",
    }
    assert environment(container).keys() <= {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def test_secrets_are_files_with_the_names_that_the_service_reads():
    volumes = rendered(EVERYTHING)["Deployment"]["spec"]["template"]["spec"]["volumes"]
    (secrets,) = [volume["projected"]["sources"] for volume in volumes if volume["name"] == "secrets"]
    files = {each["secret"]["name"]: each["secret"]["items"] for each in secrets}
    assert files == {
        "a": [{"key": "b", "path": "screening_database_url"}],
        "c": [{"key": "d", "path": "screening_webhook_secret"}],
    }


def test_what_a_replica_needs_is_asked_for():
    assert set(CONTAINER["resources"]["requests"]) == {"cpu", "memory"}
    assert "cpu" not in CONTAINER["resources"]["limits"]  # a replica that is slowed down would look busy, not idle
