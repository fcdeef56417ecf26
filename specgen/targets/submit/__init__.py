"""A Spark job as a call of spark-submit: script, pod templates, and what runs it in the cluster."""
