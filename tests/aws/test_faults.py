"""What AWS refuses is said in our words: what happened, what is missing, what to do; what passes is tried again."""

import pytest
from botocore.exceptions import ClientError

from core.aws.clients import client
from core.aws.faults import ACTIONS, refusal, telling
from core.aws.objects import Bucket
from core.aws.objects import bucket as bucket_of_settings
from core.aws.services import asked, services
from core.errors import SourceRefused, SourceUnavailable, SourceUnconfigured
from core.settings import settings

REFUSED = {
    "expired": (400, "ExpiredToken", SourceRefused, "credentials have expired.*Sign in again"),
    "bad key": (403, "InvalidAccessKeyId", SourceRefused, "does not accept these credentials.*AWS_PROFILE"),
    "wrong secret": (403, "SignatureDoesNotMatch", SourceRefused, "does not accept these credentials"),
    "clock": (403, "RequestTimeTooSkewed", SourceRefused, r"clock is off by [+-]\d+ s.*Set the clock"),
    "denied": (403, "AccessDenied", SourceRefused, "permission s3:GetObject is missing.*deploy/marquee.yaml"),
    "bucket gone": (404, "NoSuchBucket", SourceRefused, "bucket is gone or was never made.*settings"),
    "odd": (400, "SomethingNew", SourceRefused, "SomethingNew.*told by the test"),
}
PASSING = {"slow down": (503, "SlowDown"), "throttled": (400, "Throttling"), "server error": (500, "InternalError"),
           "unavailable": (503, "ServiceUnavailable")}


@pytest.mark.parametrize(("status", "code", "kind", "said"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_says_what_is_wrong_and_what_to_do_and_is_not_repeated(bucket, proxy, status, code, kind, said):
    proxy.answer(status, code, times=50)
    with pytest.raises(kind, match=said):
        bucket.read("x")
    assert proxy.count("GET", "x") <= 2


@pytest.mark.parametrize(("status", "code"), PASSING.values(), ids=PASSING)
def test_what_passes_is_tried_again_and_after_several_tries_given_up(bucket, proxy, status, code):
    bucket.write("x", b"here")
    proxy.answer(status, code, times=3)
    assert bucket.read("x").body == b"here"
    proxy.answer(status, code, times=50)
    with pytest.raises(SourceUnavailable, match=f"{code}.*after several tries.*Run it again"):
        bucket.read("x")


def test_a_broken_connection_is_tried_again(bucket, proxy):
    bucket.write("x", b"here")
    proxy.reset(lambda method, path: True, times=3)
    assert bucket.read("x").body == b"here"
    proxy.reset(lambda method, path: True, times=50)
    with pytest.raises(SourceUnavailable, match="connection failed"):
        bucket.read("x")


def test_a_bucket_that_was_never_made_is_named(environment, no_waiting):
    missing = Bucket(client("s3"), "never-made-by-anybody", "p")
    with pytest.raises(SourceRefused, match="list s3://never-made-by-anybody/p/parts/.*never made"):
        missing.sizes("parts/")


@pytest.mark.parametrize("operation", ACTIONS)
def test_each_missing_permission_is_named(operation):
    error = ClientError({"Error": {"Code": "AccessDenied"}, "ResponseMetadata": {"HTTPStatusCode": 403}}, operation)
    assert ACTIONS[operation] in str(refusal("do it", error))


def test_without_credentials_the_standard_chain_is_named(environment, monkeypatch, no_waiting):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    client.cache_clear()
    with pytest.raises(SourceUnconfigured, match="credentials are missing.*AWS_PROFILE"):
        Bucket(client("s3"), "any").read("x")
    client.cache_clear()


def test_without_a_region_the_setting_is_named(environment, monkeypatch):
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    settings.cache_clear()
    client.cache_clear()
    with pytest.raises(SourceUnconfigured, match="Set AWS_REGION"), telling("look"):
        client("dynamodb")
    client.cache_clear()


def test_without_a_bucket_the_setting_is_named(environment, monkeypatch):
    monkeypatch.delenv("MARQUEE_S3_BUCKET")
    settings.cache_clear()
    with pytest.raises(SourceUnconfigured, match="MARQUEE_S3_BUCKET"):
        bucket_of_settings()


def test_each_service_is_present_or_missing_with_its_setting_and_its_default(environment, monkeypatch):
    monkeypatch.setenv("MARQUEE_LOG_GROUP", "/marquee")
    settings.cache_clear()
    found = {one.service: one for one in services()}
    assert (found["S3"].present, found["CloudWatch"].present, found["DynamoDB"].present) == (True, True, False)
    assert found["DynamoDB"].why == "MARQUEE_DYNAMODB_TABLE is not set: SQLite shares answers and quotas here"
    assert [one.answers for one in found.values()] == [None] * 5


def test_a_service_that_is_switched_on_but_does_not_answer_says_why(bucket, monkeypatch):
    monkeypatch.setenv("MARQUEE_LOG_GROUP", "/never-made")
    monkeypatch.setenv("MARQUEE_DYNAMODB_TABLE", "never-made")
    settings.cache_clear()
    found = {one.service: one for one in asked()}
    assert found["S3"].answers is True
    assert found["CloudWatch"].answers is False
    assert "There is no log group /never-made" in found["CloudWatch"].why
    assert found["DynamoDB"].answers is False
    assert "never made" in found["DynamoDB"].why
