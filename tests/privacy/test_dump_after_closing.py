"""After closing there is nothing left to link: no ballot, no key, no order, no transaction, no journal."""

import base64
from collections import Counter

from sqlalchemy import select

from audit_app.audit.compaction import pending
from audit_app.audit.models import Invitation
from audit_app.database import make_sessions
from tests.factories import SECRETS
from tests.privacy.conftest import RealRound
from tests.privacy.dumps import dump, files, holds, rows


def test_no_ballot_draft_nonce_or_key_is_left_in_any_file(real_round: RealRound) -> None:
    secrets = [*real_round.ballots, *real_round.drafts[-3:], *real_round.nonces, real_round.wrapped_key]
    assert all(holds(real_round.engine, secret) for secret in secrets)  # the search does find them while they exist
    real_round.close()
    real_round.compact()
    assert [secret.hex()[:8] for secret in secrets if holds(real_round.engine, secret)] == []


def test_without_compaction_the_key_would_still_be_there(real_round: RealRound) -> None:
    """The negative control: it is compaction that removes it, so it must not be forgotten."""
    real_round.close()
    leftovers = [real_round.wrapped_key, *real_round.ballots]
    assert any(holds(real_round.engine, secret) for secret in leftovers)
    with make_sessions(real_round.engine)() as session:
        assert pending(session) == [real_round.round_id]


def test_invitations_share_one_transaction_and_a_new_order(real_round: RealRound) -> None:
    before = [row["member_id"] for row in rows(real_round.engine, "invitation")]
    ids = {row["id"] for row in rows(real_round.engine, "invitation")}
    real_round.close()
    real_round.compact()
    after = rows(real_round.engine, "invitation")
    order = [row["member_id"] for row in after]
    assert sorted(order) == sorted(before)
    assert order not in (before, sorted(before), real_round.cast_order, real_round.cast_order[::-1])
    assert ids.isdisjoint(row["id"] for row in after)
    if real_round.engine.dialect.name == "postgresql":
        assert len({row["xmin"] for row in after}) == 1


def test_the_order_of_invitations_is_drawn_anew_and_not_their_key(real_round: RealRound) -> None:
    real_round.close()
    real_round.compact()
    order = [row["member_id"] for row in rows(real_round.engine, "invitation")]
    used = {row["member_id"]: row["used"] for row in rows(real_round.engine, "invitation")}
    cast_places = [order.index(member_id) for member_id in real_round.cast_order]
    assert cast_places != sorted(cast_places)
    assert Counter(bool(value) for value in used.values()) == {True: len(real_round.cast_order), False: 3}


def test_comments_lie_in_no_order_of_sending_and_name_no_side(real_round: RealRound) -> None:
    real_round.close()
    real_round.compact()
    kept = rows(real_round.engine, "comment")
    sent = [real_round.words[member_id] for member_id in real_round.cast_order]
    found = [row["text"] for row in kept]
    assert sorted(found) == sorted(sent)
    assert found not in (sent, sent[::-1], sorted(found))
    assert "side" not in kept[0]
    assert "member_id" not in kept[0]
    assert len({row["expires_on"] for row in kept}) == 1
    if real_round.engine.dialect.name == "postgresql":
        assert len({row["xmin"] for row in kept}) == 1


def test_unsent_words_are_nowhere(real_round: RealRound) -> None:
    real_round.close()
    real_round.compact()
    everything = dump(real_round.engine).encode() + b"".join(files(real_round.engine).values())
    unsent = set(real_round.words) - set(real_round.cast_order)
    assert len(unsent) == 3
    for member_id in unsent:
        assert real_round.words[member_id].encode() not in everything


def test_link_hashes_lead_to_no_invitation(real_round: RealRound) -> None:
    """Even with the instance secret, no token of the past can be made again from what is left."""
    real_round.close()
    real_round.compact()
    everything = dump(real_round.engine)
    with make_sessions(real_round.engine)() as session:
        assert set(session.scalars(select(Invitation.nonce))) == {None}
    hashes = [row["hash"] for row in rows_without_rowid(real_round)]
    assert len(hashes) == len(real_round.tokens)
    assert hashes == sorted(hashes) or real_round.engine.dialect.name == "postgresql"
    for token in real_round.tokens.values():
        assert str(int.from_bytes(base64.urlsafe_b64decode(token)[:8])) not in everything
    assert SECRETS.current.text not in everything


def rows_without_rowid(real_round: RealRound) -> list[dict[str, object]]:
    if real_round.engine.dialect.name == "postgresql":
        return rows(real_round.engine, "closed_link")
    with real_round.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT * FROM closed_link").mappings()
        return [dict(row) for row in found]


def test_the_outbox_names_no_invitation_of_the_round(real_round: RealRound) -> None:
    old = {row["id"] for row in rows(real_round.engine, "invitation")}
    assert old & {row["subject_id"] for row in rows(real_round.engine, "outbox_message")}
    real_round.close()
    assert old.isdisjoint(row["subject_id"] for row in rows(real_round.engine, "outbox_message"))


def test_partners_ratings_that_must_never_be_shown_are_not_stored(real_round: RealRound) -> None:
    real_round.close()
    assert {row["group"] for row in rows(real_round.engine, "tally")} == {"management", "staff"}
    assert {row["group"] for row in rows(real_round.engine, "section_histogram")} == {"management", "staff"}
