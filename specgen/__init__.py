"""specgen: typed specs of a Spark-on-Kubernetes platform in, a tree of validated manifests out."""

__version__ = "0.1.0"
