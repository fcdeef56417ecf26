"""Where we say more than eksctl does, or less, and why: each case that we do not judge alike."""

STRICTER = {
    "version-absent": "eksctl's own default: another eksctl renders another cluster",
    "version-latest": "it moves, so the tree no longer says what the cluster is",
    "name-starts-with-digit": "eksctl's own message wants a letter first",
    "name-64-characters-no-groups": "node groups come later, and are labelled with the name",
    "zone-of-another-region": "EC2 has no such zone in the region",
    "yaml11-yes": "YAML 1.1 and 1.2 read it differently",
    "unknown-in-subnet": "eksctl drops what it does not know there",
    "nat-disable-with-private-nodes": "private nodes without a way out never join",
    "cidr-host-bits": "it is masked away: another block than the one written",
    "vpc-id-without-subnets": "the template then names subnets without ids",
    "own-vpc-with-nat": "it is ignored in a VPC that is there already",
    "private-group-without-private-subnets": "eksctl looks at self-managed groups only",
    "endpoint-private-only": "eksctl warns, too: it must run inside the VPC",
    "public-cidrs-without-private-endpoint": "nodes behind other addresses cannot join",
    "service-cidr-inside-vpc": "EKS refuses ranges that overlap",
    "log-types-star": "the tree says which logs are kept, not eksctl's list of the day",
    "kms-arn-of-a-bucket": "EKS takes the ARN of a key only",
    "access-policy-misspelt": "EKS knows its own policies only",
    "access-nobody": "nobody could reach the API server",
    "pod-identity-policy-arn-not-arn": "IAM attaches policies by ARN",
    "pod-identity-twice-same-account": "EKS takes one association for a service account",
    "addon-name-unknown": "EKS refuses names that it has no add-on for",
    "addon-version-anything": "eksctl would take any version that begins so",
    "addons-off-without-cni": "with nodes it is refused: they never become ready",
    "wrong-case-min-size": "eksctl drops it, and 2 nodes are made",
    "wrong-case-instance-types": "eksctl drops it, and the group is of m5.large",
    "wrong-case-private-networking": "eksctl drops it, and nodes are in public subnets",
    "size-whole-float": "a count is whole; JSON readers differ on 40.0",
    "group-name-underscore": "CloudFormation refuses the stack's name",
    "max-0": "EKS wants at least 1",
    "min-negative": "EKS wants at least 0",
    "sizes-absent": "eksctl's 2, 2, 2 stands in no file that a reviewer reads",
    "types-absent": "eksctl's one m5.large stands in no file that a reviewer reads",
    "types-empty": "the same as none",
    "type-unknown": "EC2 has no such type; the list may be older than EC2, so it is a warning",
    "types-of-two-architectures": "the image follows the first type: the others cannot start",
    "types-gpu-among-plain": "one GPU type turns the whole group's image",
    "spot-with-one-type": "one spot market is soon empty; a warning",
    "volume-size-zero": "EC2 has no such volume",
    "volume-type-unknown": "EC2 has no such type of volume; eksctl's schema refuses it, too",
    "volume-throughput-too-much-for-iops": "EC2 wants 4 IOPS for each MiB/s",
    "ami-family-al2-on-132": "AL2 ended with Kubernetes 1.32: the next upgrade could not be made",
    "ami-family-lower-case": "eksctl's schema refuses it",
    "release-version-anything": "EKS has no such release of the image",
    "label-instance-type": "the kubelet sets it itself",
    "label-eks": "EKS sets it itself and refuses the prefix",
    "taint-twice": "Kubernetes takes a key and an effect once",
    "propagated-60-labels": "the tags are counted only after the group exists: create then fails",
    "update-percent-150": "EKS: 1 to 100",
}
"""By the case's id: what eksctl lets pass offline, and why a rule of ours does not."""

LENIENT = {
    "unknown-in-metadata": "an override alone says it, and is told that nobody checked it",
}
"""By the case's id: what eksctl refuses, and we only warn of."""

WARNED = {"endpoint-private-only", "spot-with-one-type", "type-unknown", *LENIENT}
"""Said, and no error."""
