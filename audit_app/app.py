"""Wires the parts into one Flask application. Nothing is decided here."""

from flask import Flask
from sqlalchemy import Engine

from audit_app.database import make_engine
from audit_app.instance_secret import InstanceSecrets
from audit_app.settings import Settings
from audit_app.web import (
    account,
    answering,
    assessment,
    chair,
    components,
    database_session,
    errors,
    forms,
    organisation_words,
    public,
    resources,
    secretariat,
    security,
    static_files,
)

THREADS = 4  # of each web process; more would wait for one another, on SQLite for the one that writes


def create_app(settings: Settings, engine: Engine | None = None) -> Flask:
    """Make the application. `engine` lets tests and the command line share one."""
    app = security.DiscreetFlask("audit_app.web", static_url_path="/static")
    app.config["SETTINGS"] = settings
    app.config["SECRETS"] = InstanceSecrets.from_keys(settings.secret_keys)
    security.init_app(app, settings)
    database_session.init_app(app, engine or make_engine(settings.database_url, pool_size=THREADS))
    static_files.init_app(app)
    components.init_app(app, settings)
    forms.init_app(app)
    organisation_words.init_app(app, settings)
    errors.init_app(app)
    for room in (public, account, answering, secretariat, chair, assessment, resources):
        app.register_blueprint(room.blueprint)
    return app
