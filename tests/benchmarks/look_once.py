"""Opens one results page in a process of its own, so that its memory can be told: ADDRESS ROUND TIMES."""

import json
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from audit_app.app import create_app
from audit_app.audit import results
from audit_app.audit.models import Round
from audit_app.audit.tallies import SectionHistogram, Tally
from audit_app.database import make_engine, make_sessions, now, writing
from audit_app.forum.sign_in import operator_link
from audit_app.settings import Settings
from tests.benchmarks.close_once import _peak
from tests.factories import SECRETS
from tests.web.results_in_the_house import address

_SECRET = "an invented secret that only the tests use 0123456789"
_CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


def main(url: str, round_id: int, times: int) -> dict[str, float]:
    engine = make_engine(url)
    with writing(make_sessions(engine)) as session:
        audit_round = session.get_one(Round, round_id)
        page = address(audit_round)
        rows = sum(
            session.scalar(select(func.count()).where(kind.round_id == round_id)) or 0
            for kind in (Tally, SectionHistogram)
        )
        link = operator_link(session, SECRETS, f"m1@{audit_round.forum.slug}.example", "", now())
        session.commit()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=url, secret_keys=(_SECRET,), base_url="http://localhost", instance_folder=Path(folder),
            contact_email="secretariat@forum.example",
        )  # fmt: skip
        client = create_app(settings, engine).test_client()
        found = _CSRF.search(client.get(link).text)
        client.post(link, data={"csrf_token": found[1] if found else ""})
        before = _peak()
        answer = client.get(page)  # templates are compiled once in the life of a process
        assert answer.status_code == 200
        peak = _peak()
        spent: dict[str, list[float]] = {"first": [], "again": [], "first_cpu": [], "again_cpu": []}
        for _ in range(times):
            results._KEPT.clear()
            for name in ("first", "again"):
                begun, processor = time.perf_counter(), time.thread_time()
                client.get(page)
                spent[f"{name}_cpu"].append(time.thread_time() - processor)
                spent[name].append(time.perf_counter() - begun)
    engine.dispose()
    return {
        **{name: statistics.quantiles(each, n=4)[0] for name, each in spent.items()},
        "bytes": len(answer.get_data()), "before": before, "peak": peak, "rows": rows,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201  (read by bench_sizes)
