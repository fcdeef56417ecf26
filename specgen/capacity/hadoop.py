"""Hadoop's and Kerberos' files in a pod, where conf names ConfigMaps and Secrets of theirs.

HadoopConf*FeatureStep and KerberosConfDriverFeatureStep of apache/spark. Files of the submitter's
own (HADOOP_CONF_DIR, krb5.path, a keytab) are no matter of an application, and left out.
"""

from specgen.capacity.conf import Conf
from specgen.capacity.draft import Draft
from specgen.facts.spark_pods import HADOOP_CONF_DIR, HADOOP_TOKENS_DIR

_NAMED = "spark.kubernetes.hadoop.configMapName"
_TOLD = "spark.kubernetes.executor.hadoopConfigMapName"
_KERBEROS = "spark.kubernetes.kerberos."


def hadoop(out: Draft, conf: Conf, role: str) -> None:
    """Hadoop's configuration; the driver tells its executors the name."""
    name = conf.get(_NAMED) if role == "driver" else conf.get(_NAMED, _TOLD)
    if name is not None:
        out.volume({"name": "hadoop-properties", "configMap": {"name": name}}, HADOOP_CONF_DIR)
        out.env({"HADOOP_CONF_DIR": HADOOP_CONF_DIR})


def kerberos(out: Draft, conf: Conf) -> None:
    """Kerberos' configuration, and tokens that somebody else has fetched; for the driver alone."""
    name = conf.get(_KERBEROS + "krb5.configMapName")
    if name is not None:
        out.append_to_pod("volumes", [{"name": "krb5-file", "configMap": {"name": name}}])
        mount = {"name": "krb5-file", "mountPath": "/etc/krb5.conf", "subPath": "krb5.conf"}
        out.append("volumeMounts", [mount])
    secret, key = (conf.get(f"{_KERBEROS}tokenSecret.{one}") for one in ("name", "itemKey"))
    if secret is not None and key is not None:
        volume = {"name": "hadoop-secret", "secret": {"secretName": secret}}
        out.volume(volume, HADOOP_TOKENS_DIR)
        out.env({"HADOOP_TOKEN_FILE_LOCATION": f"{HADOOP_TOKENS_DIR}/{key}"})
