"""What was done to a round, in words for the record that both sides read."""

from collections.abc import Mapping

from audit_app.audit.models import Deed, Source
from audit_app.audit.wording_models import WordingDeed

DEED_WORDS: Mapping[Deed, str] = {
    Deed.CREATED: "Set up the round",
    Deed.LIST_CONFIRMED: "Confirmed the list",
    Deed.OPENED: "Opened the round",
    Deed.MEMBER_ADDED: "Invited a member who joined late",
    Deed.LINK_REPLACED: "Sent one person a new link",
    Deed.HANDED_TO_DEPUTY: "Changed who answers: a member or the deputy",
    Deed.STOPPED: "Stopped the round",
    Deed.STOPPED_WHEN_DUE: "Stopped the round at its closing time",
    Deed.REOPENED: "Opened the round again",
    Deed.CLOSE_REQUESTED: "Asked for the round to be closed and counted",
    Deed.CLOSE_REFUSED: "Could not count the answers",
    Deed.CLOSED: "Counted the answers and closed the round",
    Deed.ANNULLED: "Annulled the round",
    Deed.TYPED_IN: "Typed in the results",
    Deed.BROUGHT_IN: "Brought in the results from a file",
    Deed.PUT_INTO_USE: "Put the results into use",
    Deed.SHARED_BY_SIDE: "Agreed to share the results with members",
    Deed.SHARED: "The results were shared with members",
    Deed.POOL_AGREED_BY_SIDE: "Agreed to count this round together with other forums",
    Deed.POOL_TAKEN_BACK_BY_SIDE: "Took back: this round is not counted together with other forums",
}

SOURCE_WORDS: Mapping[Source, str] = {
    Source.TYPED_COUNTS: "Typed in from an old report: how many gave each answer",
    Source.TYPED_AVERAGES: "Typed in from an old report: averages",
    Source.IMPORTED_COUNTS: "Brought in from a file: how many gave each answer",
    Source.IMPORTED_AVERAGES: "Brought in from a file: averages",
    Source.IMPORTED_ROWS: "Brought in from a file: one row for each person, counted and forgotten",
}

WORDING_DEED_WORDS: Mapping[WordingDeed, str] = {
    WordingDeed.STARTED: "Started this version",
    WordingDeed.PROPOSED: "Proposed it to the chairs of both sides",
    WordingDeed.AGREED_BY_SIDE: "Agreed to it",
    WordingDeed.AGREED: "Both sides have now agreed",
    WordingDeed.SENT_BACK: "Sent it back",
    WordingDeed.CHANGED_AGAIN: "Changed it again, so that both sides need to agree anew",
}
