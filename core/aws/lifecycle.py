"""What S3 should tidy up by itself: rules to look at, and to set when asked."""

from typing import Any

from botocore.exceptions import ClientError

from core.aws.faults import code_of, telling
from core.aws.objects import Bucket


def suggested(bucket: Bucket) -> list[dict[str, Any]]:
    """Rules for this bucket. Never by age of a live part: a part written long ago may be of today's manifest."""
    return [
        rule("marquee-unfinished-uploads", bucket.key(""), AbortIncompleteMultipartUpload={"DaysAfterInitiation": 7}),
        rule("marquee-old-versions", bucket.key(""), NoncurrentVersionExpiration={"NoncurrentDays": 30}),
        rule("marquee-backups", bucket.key("backups/"), Expiration={"Days": 365},
             Transitions=[{"Days": 30, "StorageClass": "STANDARD_IA"}]),
        rule("marquee-answers", bucket.key("answers/"), Expiration={"Days": 31}),
    ]


def rule(name: str, prefix: str, **what: Any) -> dict[str, Any]:
    return {"ID": name, "Status": "Enabled", "Filter": {"Prefix": prefix}, **what}


def apply(bucket: Bucket) -> list[dict[str, Any]]:
    """Set our rules beside those of others in the bucket; returns all rules it has then."""
    ours = suggested(bucket)
    names = {one["ID"] for one in ours}
    rules = [one for one in present(bucket) if one.get("ID") not in names] + ours
    with telling(f"set lifecycle rules of s3://{bucket.name}"):
        bucket.client.put_bucket_lifecycle_configuration(
            Bucket=bucket.name, LifecycleConfiguration={"Rules": rules})
    return rules


def present(bucket: Bucket) -> list[dict[str, Any]]:
    with telling(f"read lifecycle rules of s3://{bucket.name}"):
        try:
            return bucket.client.get_bucket_lifecycle_configuration(Bucket=bucket.name)["Rules"]
        except ClientError as error:
            if code_of(error) == "NoSuchLifecycleConfiguration":
                return []
            raise
