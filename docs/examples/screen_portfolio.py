"""Screens a portfolio with Apache Spark: a file of transactions, one a line, becomes a table with an answer to each.

``spark-submit docs/examples/screen_portfolio.py deals.ndjson answers --rules rules``
"""

import argparse
import sys

from pyspark.sql import SparkSession

from app.engines.spark import screened


def main(arguments: list[str]) -> None:
    """The answers are written as Parquet, and their determinations counted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("deals", help="a file or a folder of files, with one transaction a line")
    parser.add_argument("answers", help="a folder that is not there yet")
    parser.add_argument("--rules", help="the folder of the law; by default the database of the environment has it")
    options = parser.parse_args(arguments)

    spark = SparkSession.builder.appName("screening").getOrCreate()
    deals = spark.read.text(options.deals).withColumnRenamed("value", "transaction")
    screened(deals, rules=options.rules).write.option("compression", "zstd").parquet(options.answers)

    # Counted in what was written: what is computed is computed again for each question to it.
    answers = spark.read.parquet(options.answers).fillna("problem", ["determination"])
    for row in answers.groupBy("determination").count().orderBy("determination").collect():
        print(row["determination"], row["count"])


if __name__ == "__main__":
    main(sys.argv[1:])
