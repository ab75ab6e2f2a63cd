"""What the bodies of deeds are made of."""

from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def without_nul(text: str) -> str:
    """PostgreSQL keeps no NUL, and nobody means one."""
    if "\0" in text:
        raise ValueError("a NUL character cannot be kept")
    return text


Key = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(without_nul)]
Name = Annotated[str, Field(min_length=1, max_length=600), AfterValidator(without_nul)]
Words = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(without_nul)]
PageQuery = Annotated[str, Field(max_length=4000, examples=["market=Leeds&from=2026-12-01"]),
                      AfterValidator(without_nul)]
Id = Annotated[str, Path(pattern=r"^[^\x00-\x20./\\\x7f][^\x00-\x1f/\\\x7f]*$", max_length=200)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1, description="The version that was looked at.")]


class Form(BaseModel):
    """A body; a key that is not asked for is a typo and refused."""

    model_config = ConfigDict(extra="forbid")


class Seen(Form):
    """Which version of a row the deed is about."""

    version: Version
