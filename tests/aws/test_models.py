"""A fitted model in S3 is fetched only when its types are trusted and its bytes are right; promotion goes both ways."""

import io
from datetime import UTC, datetime, timedelta

import boto3
import pytest
import skops.io
from botocore.response import StreamingBody
from botocore.stub import Stubber
from sklearn.linear_model import Ridge

from core.aws import models
from core.aws.models import UntrustedTypes
from core.aws.objects import ChangedMeanwhile
from core.aws.scoring import score
from core.errors import NothingPublished, SourceRefused, StoreBroken
from core.settings import settings

NOW = datetime(2026, 5, 1, tzinfo=UTC)
TYPES = ("core.recommend.popularity.Popularity",)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "model.skops"
    skops.io.dump(Ridge().fit([[1.0], [2.0], [3.0]], [2.0, 4.0, 6.0]), path)
    return path


def keep(bucket, file, days: int = 0, types=TYPES) -> models.ModelCard:
    return models.keep(bucket, "forecast", file, data_version="snapshot 12", metrics={"wape": 0.21}, types=types,
                       now=NOW + timedelta(days=days))


def test_a_model_comes_back_with_its_data_version_and_metrics_and_predicts_the_same(bucket, file, tmp_path):
    card = keep(bucket, file)
    models.promote(bucket, "forecast", card.version)
    now = models.current(bucket, "forecast")
    assert (now.data_version, now.metrics) == ("snapshot 12", {"wape": 0.21})
    path = models.bring(bucket, now, tmp_path / "models", trusted=TYPES)
    before, after = (skops.io.load(one).predict([[7.0]])[0] for one in (file, path))
    assert before == after


def test_a_model_is_not_in_use_until_it_is_promoted(bucket, file):
    keep(bucket, file)
    with pytest.raises(NothingPublished, match="No version of model forecast is in use"):
        models.current(bucket, "forecast")


def test_rolling_back_returns_to_the_version_promoted_before(bucket, file):
    first, second = keep(bucket, file), keep(bucket, file, days=1)
    assert models.versions(bucket, "forecast") == [first.version, second.version]
    models.promote(bucket, "forecast", first.version)
    models.promote(bucket, "forecast", second.version)
    assert models.roll_back(bucket, "forecast") == first
    assert models.current(bucket, "forecast") == first
    with pytest.raises(NothingPublished, match="in use before"):
        models.roll_back(bucket, "forecast")


def test_of_two_promotions_at_once_the_second_is_told(bucket, file):
    card = keep(bucket, file)
    used, etag = models.in_use(bucket, "forecast")
    models.promote(bucket, "forecast", card.version)
    with pytest.raises(ChangedMeanwhile, match="promoted at the same moment"):
        models.write_in_use(bucket, "forecast", [*used, "other"], etag)


def test_a_type_outside_the_pinned_list_is_refused_before_anything_is_fetched(bucket, file, tmp_path):
    card = keep(bucket, file, types=[*TYPES, "os.system"])
    with pytest.raises(UntrustedTypes, match="os.system"):
        models.bring(bucket, card, tmp_path / "models", trusted=TYPES)
    assert not (tmp_path / "models").exists()


def test_a_model_with_other_bytes_is_not_taken_over_also_when_it_is_already_here(bucket, file, tmp_path):
    card = keep(bucket, file)
    path = models.bring(bucket, card, tmp_path / "models", trusted=TYPES)
    path.write_bytes(b"changed here")
    assert models.bring(bucket, card, tmp_path / "models", trusted=TYPES).read_bytes() == file.read_bytes()
    path.unlink()
    bucket.write(f"{card.folder}/model.skops", file.read_bytes()[:-1] + b"x")
    with pytest.raises(StoreBroken, match="SHA-256"):
        models.bring(bucket, card, tmp_path / "models", trusted=TYPES)


def test_a_name_that_leads_elsewhere_is_refused(bucket, file):
    with pytest.raises(ValueError, match="not a model's name"):
        models.keep(bucket, "../x", file, data_version="", metrics={}, types=())
    with pytest.raises(NothingPublished, match="no model forecast 2020"):
        models.promote(bucket, "forecast", "2020")


def test_scores_come_from_this_process_unless_an_endpoint_is_set(monkeypatch):
    settings.cache_clear()
    assert score([{"x": 1}, {"x": 2}], lambda rows: [row["x"] * 2 for row in rows]) == [2.0, 4.0]
    settings.cache_clear()


@pytest.mark.parametrize(("body", "said"), [
    (b'{"predictions": [1, 2.5]}', None), (b'{"predictions": [1]}', "1 scores for 2 rows"), (b"oops", "predictions")])
def test_an_endpoint_scores_the_same_rows_and_a_wrong_answer_is_refused(monkeypatch, body, said):
    monkeypatch.setenv("MARQUEE_SAGEMAKER_ENDPOINT", "forecast")
    settings.cache_clear()
    runtime = boto3.client("sagemaker-runtime", region_name="eu-central-1", aws_access_key_id="x",
                           aws_secret_access_key="y")
    with Stubber(runtime) as stub:
        stub.add_response("invoke_endpoint", {"Body": StreamingBody(io.BytesIO(body), len(body))}, {
            "EndpointName": "forecast", "ContentType": "application/json", "Accept": "application/json",
            "Body": '{"instances": [{"x": 1}, {"x": 2}]}'})
        rows = [{"x": 1}, {"x": 2}]
        if said:
            with pytest.raises(SourceRefused, match=said):
                score(rows, lambda _: [], client=runtime)
        else:
            assert score(rows, lambda _: [], client=runtime) == [1.0, 2.5]
    settings.cache_clear()
