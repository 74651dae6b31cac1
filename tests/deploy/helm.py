"""Renders and lints the chart with Helm's own library, in a process of its own.

The library brings the runtime of another language, with threads and signal handlers, which is not to live in the
process of other tests.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy/helm/outbound-screening"


class HelmRefused(Exception):
    """Says that Helm does not render the chart with some values."""


def rendered(values: dict[str, Any] | None = None) -> dict[str, str]:
    """The files that Helm makes of the templates, by name; raises ``HelmRefused``."""
    answer = _asked("render", values)
    if "refused" in answer:
        raise HelmRefused(answer["refused"])
    return answer


def linted(values: dict[str, Any] | None = None, *, kube_version: str) -> dict[str, Any]:
    """What Helm finds wrong with the chart."""
    return _asked("lint", values, kube_version=kube_version)


def described() -> dict[str, str]:
    """The version of the chart and that of what it installs."""
    return _asked("describe", None)


def _asked(what: str, values: dict[str, Any] | None, **options: str) -> Any:
    question = json.dumps({"what": what, "values": values, **options})
    command = [sys.executable, "-m", "tests.deploy.helm"]
    done = subprocess.run(command, input=question, stdout=subprocess.PIPE, cwd=ROOT, check=True, text=True, timeout=300)
    return json.loads(done.stdout)


def main() -> None:
    import helm_python as helm  # noqa: PLC0415 (not in the process of the tests)

    asked = json.load(sys.stdin)
    match asked["what"]:
        case "lint":
            answer = helm.lint(FOLDER, asked["values"], strict=True, kube_version=asked["kube_version"])
        case "describe":
            chart = helm.Chart.load(FOLDER)
            answer = {"version": chart.version, "appVersion": chart.metadata["appVersion"]}
        case _:
            try:
                answer = helm.Chart.load(FOLDER).render(asked["values"], name="deals", namespace="screening")
            except helm.HelmError as refused:
                answer = {"refused": str(refused)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
