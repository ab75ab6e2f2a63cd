"""Which AWS services are switched on, what stands in for those that are not, and whether they answer."""

import logging
from collections.abc import Callable
from typing import NamedTuple

from core.errors import MarqueeError
from core.settings import settings


class Service(NamedTuple):
    """`present` as the settings say; `why` is for people; `answers` is None until it was asked."""

    service: str
    present: bool
    why: str
    answers: bool | None = None


def services() -> list[Service]:
    """Every service by the settings alone; asks nobody."""
    known = settings()
    return [
        told("S3", known.s3_bucket, "MARQUEE_S3_BUCKET", "the store stays on this machine"),
        told("DynamoDB", known.dynamodb_table, "MARQUEE_DYNAMODB_TABLE", "SQLite shares answers and quotas here"),
        told("Location", "on" if known.location else "", "MARQUEE_LOCATION", "the embedded gazetteer answers"),
        told("CloudWatch", known.log_group, "MARQUEE_LOG_GROUP", "logs go to the rotating file of the store"),
        told("SageMaker", known.sagemaker_endpoint, "MARQUEE_SAGEMAKER_ENDPOINT", "models are scored in this process"),
    ]


def told(service: str, value: str, setting: str, default: str) -> Service:
    return Service(service, bool(value), f"{setting} is {value}" if value else f"{setting} is not set: {default}")


def log_sinks() -> list[logging.Handler]:
    """What `journal.start` is given: CloudWatch when a log group is set, else nothing."""
    group = settings().log_group
    if not group:
        return []
    from core.aws.clients import client
    from core.aws.logs import CloudWatch

    return [CloudWatch(client("logs"), group).begin()]


def asked() -> list[Service]:
    """Every service that is switched on is asked once; the reason of a failure stands in `why`."""
    calls: dict[str, Callable[[], object]] = {"S3": ask_s3, "DynamoDB": ask_dynamodb, "CloudWatch": ask_logs}
    return [answered(one, calls[one.service]) if one.present and one.service in calls else one for one in services()]


def answered(service: Service, call: Callable[[], object]) -> Service:
    try:
        call()
    except MarqueeError as error:
        return service._replace(answers=False, why=str(error))
    return service._replace(answers=True)


def ask_s3() -> None:
    from core.aws.faults import telling
    from core.aws.objects import bucket

    ours = bucket()
    with telling(f"reach s3://{ours.name}"):
        ours.client.list_objects_v2(Bucket=ours.name, Prefix=ours.key(""), MaxKeys=1)


def ask_dynamodb() -> None:
    from core.aws.clients import client
    from core.aws.faults import telling

    name = settings().dynamodb_table
    with telling(f"reach DynamoDB table {name}"):
        client("dynamodb").describe_table(TableName=name)


def ask_logs() -> None:
    from core.aws.clients import client
    from core.aws.faults import telling
    from core.errors import SourceRefused

    name = settings().log_group
    with telling(f"reach log group {name}"):
        found = client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    if name not in [group["logGroupName"] for group in found]:
        raise SourceRefused(f"There is no log group {name}.", remedy="Create it from deploy/marquee.yaml.")
