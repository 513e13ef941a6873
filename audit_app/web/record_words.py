"""What was done to a round, in words for the record that both sides read."""

from collections.abc import Mapping

from audit_app.audit.models import Deed

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
    Deed.SHARED_BY_SIDE: "Agreed to share the results with members",
    Deed.SHARED: "The results were shared with members",
    Deed.POOL_AGREED_BY_SIDE: "Agreed to count this round together with other forums",
    Deed.POOL_TAKEN_BACK_BY_SIDE: "Took back: this round is not counted together with other forums",
}
