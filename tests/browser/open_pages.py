"""The pages that nobody signs in for: the public ones, and those behind a member's link."""

from tests.browser.shown import Shown, fill, force_comment, not_signed_in, press, take

SECR = "secretariat"
PUBLIC = (
    Shown("front page", "public.front"),
    Shown("front page, error", "public.front", steps=(press("Go to my page"),)),
    Shown("how answers are protected", "public.how_answers_are_protected"),
    Shown("how to read results", "public.how_to_read_results"),
    Shown("privacy", "public.privacy"),
    Shown("accessibility", "public.accessibility"),
    Shown("cookies", "public.cookies"),
    Shown("tools and resources", "resources.search"),
    Shown("tools and resources, some found", "resources.search", query="?q=bullying&topic=culture&element=HW-2"),
    Shown("tools and resources, nothing found", "resources.search", query="?q=nothing+has+these+words"),
    Shown("sign in", "account.sign_in"),
    Shown("sign in, error", "account.sign_in", steps=(press("Send me a link"),)),
    Shown("check your e-mail", "account.check_email"),
    Shown("sign-in code", "account.code"),
    Shown("sign-in code, error", "account.code", steps=(
        fill("Your e-mail address", "x@y.example"), fill("Code from the e-mail", "ABCD2345"), press("Sign in"),
    )),
    Shown("sign-in link", "account.link", where="unknown"),
    Shown("sign-in link, used", "account.link", where="unknown", steps=(press("Sign in"),)),
    Shown("error 404", "secretariat.forum", "member", slug="nowhere", status=404),
    Shown("error 403", "secretariat.forum", "member", status=403),
    Shown("error 405", "answering.start", status=405),
    Shown("session over, typed text given back", "secretariat.add_person", SECR, steps=(
        fill("Full name", "Kim Invented"), not_signed_in, press("Add this person"),
    )),
)  # fmt: skip
ANSWERING = (
    *(
        Shown(f"link: {words}", "answering.landing", where=token, status=404 if token == "unknown" else 200)
        for words, token in (
            ("to answer", "live"), ("of a deputy", "held"), ("replaced", "replaced"), ("used", "sent"),
            ("not open yet", "later"), ("stopped", "stopped"), ("annulled", "annulled"), ("closed", "closed"),
            ("shared", "shared"), ("unknown", "unknown"),
        )
    ),
    Shown("link of 26 statements", "answering.landing", where="demonstration"),
    Shown("no link in this browser", "answering.task_list"),
    Shown("link pasted, error", "answering.task_list", steps=(
        fill("The link from your e-mail", "nothing"), press("Continue"),
    )),
    Shown("list of pages", "answering.task_list", "link live"),
    Shown("ten questions", "answering.page", "link live"),
    Shown("ten questions, error", "answering.page", "link live", steps=(
        force_comment("x" * 600), press("Save and continue"),
    )),
    Shown("first page of 26 statements", "answering.page", "link demonstration"),
    Shown("comments of 26 statements", "answering.page", "link demonstration", more={"number": 10}),
    Shown("nothing to check", "answering.check", "link live"),
    Shown("ask my deputy", "answering.deputy", "link with_deputy"),
    Shown("no deputy", "answering.deputy", "link live"),
    Shown("shared results", "answering.results", "link shared"),
    Shown("finish later", "answering.task_list", "link live", steps=(press("Finish later"),)),
    Shown("check your answers", "answering.page", "link other_live", steps=(
        take("#PT-1"), press("Save and continue"),
    )),
    Shown("your answers are in", "answering.page", "link other_live", steps=(
        take("#PT-1"), press("Save and continue"), press("Send my answers"),
    )),
    Shown("handed over", "answering.deputy", "link with_deputy", steps=(press("Send the link to my deputy"),)),
)  # fmt: skip
