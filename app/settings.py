"""Settings: every limit and address, each with its sentence; the only reader of the environment."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MIB = 1024 * 1024
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]+)?|https?://\[[0-9a-f:]+\](:[0-9]+)?")
"""As browsers write it: in small letters, without a path."""
_DATABASES = ("postgresql+psycopg://", "sqlite:///")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(BaseSettings):
    """Each field is read from the environment variable `INPLACE_LAB_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="INPLACE_LAB_", frozen=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 lets the whole network in.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")

    trusted_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Further names that this server answers to, separated by commas, such as lab.example.org."
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        ("127.0.0.1", "::1"),
        description="Addresses and networks of proxies, separated by commas, that are believed where a request comes "
        "from (X-Forwarded-For).",
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Sites whose pages may use /api/v1, separated by commas, such as https://course.example.org.",
    )
    loopback_is_open: bool = Field(
        True,
        description="Whether this machine itself has no quota, and sees /metrics; no, where a proxy here does not say "
        "whom it asks for.",
    )
    anonymous_runs_per_minute: int = Field(
        30,
        ge=1,
        description="New runs a minute from one address (IPv6: one /64), for whoever has neither an API key nor a seat "
        "in a classroom. A network of the Lab, an examination and a checked exercise count as one each.",
    )
    metrics_public: bool = Field(False, description="Whether everybody sees /metrics.")
    log_format: Literal["quiet", "text", "json"] = Field(
        "quiet",
        description="What is written to standard error: quiet is only what goes wrong; text and json have a line for "
        "each request, too.",
    )
    shutdown_seconds: int = Field(
        20, ge=0, description="Seconds that a server that is told to stop gives to what it has begun."
    )
    trust_local_code: bool = Field(
        False, description="Run programs where nothing contains them (level D); on loopback addresses only."
    )

    executor: Literal["local", "ray"] = Field(
        "local", description="Where snippets run: on this machine, or with ray on the machines of a Ray cluster."
    )
    ray_address: str = Field(
        "auto", description="Address of the Ray cluster, such as 10.0.0.1:6379; auto finds the one on this machine."
    )

    slots: int = Field(
        default_factory=processors, ge=1, le=256, description="How many snippets run at the same time: one a processor."
    )
    queue_length: int = Field(64, ge=0, description="How many more may wait; beyond that the answer is 503.")
    client_slots: int = Field(1, ge=1, description="How many snippets of one client run at the same time.")
    client_queue: int = Field(
        1, ge=0, description="How many more of one client may wait; beyond that the answer is 429."
    )
    warming_seconds: float = Field(
        60.0, gt=0, description="How long a run waits for a sandbox that is still starting; then the answer is 503."
    )
    cache_bytes: int = Field(128 * MIB, ge=0, description="Memory for the latest results; 0 gives none again.")
    warm_children: int = Field(
        default_factory=lambda: 2 * processors(),
        ge=0,
        le=256,
        description="How many forked children wait, ready to run a snippet: two a processor.",
    )

    source_bytes: int = Field(64 * 1024, ge=1, description="Longest snippet, in bytes of UTF-8.")
    body_bytes: int = Field(256 * 1024, ge=1, description="Largest request body, in bytes.")

    wall_seconds: float = Field(10.0, gt=0, description="Longest time that a snippet may take by the clock.")
    cpu_seconds: int = Field(20, ge=1, description="Most processor time that a snippet may use, in seconds.")
    memory_bytes: int = Field(1024 * MIB, ge=1, description="Most memory that a snippet may use beyond torch itself.")
    output_bytes: int = Field(64 * 1024, ge=1, description="Most bytes that a snippet may print before it is stopped.")
    result_bytes: int = Field(16 * MIB, ge=1, description="Largest trace that a run may return, in bytes of JSON.")
    file_bytes: int = Field(8 * MIB, ge=0, description="Largest file that a snippet may write.")
    disk_bytes: int = Field(64 * MIB, ge=0, description="Most bytes that a snippet may have on disk at once.")
    disk_files: int = Field(256, ge=0, description="Most files and folders that a snippet may have on disk at once.")
    processes: int = Field(64, ge=1, description="Most threads and processes that a snippet may have at once.")

    max_steps: int = Field(2000, ge=1, description="Most steps that are recorded; the trace says where it was cut.")
    max_tensors: int = Field(
        20000, ge=1, description="Most tensors that are recorded; the trace says where it was cut."
    )

    lessons_dir: Path | None = Field(None, description="Folder of your own lessons, shown in place of ours.")

    data_dir: Path | None = Field(
        None, description="Folder for temporary files of runs; the system's own if not given."
    )

    state_dir: Path = Field(
        default_factory=lambda: user_data_path("inplace-lab"),
        description="Folder for what lasts: the file inplace-lab.db with the links; made when it is missing.",
    )
    database_url: SecretStr | None = Field(
        None,
        description="Another database for the links: postgresql+psycopg://… or sqlite:///…, in place of that file.",
    )
    store_bytes: int = Field(
        512 * MIB,
        ge=0,
        description="Most bytes of all links; beyond, those that nobody opened for longest are removed.",
    )
    link_bytes: int = Field(8 * MIB, ge=1, description="Largest run that a link keeps, in bytes of JSON.")
    store_days: int = Field(365, ge=1, description="Days after which a link that nobody opened is removed.")

    result_seconds: int = Field(
        3600, ge=1, description="Seconds for which the result of a run that nobody waited for is kept."
    )
    results_kept: int = Field(1000, ge=1, description="Most such runs, those that go on still among them.")
    results_bytes: int = Field(
        256 * MIB, ge=1, description="Most bytes of their programs and results; beyond, the oldest results are removed."
    )

    anyone_opens_rooms: bool = Field(
        True, description="Whether anybody may open a classroom; `serve --classroom` opens one and takes no other."
    )
    rooms: int = Field(100, ge=1, description="Most classrooms at once.")
    room_seats: int = Field(1000, ge=1, description="Most students that a classroom takes.")
    room_hours: int = Field(24, ge=1, description="Hours after which a classroom that nobody uses is removed.")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(_DATABASES):
            raise ValueError(f"must begin with {' or '.join(_DATABASES)}")
        return value

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [each for each in value if not _ORIGIN.fullmatch(each)]:
            raise ValueError(f"{wrong[0]} is not an origin such as https://course.example.org")
        return value

    @field_validator("trusted_hosts", "trusted_proxies", "cors_origins", mode="before")
    @classmethod
    def _names(cls, value: object) -> object:
        return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value
