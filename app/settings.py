"""Settings: every limit and address, each with its sentence; the only reader of the environment."""

import os
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MIB = 1024 * 1024
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
    trust_local_code: bool = Field(
        False, description="Run programs where nothing contains them (level D); on loopback addresses only."
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

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(_DATABASES):
            raise ValueError(f"must begin with {' or '.join(_DATABASES)}")
        return value

    @field_validator("trusted_hosts", mode="before")
    @classmethod
    def _names(cls, value: object) -> object:
        return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value
