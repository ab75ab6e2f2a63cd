"""What is deployed: the template passes its linter and grants exactly what the program does, nothing more."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from core.aws.faults import ACTIONS
from core.aws.lifecycle import apply, present, suggested
from core.aws.objects import Bucket

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


class Plain(yaml.SafeLoader):
    """CloudFormation's short functions (!Sub, !Ref, ...) as the text behind them."""


Plain.add_multi_constructor("!", lambda loader, tag, node: f"{tag} {node.value}")


@pytest.fixture(scope="module")
def template() -> dict:
    return yaml.load((DEPLOY / "marquee.yaml").read_text("utf-8"), Plain)


def statements(template: dict) -> list[dict]:
    return [statement for resource in template["Resources"].values() if resource["Type"] == "AWS::IAM::ManagedPolicy"
            for statement in resource["Properties"]["PolicyDocument"]["Statement"]]


def test_cfn_lint_has_nothing_to_say():
    ran = subprocess.run([Path(sys.executable).parent / "cfn-lint", DEPLOY / "marquee.yaml"], capture_output=True,
                         text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "")


def test_the_roles_may_do_exactly_what_the_program_calls(template):
    granted = {action for statement in statements(template) for action in statement["Action"]}
    assert granted == set(ACTIONS.values())


def test_nothing_is_granted_by_a_star_or_on_everything(template):
    for statement in statements(template):
        assert not [action for action in statement["Action"] if "*" in action]
        assert statement["Resource"] != "*"


def test_each_call_in_the_code_has_its_permission_in_the_table():
    called = set()
    for path in (DEPLOY.parent / "core" / "aws").glob("*.py"):
        text = path.read_text("utf-8")
        called |= set(re.findall(r"(?:client|s3|runtime\(\)\))\.(\w+)\(", text))
        called |= set(re.findall(r'get_paginator\("(\w+)"\)', text))
        called |= set(re.findall(r"self\.client\.(\w+),", text))
    called -= {"get_paginator", "generate_presigned_url", "session"}
    known = {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower().replace("_v2", "v2"): name for name in ACTIONS}
    known["list_objects_v2"] = "ListObjectsV2"
    assert {name for name in called if name not in known} == set()
    assert "put_log_events" in called
    assert "update_item" in called


def test_the_bucket_is_private_encrypted_versioned_and_outlives_the_stack(template):
    bucket = template["Resources"]["Bucket"]
    assert bucket["DeletionPolicy"] == "Retain"
    assert set(bucket["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["Properties"]["VersioningConfiguration"]["Status"] == "Enabled"
    assert "ServerSideEncryptionConfiguration" in bucket["Properties"]["BucketEncryption"]


def test_the_template_sets_the_lifecycle_rules_the_program_suggests(template):
    rules = template["Resources"]["Bucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    ours = suggested(Bucket(None, "any", "marquee"))
    assert [rule["Id"] for rule in rules] == [rule["ID"] for rule in ours]


def test_rules_of_others_stay_when_ours_are_set(bucket):
    theirs = {"ID": "theirs", "Status": "Enabled", "Filter": {"Prefix": "other/"}, "Expiration": {"Days": 3}}
    bucket.client.put_bucket_lifecycle_configuration(
        Bucket=bucket.name, LifecycleConfiguration={"Rules": [theirs]})
    apply(bucket)
    apply(bucket)
    assert [rule["ID"] for rule in present(bucket)] == ["theirs", *(rule["ID"] for rule in suggested(bucket))]


def test_the_image_runs_without_rights_and_writes_only_to_the_store():
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    assert re.search(r"^USER 10001", text, re.M)
    assert "HEALTHCHECK" in text
    assert "/api/health" in text
    assert "--read-only" in text
    assert re.search(r"^VOLUME /store$", text, re.M)
    assert not re.search(r"(KEY|SECRET|TOKEN)\s*=", text)
    copied = re.findall(r"^COPY --chown=root:root (\S+)", text, re.M)
    assert all((DEPLOY.parent / name).exists() for name in copied)


def test_the_runbook_is_one_page_and_names_verbs_that_exist():
    from core.commands.aws import aws

    text = (DEPLOY / "RUNBOOK.md").read_text("utf-8")
    assert len(text.splitlines()) <= 80
    named = set(re.findall(r"core aws (\w+)", text))
    assert named == {command.callback.__name__ for command in aws.registered_commands}
