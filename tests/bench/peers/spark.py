"""Spark with its MongoDB connector: two partitions by key, replaces by `_id`."""

import os

from pyspark.sql import SparkSession

told = os.environ
spark = (SparkSession.builder.master("local[2]").appName("bench").config("spark.ui.enabled", "false")
         .config("spark.sql.session.timeZone", "UTC")
         .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())
table = told["BENCH_TABLE"]
rows = (spark.read.format("jdbc").option("driver", "com.mysql.cj.jdbc.Driver")
        .option("url", f"jdbc:mysql://{told['BENCH_HOST']}:{told['BENCH_PORT']}/{told['BENCH_DATABASE']}"
                       "?useCursorFetch=true&useSSL=false&allowPublicKeyRetrieval=true")
        .option("user", told["BENCH_USER"]).option("password", told["BENCH_PASSWORD"])
        .option("dbtable", table).option("fetchsize", 1000).option("partitionColumn", "id")
        .option("lowerBound", 1).option("upperBound", told["BENCH_ROWS"]).option("numPartitions", 2).load())
(rows.withColumnRenamed("id", "_id").write.format("mongodb").mode("append")
 .option("connection.uri", told["BENCH_URI"]).option("database", told["BENCH_TARGET"]).option("collection", table)
 .option("operationType", "replace").option("writeConcern.w", "majority").option("ordered", "false").save())
spark.stop()
