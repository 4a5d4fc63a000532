"""What the command line said, typed: each command reads the attributes that its own arguments fill."""

import argparse
import os
from datetime import date
from pathlib import Path

from bot.settings import Settings, exposed_secrets, read_settings
from knowledge.fields import Language

ENV_FILE = Path(".env")


class Options(argparse.Namespace):
    """The parsed command line."""

    command: str
    database: str | None = None
    empty: bool = False
    json: bool = False
    why: bool = False
    now: str | None = None
    text: list[str]
    file: Path
    files: list[Path]
    dry_run: bool = False
    force: bool = False
    publisher: str | None = None
    published: str | None = None
    format: str = "yaml"
    output: Path | None = None
    timeline: bool = False
    language: Language | None = None
    as_of: date | None = None
    shell: str
    from_url: str
    to_url: str

    def settings(self) -> Settings:
        """The settings of the environment with this command line's database; raises SettingsError."""
        return read_settings(os.environ, ENV_FILE).with_database(self.database)

    def exposed(self) -> str | None:
        """A sentence about the file of settings where anybody can read it; None where all is well."""
        return exposed_secrets(ENV_FILE)
