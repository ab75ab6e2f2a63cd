"""Scores of a fitted model: in this process, or on a SageMaker endpoint when one is set. Off by default."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.aws.faults import telling
from core.errors import SourceRefused
from core.settings import settings

Rows = Sequence[Mapping[str, Any]]


def score(rows: Rows, here: Callable[[Rows], Sequence[float]], *, client: Any = None) -> list[float]:
    """One score a row. `here` is the fitted model of this process; the endpoint is told {"instances": rows} and
    answers {"predictions": [...]}. Raises SourceRefused when it answers anything else, our errors when it fails."""
    endpoint = settings().sagemaker_endpoint
    if not endpoint:
        return [float(value) for value in here(rows)]
    with telling(f"score on SageMaker endpoint {endpoint}"):
        answer = (client or runtime()).invoke_endpoint(
            EndpointName=endpoint, ContentType="application/json", Accept="application/json",
            Body=json.dumps({"instances": [dict(row) for row in rows]}, default=str))
        body = answer["Body"].read()
    try:
        scores = [float(value) for value in json.loads(body)["predictions"]]
    except (ValueError, KeyError, TypeError) as error:
        raise SourceRefused(f"SageMaker endpoint {endpoint} did not answer with predictions.") from error
    if len(scores) != len(rows):
        raise SourceRefused(f"SageMaker endpoint {endpoint} gave {len(scores)} scores for {len(rows)} rows.")
    return scores


def runtime() -> Any:
    from core.aws.clients import client

    return client("sagemaker-runtime")
