"""Typed settings, read once from the environment. Nothing else in the product reads the environment."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_SECRET = 32


class SettingsError(ValueError):
    """A setting is missing or unsafe; the message says what to do, and never repeats a secret."""


@dataclass(frozen=True)
class Settings:
    """Everything that an operator can set. `from_environment` documents the names."""

    database_url: str
    secret_keys: tuple[str, ...] = field(repr=False)  # newest first; older ones open what they sealed
    base_url: str = "http://127.0.0.1:5000"
    smtp_url: str | None = field(default=None, repr=False)  # it may hold a password
    mail_from: str = "partnership-audit@localhost"
    organisation_name: str = "Partnership audit"
    organisation_colour: str = "#005eb8"
    operator_emails: tuple[str, ...] = ()
    contact_email: str = "the secretariat of your forum"
    demonstration: bool = False  # shows the outbox to the operator instead of sending
    instance_folder: Path = Path("instance")
    host: str = "127.0.0.1"  # where the web server listens
    port: int = 5000
    trusted_proxies: int = 0  # how many proxies in front of the server set X-Forwarded-For, -Proto and -Host

    @property
    def https(self) -> bool:
        """Whether the public address is https; cookies are then marked Secure."""
        return self.base_url.startswith("https://")

    @property
    def trusted_hosts(self) -> tuple[str, ...]:
        """The only Host names that the web server answers to."""
        host = urlsplit(self.base_url).hostname or "localhost"
        return (host, "localhost", "127.0.0.1") if not self.https else (host,)


def _checked_secret(secret: str) -> str:
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(
            f"PARTNERSHIP_AUDIT_SECRET_KEY must have at least {SHORTEST_SECRET} characters. "
            "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if len(set(secret)) < 12:
        raise SettingsError(
            "PARTNERSHIP_AUDIT_SECRET_KEY is too easy to guess. "
            "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return secret


def _checked_colour(colour: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise SettingsError("ORGANISATION_COLOUR must be a colour such as #005eb8: # and six digits from 0 to f.")
    return colour.lower()


def _checked_count(name: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]", text):
        raise SettingsError(f"{name} must be a number from 0 to 9.")
    return int(text)


def _checked_port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise SettingsError("PORT must be a number from 1 to 65535.")
    return int(text)


def _instance_secret(folder: Path) -> str:
    """Read the secret in the instance folder; make it, readable by the owner alone, on the first start."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
    return path.read_text(encoding="ascii").strip()


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises SettingsError on a weak secret, or on a missing one together with an explicit DATABASE_URL: only
    the embedded database of `make run` makes its own secret, in `instance/`.
    """
    env = os.environ if environ is None else environ
    folder = Path(env.get("INSTANCE_FOLDER", "instance")).resolve()
    port = _checked_port(env.get("PORT", "5000"))
    database_url = env.get("DATABASE_URL", "")
    secret = env.get("PARTNERSHIP_AUDIT_SECRET_KEY", "")
    if not secret and database_url:
        raise SettingsError(
            "PARTNERSHIP_AUDIT_SECRET_KEY is not set. Set it to a long random text and keep a copy of it: "
            "without it, open rounds can never be counted."
        )
    keys = [_checked_secret(secret or _instance_secret(folder))]
    keys += [_checked_secret(old) for old in env.get("PARTNERSHIP_AUDIT_OLD_SECRET_KEYS", "").split()]
    return Settings(
        database_url=database_url or f"sqlite:///{folder / 'partnership-audit.sqlite3'}",
        secret_keys=tuple(keys),
        base_url=env.get("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        smtp_url=env.get("SMTP_URL") or None,
        mail_from=env.get("MAIL_FROM", "partnership-audit@localhost"),
        organisation_name=env.get("ORGANISATION_NAME", "Partnership audit"),
        organisation_colour=_checked_colour(env.get("ORGANISATION_COLOUR", "#005eb8")),
        operator_emails=tuple(env.get("OPERATOR_EMAILS", "").lower().split()),
        contact_email=env.get("CONTACT_EMAIL", "the secretariat of your forum"),
        demonstration=env.get("DEMONSTRATION", "") == "1",
        instance_folder=folder,
        host=env.get("BIND_HOST", "127.0.0.1"),
        port=port,
        trusted_proxies=_checked_count("TRUSTED_PROXIES", env.get("TRUSTED_PROXIES", "0")),
    )
