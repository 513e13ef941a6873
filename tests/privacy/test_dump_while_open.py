"""A dump taken while the round runs, without the instance secret, tells nothing that anybody answered."""

import base64
import itertools

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import SecretBox
from sqlalchemy import text

from audit_app.audit import invitations
from audit_app.database import make_sessions
from audit_app.instance_secret import InstanceSecrets
from tests.privacy.conftest import RealRound
from tests.privacy.dumps import columns, dump, files, rows


def test_no_word_that_a_member_wrote_is_readable(real_round: RealRound) -> None:
    everything = dump(real_round.engine).encode() + b"".join(files(real_round.engine).values())
    assert "Invented" in everything.decode("utf-8", "replace")  # the attack does read the members' names
    for words in real_round.words.values():
        assert words.encode() not in everything
        assert base64.b64encode(words.encode())[:8] not in everything


def test_a_ballot_has_no_member_no_time_and_no_counter(real_round: RealRound) -> None:
    assert columns(real_round.engine, "ballot") == {"id", "round_id", "sealed"}
    assert columns(real_round.engine, "draft") == {"id", "round_id", "sealed"}
    assert not {name for name in columns(real_round.engine, "invitation") if name.endswith(("_at", "_on", "time"))}


def test_ballots_are_all_of_one_size(real_round: RealRound) -> None:
    assert len({len(ballot) for ballot in real_round.ballots}) == 1
    assert len({len(row["sealed"]) for row in rows(real_round.engine, "draft")}) == 1


def test_ballot_ids_do_not_count(real_round: RealRound) -> None:
    ids = [row["id"] for row in rows(real_round.engine, "ballot")]
    steps = [abs(later - earlier) for earlier, later in itertools.pairwise(sorted(ids))]
    assert min(steps) > 1_000_000
    if real_round.engine.dialect.name == "sqlite":  # the row id is the random id itself: no hidden counter beside it
        assert all(row["place"] == row["id"] for row in rows(real_round.engine, "ballot"))
        assert all(row["place"] == row["id"] for row in rows(real_round.engine, "draft"))


def test_no_foreign_key_leads_from_a_ballot_or_a_draft_to_a_member(real_round: RealRound) -> None:
    if real_round.engine.dialect.name == "sqlite":
        query = (
            'SELECT f."table" FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f'
            " WHERE m.name IN ('ballot', 'draft')"
        )
    else:
        query = (
            "SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
            " AND conrelid::regclass::text IN ('ballot', 'draft')"
        )
    with real_round.engine.connect() as connection:
        assert set(connection.execute(text(query)).scalars()) == {"round"}


def test_nothing_in_the_dump_opens_a_ballot_or_a_draft(real_round: RealRound) -> None:
    """Every 32 bytes that the database holds are tried as a key."""
    keys: set[bytes] = set()
    for table in ("round", "invitation", "closed_link", "sign_in_link", "sign_in_session"):
        with real_round.engine.connect() as connection:
            for row in connection.execute(text(f"SELECT * FROM {table}")):
                for value in row:
                    content = value.encode() if isinstance(value, str) else value
                    if isinstance(content, bytes | memoryview):
                        content = bytes(content)
                        keys |= {content[start : start + 32] for start in range(max(1, min(len(content), 200) - 31))}
    keys = {key.ljust(32, b"\0")[:32] for key in keys}
    assert len(keys) > 20
    for key in keys:
        for sealed in (real_round.wrapped_key, real_round.drafts[-1]):
            try:
                SecretBox(key).decrypt(sealed)
            except CryptoError:
                continue
            raise AssertionError("A key that lies in the database opens a sealed thing.")
        try:
            SealedBox(PrivateKey(key)).decrypt(real_round.ballots[0])
        except CryptoError:
            continue
        raise AssertionError("A key that lies in the database opens a ballot.")


def test_no_link_lies_in_the_database_or_can_be_made_from_it(real_round: RealRound) -> None:
    everything = dump(real_round.engine).encode() + b"".join(files(real_round.engine).values())
    for token in real_round.tokens.values():
        assert token.encode() not in everything
        assert base64.urlsafe_b64decode(token)[8:] not in everything
        assert base64.urlsafe_b64decode(token)[8:].hex().encode() not in everything
    stranger = InstanceSecrets.from_keys(("a secret that another installation might well be using",))
    with make_sessions(real_round.engine)() as session:
        for token in real_round.tokens.values():
            number = int.from_bytes(base64.urlsafe_b64decode(token)[:8])
            invitation = session.get_one(invitations.Invitation, number)
            forged = invitations._mac(stranger.current, invitation.id, invitation.nonce or b"", invitation.generation)
            assert invitations._token(invitation.id, forged) != token


def test_who_has_saved_cannot_be_told(real_round: RealRound) -> None:
    """A draft's id comes from the link, which the database cannot make: no column of an invitation leads to it."""
    held = {row["id"] for row in rows(real_round.engine, "draft")}
    assert len(held) == 3
    known = {value for row in rows(real_round.engine, "invitation") for value in row.values() if isinstance(value, int)}
    assert held.isdisjoint(known)


def test_rows_of_one_transaction_can_be_matched_but_hold_nothing_readable(real_round: RealRound) -> None:
    """The honest limit on PostgreSQL: xmin pairs a ballot with its invitation. That is why ballots are sealed."""
    if real_round.engine.dialect.name == "sqlite":
        assert "xmin" not in rows(real_round.engine, "ballot")[0]
        return
    paired = {row["xmin"] for row in rows(real_round.engine, "ballot")} & {
        row["xmin"] for row in rows(real_round.engine, "invitation")
    }
    assert len(paired) == len(real_round.ballots)
    assert all(len(set(ballot)) > 200 for ballot in real_round.ballots)  # every byte value about equally often
