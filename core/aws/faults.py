"""What AWS answers, in our words: what happened, and which permission, key, name or clock to put right."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from botocore import exceptions as boto
from botocore.exceptions import ClientError

from core.errors import MarqueeError, SourceRefused, SourceUnavailable, SourceUnconfigured

# Every call we make and the IAM permission it needs; deploy/marquee.yaml grants exactly these.
ACTIONS = {
    "GetObject": "s3:GetObject", "HeadObject": "s3:GetObject", "PutObject": "s3:PutObject",
    "CreateMultipartUpload": "s3:PutObject", "UploadPart": "s3:PutObject", "CompleteMultipartUpload": "s3:PutObject",
    "ListParts": "s3:ListMultipartUploadParts", "ListMultipartUploads": "s3:ListBucketMultipartUploads",
    "ListObjectsV2": "s3:ListBucket", "HeadBucket": "s3:ListBucket", "DeleteObject": "s3:DeleteObject",
    "ListObjectVersions": "s3:ListBucketVersions", "CopyObject": "s3:GetObjectVersion",
    "GetBucketVersioning": "s3:GetBucketVersioning",
    "GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "GetItem": "dynamodb:GetItem", "UpdateItem": "dynamodb:UpdateItem", "DeleteItem": "dynamodb:DeleteItem",
    "Query": "dynamodb:Query", "DescribeTable": "dynamodb:DescribeTable",
    "PutLogEvents": "logs:PutLogEvents", "CreateLogStream": "logs:CreateLogStream",
    "DescribeLogGroups": "logs:DescribeLogGroups",
    "Geocode": "geo-places:Geocode", "ReverseGeocode": "geo-places:ReverseGeocode",
    "InvokeEndpoint": "sagemaker:InvokeEndpoint",
}

DENIED = {"AccessDenied", "AccessDeniedException", "AllAccessDisabled", "UnauthorizedOperation", "Forbidden", "403"}
EXPIRED = {"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "CredentialsExpired"}
BAD_KEYS = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "UnrecognizedClientException", "InvalidClientTokenId",
            "InvalidSignatureException", "InvalidToken", "MissingAuthenticationToken"}
SKEWED = {"RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"}
GONE = {"NoSuchBucket": "The bucket", "ResourceNotFoundException": "The table, log group or endpoint"}
BUSY = {"SlowDown", "Throttling", "ThrottlingException", "ThrottledException", "RequestLimitExceeded",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "RequestThrottled", "RequestTimeout",
        "InternalError", "InternalServerError", "ServiceUnavailable", "ServiceUnavailableException", "LimitExceeded"}

UNREACHABLE = (boto.HTTPClientError, boto.IncompleteReadError, boto.ResponseStreamingError, ConnectionError)
KEYLESS = (boto.NoCredentialsError, boto.PartialCredentialsError, boto.CredentialRetrievalError, boto.ProfileNotFound,
           boto.TokenRetrievalError, boto.UnauthorizedSSOTokenError, boto.SSOTokenLoadError)


@contextmanager
def telling(doing: str) -> Iterator[None]:
    """Raise our errors instead of botocore's. `doing` names the deed and its object: "read s3://desk/manifest.json"."""
    try:
        yield
    except ClientError as error:
        raise refusal(doing, error) from error
    except KEYLESS as error:
        raise SourceUnconfigured(f"Could not {doing}: AWS credentials are missing or incomplete.",
                                 remedy="Give them by a role, AWS_PROFILE or AWS_* keys.") from error
    except boto.NoRegionError as error:
        raise SourceUnconfigured(f"Could not {doing}: no AWS region is set.", remedy="Set AWS_REGION.") from error
    except UNREACHABLE as error:
        raise SourceUnavailable(f"Could not {doing}: the connection failed ({type(error).__name__}).",
                                remedy="Run it again; it goes on where it stopped.") from error
    except boto.BotoCoreError as error:
        raise SourceRefused(f"Could not {doing}: {error}") from error


def code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def status_of(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def refusal(doing: str, error: ClientError) -> MarqueeError:
    """The error of ours that an error answer of AWS means."""
    code, status = code_of(error), status_of(error)
    said = f"Could not {doing}: {code}"
    if code in DENIED:
        action = ACTIONS.get(error.operation_name, error.operation_name)
        return SourceRefused(f"Could not {doing}: permission {action} is missing.",
                             remedy=f"Allow {action} to this role (deploy/marquee.yaml lists all that is needed).")
    if code in EXPIRED:
        return SourceRefused(f"{said}, the credentials have expired.", remedy="Sign in again, then run it again.")
    if code in SKEWED or "Signature expired" in str(error):
        return SourceRefused(f"{said}, this machine's clock is off{skew(error)}.", remedy="Set the clock (NTP).")
    if code in BAD_KEYS:
        return SourceRefused(f"{said}, AWS does not accept these credentials.", remedy="Check AWS_PROFILE or the keys.")
    if code in GONE:
        return SourceRefused(f"{said}. {GONE[code]} is gone or was never made.",
                             remedy="Check its name in the settings, or create it from deploy/marquee.yaml.")
    if code in BUSY or status >= 500 or status == 429:
        return SourceUnavailable(f"{said} (HTTP {status}), also after several tries.",
                                 remedy="Run it again later; it goes on where it stopped.")
    return SourceRefused(f"{said} (HTTP {status}): {error.response.get('Error', {}).get('Message', '')}")


def skew(error: ClientError) -> str:
    """How far our clock is from the one that answered, when it says."""
    said = error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
    try:
        seconds = (datetime.now(UTC) - parsedate_to_datetime(said)).total_seconds()
    except (TypeError, ValueError):
        return ""
    return f" by {seconds:+,.0f} s"
