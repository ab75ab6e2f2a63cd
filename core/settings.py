"""Every setting in one table, read once from the environment and `.env`."""

import tomllib
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
    memory_limit: str = Field("512MB", pattern=r"(?i)^\d+(\.\d+)?\s*([kmgt]i?b|%)$",
                              description="Memory DuckDB may take, in each process.")
    query_seconds: float = Field(20.0, gt=0, description="Deadline of one question, in seconds.")
    keep_snapshots: int = Field(3, ge=2, description="How many published snapshots stay on disk.")

    # Outside sources: keys under their usual names, then how each is treated.
    ticketmaster_api_key: SecretStr = Field(
        SecretStr(""), validation_alias="TICKETMASTER_API_KEY", description="Key of Ticketmaster's Discovery API.")
    ticketmaster_url: str = Field(
        "https://app.ticketmaster.com", validation_alias="TICKETMASTER_URL",
        description="Scheme, host and port of the Discovery API.")
    ticketmaster_per_second: int = Field(
        5, ge=1, le=5, description="Requests to Ticketmaster in any second, over all processes of a store.")
    ticketmaster_daily_calls: int = Field(5000, ge=1, description="Calls to Ticketmaster a day (UTC) of this key.")
    ticketmaster_reserve: float = Field(
        0.02, ge=0, lt=1, description="Share of Ticketmaster's daily calls that is left for others.")
    spotify_client_id: str = Field(
        "", validation_alias="SPOTIPY_CLIENT_ID", description="Client id of a Spotify developer app.")
    spotify_client_secret: SecretStr = Field(
        SecretStr(""), validation_alias="SPOTIPY_CLIENT_SECRET", description="Client secret of that app.")
    spotify_url: str = Field(
        "https://api.spotify.com", validation_alias="SPOTIFY_URL", description="Spotify's Web API; /v1/ is appended.")
    spotify_token_url: str = Field(
        "https://accounts.spotify.com/api/token", validation_alias="SPOTIFY_TOKEN_URL",
        description="Where Spotify gives tokens.")
    spotify_daily_calls: int = Field(500, ge=1, description="Calls to Spotify a day (UTC).")
    listenbrainz_url: str = Field(
        "https://api.listenbrainz.org", validation_alias="LISTENBRAINZ_URL", description="ListenBrainz's API.")
    listenbrainz_labs_url: str = Field(
        "", description="ListenBrainz's labs (similar artists); empty: the public one, or LISTENBRAINZ_URL if changed.")
    listenbrainz_token: SecretStr = Field(
        SecretStr(""), validation_alias="LISTENBRAINZ_TOKEN", description="User token of ListenBrainz (recommended).")
    musicbrainz_url: str = Field(
        "https://musicbrainz.org", validation_alias="MUSICBRAINZ_URL", description="MusicBrainz; /ws/2 is appended.")
    user_agent: str = Field(
        "Marquee/1.0 ( set MARQUEE_USER_AGENT to your contact )",
        description="How we name ourselves to sources; MusicBrainz wants a contact in it.")
    http_seconds: float = Field(10.0, gt=0, description="Seconds an outside service may keep silent.")
    http_megabytes: int = Field(32, ge=1, description="Largest answer read from an outside service, in MB.")
    raw_retention_days: float = Field(7.0, ge=0, description="Days that raw answers are kept after they are loaded.")
    resume_hours: float = Field(48.0, ge=0, description="Hours that an unfinished fetch can be gone on with.")
    refetch_days: int = Field(30, ge=1, description="Days before an artist is looked up again at the same source.")

    # AWS: each service is off until it is named here; credentials come by boto3's standard chain, never from here.
    s3_bucket: str = Field("", description="S3 bucket of pushed stores, backups, media and models; publishing then makes the "
                                           "parts of a push too; empty: none.")
    s3_prefix: str = Field("", description="Folder inside the bucket.")
    s3_kms_key: str = Field("", description="KMS key objects are encrypted with; empty: S3's own key.")
    dynamodb_table: str = Field("", description="DynamoDB table of shared answers and quotas; empty: SQLite here.")
    shared_answer_hours: float = Field(
        1.0, ge=0, description="Hours dashboards share an outside answer through the table; 0: only pace and quotas.")
    log_group: str = Field("", description="CloudWatch log group; empty: the rotating file in the store only.")
    location: bool = Field(False, description="Ask Amazon Location where places are; off: the gazetteer alone.")
    location_daily_calls: int = Field(1000, ge=0, description="Calls to Amazon Location a day (UTC).")
    sagemaker_endpoint: str = Field("", description="SageMaker endpoint that scores models; empty: this process.")
    aws_region: str = Field("", validation_alias="AWS_REGION", description="AWS region; empty: boto3's own chain.")
    aws_endpoint_url: str = Field(
        "", validation_alias="AWS_ENDPOINT_URL", description="Another implementation of AWS, for trials and tests.")

    # Who may come in, and how much at once.
    sign_in_file: Path = Field(
        ROOT / ".streamlit" / "secrets.toml", description="Streamlit's secrets; with [auth] in it people sign in.")
    admins: str = Field("", description="Addresses, separated by commas, that are administrators when they sign in.")
    sign_in_hours: float = Field(12.0, gt=0, description="Hours after which people sign in again.")
    # A third of what cached lists can be answered at: one runaway script leaves room for others.
    api_per_second: float = Field(
        1500.0, gt=0, description="API requests a second of one token or address, twice that at once; more get 429. Five "
                                  "times what is promised, for an office behind one address.")
    api_kilobytes: int = Field(256, ge=1, description="Largest body of an API request that is no upload, in kB.")
    upload_megabytes: int = Field(500, ge=1, description="Largest file uploaded for import, in MB.")
    api_seconds: float = Field(30.0, gt=0, description="Seconds that the sender of an API request may keep silent.")

    @property
    def sign_in(self) -> bool:
        """Whether people sign in, so that others than this machine may be answered."""
        return bool(self.auth_section())

    @property
    def public_url(self) -> str:
        """Where people reach Marquee once they sign in: the redirect_uri of [auth] without its path."""
        return str(self.auth_section().get("redirect_uri", "")).removesuffix("/oauth2callback")

    def auth_section(self) -> dict[str, object]:
        """Streamlit's [auth] section, empty when there is none. Raises SettingsError when the file cannot be read."""
        return auth_section_of(self.sign_in_file)

    def admin_emails(self) -> frozenset[str]:
        return frozenset(email.strip().lower() for email in self.admins.split(",") if email.strip())


@lru_cache(maxsize=4)
def auth_section_of(path: Path) -> dict[str, object]:
    try:
        return dict(tomllib.loads(path.read_text("utf-8")).get("auth", {}))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read.",
                            remedy="Correct it, or remove it to work without sign-in.") from error


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process. Raises SettingsError naming each bad variable."""
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(f"{variable(str(e['loc'][0]))}: {e['msg']}" for e in error.errors())
        raise SettingsError(f"Settings cannot be used: {faults}.",
                            remedy="Correct them in the environment or in .env.") from error


def variable(field: str) -> str:
    """The environment variable of a field: outside keys are known by their own, upper-case names."""
    return field if field.isupper() else f"MARQUEE_{field.upper()}"
