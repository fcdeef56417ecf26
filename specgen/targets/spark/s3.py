"""How Hadoop reaches S3: credentials by the pod's own identity, and commits without renaming."""

from specgen.facts.spark import AWS_SDK_V2_SINCE_HADOOP, hadoop_of
from specgen.manifests.spark_operator import Part
from specgen.spec.platform import JobOn
from specgen.targets.spark.locations import names_s3, uri

_S3A = "spark.hadoop.fs.s3a."
_V1, _V2 = "com.amazonaws.auth.", "software.amazon.awssdk.auth.credentials."
PROVIDERS = {
    "pod-identity": (
        _V1 + "EC2ContainerCredentialsProviderWrapper",
        _V2 + "ContainerCredentialsProvider",
    ),
    "irsa": (
        _V1 + "WebIdentityTokenCredentialsProvider",
        _V2 + "WebIdentityTokenFileCredentialsProvider",
    ),
    "environment": (
        _V1 + "EnvironmentVariableCredentialsProvider",
        _V2 + "EnvironmentVariableCredentialsProvider",
    ),
    "instance-profile": ("org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider",) * 2,
}  # fmt: skip
"""Class by kind of credentials, for AWS SDK v1 and v2.

https://hadoop.apache.org/docs/stable/hadoop-aws/tools/hadoop-aws/authentication.html
https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
"""

_OF_IDENTITY = {"pod-identity": "pod-identity", "irsa": "irsa", "node-role": "instance-profile"}
_PROTOCOL = "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol"
_PARQUET = "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter"
"""https://spark.apache.org/docs/latest/cloud-integration.html#hadoop-s3a-committers"""


def s3(x: JobOn) -> Part:
    """Settings of S3A, where the job names S3."""
    if not names_s3(x):
        return {}
    wanted = x.job.s3
    conf = {
        "aws.credentials.provider": _provider(x),
        "endpoint": None if wanted.endpoint is None else uri(x, wanted.endpoint),
        "endpoint.region": wanted.region or x.around.region,
        "path.style.access": "true" if wanted.path_style else None,
    }
    out = {_S3A + key: value for key, value in conf.items() if value is not None}
    if wanted.s3_scheme:
        out["spark.hadoop.fs.s3.impl"] = "org.apache.hadoop.fs.s3a.S3AFileSystem"
    return {"spec": {"sparkConf": {**out, **_committer(x)}}}


def _provider(x: JobOn) -> str | None:
    kind = x.job.s3.credentials or _OF_IDENTITY.get(x.around.identity)
    return None if kind is None else PROVIDERS[kind][_hadoop(x) >= AWS_SDK_V2_SINCE_HADOOP]


def _hadoop(x: JobOn) -> tuple[int, ...]:
    """The Hadoop client of the image: declared, or what its Spark release ships."""
    if x.image.hadoop is not None:
        return x.image.hadoop.parts
    return hadoop_of(_spark(x))


def _spark(x: JobOn) -> tuple[int, ...]:
    version = x.job.spark_version or x.image.spark_version
    return version.parts if version is not None else (9,)


def _committer(x: JobOn) -> dict[str, str]:
    kind = x.job.s3.committer or ("magic" if _spark(x) >= (3, 5) else "none")
    if kind == "none":
        return {}
    return {
        _S3A + "committer.name": kind,
        **({_S3A + "committer.magic.enabled": "true"} if kind == "magic" else {}),
        "spark.sql.sources.commitProtocolClass": _PROTOCOL,
        "spark.sql.parquet.output.committer.class": _PARQUET,
    }
