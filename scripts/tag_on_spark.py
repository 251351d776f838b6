"""Tag a table on Spark: spark-submit scripts/tag_on_spark.py INPUT OUTPUT [--text COLUMN].

INPUT and OUTPUT are Parquet, CSV or JSON Lines by their suffix, files or folders, local or of any file system that Spark reads.
In CSV the list of intents is written as JSON text, because CSV has no lists.
"""

from __future__ import annotations

import argparse

from pyspark.sql import DataFrame, SparkSession, functions

from cs_scripts.tagging.spark import tag


def read(spark: SparkSession, path: str) -> DataFrame:
    """Read a table by its suffix."""
    if path.rstrip("/").endswith(".csv"):
        return spark.read.csv(path, header=True, multiLine=True, escape='"')
    return spark.read.json(path) if path.rstrip("/").endswith((".json", ".jsonl")) else spark.read.parquet(path)


def write(table: DataFrame, path: str) -> None:
    """Write a table by its suffix."""
    if path.rstrip("/").endswith(".csv"):
        table.withColumn("intents", functions.to_json("intents")).write.csv(path, header=True, escape='"')
    elif path.rstrip("/").endswith((".json", ".jsonl")):
        table.write.json(path)
    else:
        table.write.parquet(path)


def main() -> None:
    """Tag the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--text", default="text", help="column of messages")
    parser.add_argument("--distinct-first", action="store_true", help="recognise each different message once")
    options = parser.parse_args()
    spark = SparkSession.builder.appName("cs-scripts").getOrCreate()
    try:
        write(tag(read(spark, options.input), options.text, distinct_first=options.distinct_first), options.output)
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
