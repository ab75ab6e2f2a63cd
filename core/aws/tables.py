"""DynamoDB as we use it: small versioned items with an expiry, written on conditions. `local_table` is its double."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from core.aws.clients import client
from core.aws.faults import code_of, telling
from core.aws.items import Item, Table
from core.aws.local_table import LocalTable
from core.errors import SourceRefused
from core.settings import settings

# DynamoDB refuses items above 400 kB, names included.
LARGEST = 350_000


@dataclass
class DynamoTable:
    client: Any = field(repr=False)
    name: str
    now: Callable[[], float] = time.time
    largest: int | None = LARGEST

    def get(self, kind: str, name: str) -> Item | None:
        with telling(f"read {kind} from table {self.name}"):
            found = self.client.get_item(TableName=self.name, Key=key(kind, name), ConsistentRead=True)
        return self.fresh(found["Item"]) if "Item" in found else None

    def put(self, kind: str, name: str, text: str, body: bytes = b"", *, expires_at: float | None = None,
            replaces: int | None = None) -> bool:
        if len(text.encode()) + len(body) > LARGEST:
            raise SourceRefused(f"A {kind} of {len(text) + len(body):,} bytes is too large for table {self.name}.",
                                remedy="Set MARQUEE_S3_BUCKET: large answers are kept there.")
        changes = "SET #text = :text, #body = :body, #version = if_not_exists(#version, :zero) + :one"
        values = {":text": {"S": text}, ":body": {"B": body}, ":zero": {"N": "0"}, ":one": {"N": "1"}}
        names = {"#text": "text", "#body": "body", "#version": "version", "#expires": "expires_at"}
        if expires_at is None:
            changes += " REMOVE #expires"
        else:
            changes = changes.replace("SET ", "SET #expires = :expires, ")
            values[":expires"] = {"N": str(math.ceil(expires_at))}
        condition = {}
        if replaces == 0:
            condition = {"ConditionExpression": "attribute_not_exists(#version) OR #expires <= :now"}
            values[":now"] = {"N": str(math.floor(self.now()))}
        elif replaces is not None:
            condition = {"ConditionExpression": "#version = :version"}
            values[":version"] = {"N": str(replaces)}
        return self.conditionally(f"write {kind} to", self.client.update_item, Key=key(kind, name),
                                  UpdateExpression=changes, ExpressionAttributeNames=names,
                                  ExpressionAttributeValues=values, **condition)

    def delete(self, kind: str, name: str, version: int | None = None) -> bool:
        condition = {} if version is None else {
            "ConditionExpression": "#version = :version", "ExpressionAttributeNames": {"#version": "version"},
            "ExpressionAttributeValues": {":version": {"N": str(version)}}}
        return self.conditionally(f"delete {kind} from", self.client.delete_item, Key=key(kind, name), **condition)

    def every(self, kind: str) -> Iterator[Item]:
        with telling(f"list {kind} of table {self.name}"):
            pages = self.client.get_paginator("query").paginate(
                TableName=self.name, ConsistentRead=True, KeyConditionExpression="kind = :kind",
                ExpressionAttributeValues={":kind": {"S": kind}})
            found = [item for page in pages for item in page["Items"]]
        yield from (item for item in map(self.fresh, found) if item)

    def conditionally(self, doing: str, call: Callable[..., Any], **what: Any) -> bool:
        with telling(f"{doing} table {self.name}"):
            try:
                call(TableName=self.name, **what)
            except ClientError as error:
                if code_of(error) == "ConditionalCheckFailedException":
                    return False
                raise
        return True

    def fresh(self, stored: dict[str, Any]) -> Item | None:
        expires_at = float(stored["expires_at"]["N"]) if "expires_at" in stored else None
        if expires_at is not None and expires_at <= self.now():
            return None
        return Item(stored["name"]["S"], stored["text"]["S"], stored["body"]["B"], int(stored["version"]["N"]),
                    expires_at)


def key(kind: str, name: str) -> dict[str, dict[str, str]]:
    return {"kind": {"S": kind}, "name": {"S": name}}


def table(data_dir: Path | None = None) -> Table:
    """The shared table of the settings: DynamoDB when one is named, else SQLite in the store."""
    known = settings()
    if known.dynamodb_table:
        return DynamoTable(client("dynamodb"), known.dynamodb_table)
    return LocalTable((data_dir or known.data_dir) / "shared.sqlite")
