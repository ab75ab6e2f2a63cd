"""One way to reach AWS: boto3's standard chain finds credentials, here are only timeouts, retries and the region."""

import os
from functools import lru_cache
from typing import Any

from core.settings import settings

ATTEMPTS = 6
# Log lines that did not go are sent again with the next ones, and a process that ends does not wait for long.
PATIENCE = {"logs": (2, 5, 1)}


@lru_cache(maxsize=16)
def client(service: str) -> Any:
    """A client of `service` ("s3", "dynamodb", ...), made once a process; clients may be shared by threads."""
    import boto3
    from botocore.config import Config

    known = settings()
    local = endpoint()
    connecting, reading, attempts = PATIENCE.get(service, (5, 60, ATTEMPTS))
    config = Config(
        connect_timeout=connecting, read_timeout=reading, max_pool_connections=32, user_agent_extra="marquee",
        retries={"mode": "standard", "total_max_attempts": attempts},
        # Links are signed the old way otherwise, which objects under a KMS key refuse.
        signature_version="s3v4" if service == "s3" else None,
        # A name such as bucket.localhost may not resolve.
        s3={"addressing_style": "path"} if local else {})
    return boto3.session.Session().client(service, region_name=known.aws_region or None, config=config,
                                          endpoint_url=None if "AWS_ENDPOINT_URL" in os.environ else local or None)


def endpoint() -> str:
    """Another implementation than AWS's own, when one is named in the environment or in .env."""
    return settings().aws_endpoint_url
