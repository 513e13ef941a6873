"""What only the organisation that runs the service can say on its public pages: read from `organisation.yaml`.

The file lies in the instance folder and holds plain text by the keys below. What is missing is shown as a marked gap,
so that nobody takes an unfinished notice for a finished one.
"""

from collections.abc import Mapping
from pathlib import Path

import yaml
from flask import Flask
from markupsafe import Markup

from audit_app.settings import Settings, SettingsError

FILE_NAME = "organisation.yaml"
PROMPTS: Mapping[str, str] = {
    "controller": "name and address of the organisation that decides about this data",
    "data_protection_officer": "how to reach your data protection officer",
    "legal_basis": "your legal basis under Article 6 of the UK GDPR, as your data protection officer has decided",
    "special_category_condition": (
        "your condition under Article 9 of the UK GDPR for data that shows union membership, "
        "and where your appropriate policy document can be read if you need one"
    ),
    "hosting": "who runs the computers and the e-mail for this service, and in which country",
    "network_records": "whether your web or network equipment records who visited, and for how long",
    "member_list_life": "how long the list of members is kept after a person leaves the forum",
    "results_life": "how long counts and results are kept",
    "comments_life": "how long comments are kept after a round closes",
    "assessments_life": "how long self-assessments are kept, with the names of those who filled them in",
    "backup_life": "how many days backups are kept",
    "freedom_of_information": "how you handle requests under the Freedom of Information Act for results and comments",
    "accessibility_contact": "an e-mail address and a phone number for people who have a problem with a page",
    "accessibility_reply": "how many working days you need to answer",
    "accessibility_status": "whether the service meets WCAG 2.2 AA fully or partly, and the problems that you know of",
    "accessibility_tested": "when the service was last tested, by whom and how",
    "statement_dates": "the date this statement was prepared, and the date it was last reviewed",
}


def read_words(folder: Path) -> Mapping[str, str]:
    """The organisation's words by key; none if there is no file.

    Raises SettingsError, with what to do, for a file that cannot be read, an unknown key or a value that is not text.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path} cannot be read as YAML. Check its indents and quotes.") from error
    if not isinstance(content, dict):
        raise SettingsError(f"{path} must hold lines such as `controller: |` with a text below.")
    unknown = sorted(str(key) for key in content if key not in PROMPTS)
    if unknown:
        raise SettingsError(f"{path} has keys that are not known: {', '.join(unknown)}. Known: {', '.join(PROMPTS)}.")
    wrong = sorted(key for key, value in content.items() if not isinstance(value, str))
    if wrong:
        raise SettingsError(f"{path}: these must be text; put quotes around them: {', '.join(wrong)}.")
    return {key: value.strip() for key, value in content.items() if value.strip()}


def init_app(app: Flask, settings: Settings) -> None:
    """Give templates `organisation_words(key)`: the organisation's own words, or a marked gap."""
    words = read_words(settings.instance_folder)

    def organisation_words(key: str) -> Markup:
        if key in words:
            return Markup('<span class="app-as-typed">{}</span>').format(words[key])
        return Markup('<span class="app-to-complete">[your organisation to complete: {}]</span>').format(PROMPTS[key])

    app.jinja_env.globals["organisation_words"] = organisation_words
