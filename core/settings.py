"""Every setting in one table, read once from the environment and `.env`."""

from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import SettingsError

ROOT = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """Names are environment variables: `data_dir` is `MARQUEE_DATA_DIR`; outside keys keep their usual names."""

    model_config = SettingsConfigDict(
        env_prefix="MARQUEE_", env_file=ROOT / ".env", env_ignore_empty=True, extra="ignore", frozen=True,
        populate_by_name=True,
    )

    data_dir: Path = Field(ROOT / "data" / "store", description="Folder of the store: warehouse, snapshots, user data.")
    user_db_url: str = Field("", description="Database of what people write; empty: desk.sqlite in the store.")
    memory_limit: str = Field("512MB", description="Memory DuckDB may take, in each process.")
    query_seconds: float = Field(20.0, gt=0, description="Deadline of one question, in seconds.")
    keep_snapshots: int = Field(3, ge=2, description="How many published snapshots stay on disk.")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process. Raises SettingsError naming each bad variable."""
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(f"MARQUEE_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        raise SettingsError(f"Settings cannot be used: {faults}.",
                            remedy="Correct them in the environment or in .env.") from error
