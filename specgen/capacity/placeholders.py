"""What only a run decides. Each stand-in is as long as the real thing, and made of its characters.

So the length and the form of a name hold for every run.
"""

RANDOM = "0" * 16
"""In names: part of them time, part of them chance."""
APPLICATION_ID = "spark-" + "0" * 32
"""Of the run; the label `spark-app-selector`."""
LOCAL_DIR_ID = "00000000-0000-4000-8000-000000000000"
"""In the path of the local directory that Spark makes up, or of a program that it uploads."""
SUBMISSION_ID = "00000000-0000-4000-8000-000000000001"
"""That the operator gives each of its calls of spark-submit."""
RUN_TIME = "0" * 19
"""The time in nanoseconds that a schedule appends to the names of its runs."""
EXECUTOR_ID = "1"
"""Of the first executor; the others differ in it alone."""
DRIVER_IP = "0.0.0.0"  # noqa: S104 - nobody listens there
"""Address of the driver's pod, which its executors are told."""
