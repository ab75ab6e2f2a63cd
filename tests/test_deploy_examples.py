"""The examples for cron and systemd start what there is."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from core.__main__ import app

ROOT = Path(__file__).parents[1]
EXAMPLES = [ROOT / "deploy" / "marquee.cron", *sorted((ROOT / "deploy" / "systemd").glob("*.service"))]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_starts_a_verb_or_the_server_as_it_is_spelled(path: Path) -> None:
    text = path.read_text("utf-8")
    verbs = [line.split() for line in re.findall(r"-m core (.*)", text)]
    for verb, *rest in verbs:
        command = get_command(app).commands[verb]  # type: ignore[attr-defined]
        for part in rest:
            command = command.commands[part] if part in getattr(command, "commands", {}) else command
        options = {option for parameter in command.params for option in parameter.opts}
        assert {part for part in rest if part.startswith("--")} <= options, path.name
    assert verbs or re.search(r"uvicorn app:app --host 127\.0\.0\.1 ", text)


def test_the_timer_starts_the_jobs() -> None:
    timer = (ROOT / "deploy" / "systemd" / "marquee-jobs.timer").read_text("utf-8")
    assert "OnCalendar=" in timer
    assert (ROOT / "deploy" / "systemd" / "marquee-jobs.service").exists()
