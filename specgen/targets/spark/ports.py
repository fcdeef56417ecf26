"""Ports that stay, so that a network policy can name them; and how names are looked up."""

from specgen.facts.spark import BLOCK_MANAGER_PORT, DRIVER_PORT
from specgen.manifests.spark_operator import DnsConfig, Part
from specgen.spec.platform import JobOn


def ports(x: JobOn) -> Part:
    """Executors would listen on random ports otherwise."""
    return {
        "spec": {
            "sparkConf": {
                "spark.driver.port": str(DRIVER_PORT),
                "spark.driver.blockManager.port": str(BLOCK_MANAGER_PORT),
                "spark.blockManager.port": str(BLOCK_MANAGER_PORT),
            }
            if x.team.network_policy.enabled
            else None
        }
    }


def dns(x: JobOn) -> Part:
    """Fewer look-ups a name: CoreDNS is throttled per node, and executors ask all at once."""
    if x.job.dns_ndots == 0:
        return {}
    options: DnsConfig = {"options": [{"name": "ndots", "value": str(x.job.dns_ndots)}]}
    return {"spec": {"driver": {"dnsConfig": options}, "executor": {"dnsConfig": options}}}
