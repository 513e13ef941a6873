"""Write the migration that brings the migrations up to the models: `write_migration.py 0002 "what it is for"`.

Read what it wrote before you commit it: a rename looks like a removal and an addition, and data needs moving by hand.
With `--again` the newest migration is written anew, for the time before it has reached any database that matters.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from audit_app.database import make_engine
from audit_app.migrating import configuration, upgrade
from audit_app.places import MIGRATIONS


def main(arguments: list[str]) -> int:
    """Write migrations/versions/<number>_<words>.py from a new SQLite database; return the exit code."""
    again = "--again" in arguments
    words = [argument for argument in arguments if argument != "--again"]
    if len(words) != 2:
        print('Say the number and the purpose: write_migration.py 0002 "Remember who signed off"', file=sys.stderr)
        return 2
    number, purpose = words
    if again:
        for old in (MIGRATIONS / "versions").glob(f"{number}_*.py"):
            old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'new.sqlite3'}")
        config = configuration(engine)
        if list((MIGRATIONS / "versions").glob("*.py")):
            upgrade(engine)
        command.revision(config, message=purpose, rev_id=number, autogenerate=True)
        engine.dispose()
    written = [str(path) for path in (MIGRATIONS / "versions").glob(f"{number}_*.py")]
    for step in (["format", "--quiet"], ["check", "--fix", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, *written], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
