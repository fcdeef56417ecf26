"""Where data and networks are: URIs, image digests, CIDR blocks."""

import ipaddress
import re
from typing import ClassVar, Self

from specgen.refusal import Refused
from specgen.units.unit import Unit

SCHEMES = (
    "s3", "s3a", "oss", "abfs", "gs", "hdfs", "dfs", "http", "https", "local", "file", "loc",
)  # fmt: skip
_URI = re.compile(r"(?P<scheme>[a-z][a-z0-9]*)://(?P<rest>[^\s<>\"{}|\\^`\x00-\x20\x7f]*)")
_PLACEHOLDER = re.compile(r"<<.*>>|\$\{.*\}|\{\{.*\}\}|<[A-Za-z_ -]+>")


class Uri(Unit):
    """Where something is: `s3://bucket/prefix/`, `local:///opt/job.jar`, `loc://lake/2026/`."""

    __slots__ = ()

    noun: ClassVar[str] = "a URI"
    hint: ClassVar[str] = (
        f"write one with a scheme of {', '.join(SCHEMES)}, like s3://bucket/prefix/"
    )
    pattern: ClassVar[str] = f"(?:{'|'.join(SCHEMES)})://[^\\s]+"

    @property
    def scheme(self) -> str:
        """What stands before `://`."""
        return self.text.partition("://")[0]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a URI; placeholders (`${X}`, `<<X>>`) and blanks are refused."""
        if _PLACEHOLDER.search(text):
            raise cls.refused(text, "nothing is substituted here; name a location: loc://NAME/path")
        match = _URI.fullmatch(text)
        if match is None or match["scheme"] not in SCHEMES or not match["rest"].strip("/"):
            raise cls.refused(text)
        return cls(text)


class Root(Uri):
    """A URI that other paths are appended to: it ends with `/` and is no `loc://` itself."""

    __slots__ = ()

    noun: ClassVar[str] = "a root of data"
    hint: ClassVar[str] = "write a URI that ends with /, like s3://bucket/prefix/"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a URI that ends with `/`."""
        uri = Uri.parse(text)
        if uri.scheme == "loc":
            raise cls.refused(text, "a location is written with its real scheme, like s3://bucket/")
        if not text.endswith("/"):
            raise cls.refused(text, f"write {text}/")
        return cls(text)


class Digest(Unit):
    """The digest of an image: `sha256:` and 64 hexadecimal digits."""

    __slots__ = ()

    noun: ClassVar[str] = "an image digest"
    hint: ClassVar[str] = "write sha256: and the 64 hexadecimal digits"
    pattern: ClassVar[str] = r"sha256:[0-9a-f]{64}"


class Cidr(Unit):
    """A block of addresses: `10.40.0.0/16`."""

    __slots__ = ()

    noun: ClassVar[str] = "a CIDR block"
    hint: ClassVar[str] = "write an address and a prefix length, like 10.40.0.0/16"
    pattern: ClassVar[str] = r"[0-9a-fA-F.:]+/[0-9]{1,3}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `10.40.0.0/16`; host bits are refused with the block they lie in."""
        try:
            block = ipaddress.ip_network(text, strict=False)
        except ValueError:
            raise cls.refused(text) from None
        if str(block) != text:
            raise Refused(f"`{text}` is not the block's own address", f"write {block}")
        return cls(text)


class Arn(Unit):
    """A name in AWS: `arn:aws:iam::111122223333:role/admin`."""

    __slots__ = ()

    noun: ClassVar[str] = "an ARN"
    hint: ClassVar[str] = "write it whole, like arn:aws:iam::111122223333:role/admin"
    pattern: ClassVar[str] = (
        r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:[0-9]{12}|aws)?:[A-Za-z0-9+=,.@_/:*-]+"
    )


_IAM = r"arn:aws[a-z-]*:iam::[0-9]{12}"
_NAME = r"/(?:[A-Za-z0-9+=,.@_-]+/)*[A-Za-z0-9+=,.@_-]+"
"""A path and a name as IAM takes them, and no pattern.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, checked 2026-11-21.
"""

_INSTEAD = (
    (":root", "name the roles and users whom you mean; the account itself is none of them"),
    (":group/", "name the role that its members take"),
    (":policy/", "name the role or user that has the policy"),
    (":instance-profile/", "name the role in that profile"),
    (":assumed-role/", "of a session, name its role"),
)
"""What stands for nobody, and whom to name."""


class Principal(Arn):
    """An IAM role or user, whom EKS can let in.

    https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
    """

    __slots__ = ()

    noun: ClassVar[str] = "an IAM role or user"
    hint: ClassVar[str] = "name one whole, like arn:aws:iam::111122223333:role/admin"
    pattern: ClassVar[str] = f"{_IAM}:(?:role|user){_NAME}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the ARN of a role or user; of what stands for neither, say whom to name."""
        if re.fullmatch(cls.pattern, text):
            return cls(text)
        raise cls.refused(text, next((mend for sign, mend in _INSTEAD if sign in text), ""))


class RoleArn(Arn):
    """An IAM role."""

    __slots__ = ()

    noun: ClassVar[str] = "the ARN of an IAM role"
    hint: ClassVar[str] = "write it whole, like arn:aws:iam::111122223333:role/spark"
    pattern: ClassVar[str] = f"{_IAM}:role{_NAME}"


class PolicyArn(Arn):
    """A managed IAM policy, AWS's or one's own."""

    __slots__ = ()

    noun: ClassVar[str] = "the ARN of a managed IAM policy"
    hint: ClassVar[str] = (
        "write it whole, like arn:aws:iam::aws:policy/AmazonAthenaFullAccess; of a role, roleArn"
    )
    pattern: ClassVar[str] = rf"arn:aws[a-z-]*:iam::(?:[0-9]{{12}}|aws):policy{_NAME}"


class KmsKey(Arn):
    """A key of KMS by its own name in AWS; an alias may be moved to another key."""

    __slots__ = ()

    noun: ClassVar[str] = "the ARN of a KMS key"
    hint: ClassVar[str] = (
        "write the key's own ARN, not an alias: arn:aws:kms:us-east-1:111122223333:key/…"
    )
    pattern: ClassVar[str] = r"arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+"

    @property
    def region(self) -> str:
        """Where the key is; it cannot be used elsewhere."""
        return self.text.split(":")[3]
