"""A test client that reads every page it gets, and fails on a page that a browser would have to repair."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session
from werkzeug.test import TestResponse

_UNSAVED = "written_but_not_committed"


class Page:
    """An HTML page, parsed as a browser would; making one checks it."""

    def __init__(self, html: str, where: str) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.html = html
        self.root: Element = parser.parse(html)
        faults = [f"{where}, line {line}: {code} {details}" for (line, _), code, details in parser.errors]
        faults += self._faults(where)
        assert not faults, "\n".join(faults)

    def _faults(self, where: str) -> list[str]:
        ids = [element.get("id") for element in self.root.iter() if element.get("id") is not None]
        repeated = sorted({str(one) for one in ids if ids.count(one) > 1})
        faults = [f"{where}: the id {one!r} stands more than once" for one in repeated]
        if not self.title:
            faults.append(f"{where}: no title")
        if not (self.root.get("lang") or "").startswith("en"):
            faults.append(f"{where}: no language")
        if len(list(self.root.iter("h1"))) != 1:
            faults.append(f"{where}: not exactly one h1")
        for name in ("style", "onclick", "onchange", "onsubmit"):
            faults += [f"{where}: {name} on <{e.tag}>" for e in self.root.iter() if e.get(name) is not None]
        for label in self.root.iter("label"):
            if label.get("for") not in ids:
                faults.append(f"{where}: a label for {label.get('for')!r}, which is not there")
        for link in self.root.iter("a"):
            href = link.get("href") or ""
            if href.startswith("#") and len(href) > 1 and href[1:] not in ids:
                faults.append(f"{where}: a link to {href}, which is not there")
        return faults

    @property
    def title(self) -> str:
        title = self.root.find("head/title")
        return "" if title is None else " ".join("".join(title.itertext()).split())

    @property
    def text(self) -> str:
        """What a reader sees of <main> (or of the body), with single spaces."""
        body = self.root.find("body")
        assert body is not None
        main = next(iter(self.root.iter("main")), body)
        return " ".join(" ".join(main.itertext()).split())

    def all(self, tag: str, css_class: str | None = None) -> list[Element]:
        """Elements by tag, and by one of their classes."""
        found = self.root.iter(tag)
        return [e for e in found if css_class is None or css_class in (e.get("class") or "").split()]

    def links(self) -> dict[str, str]:
        """The words of each link → its address."""
        return {" ".join("".join(a.itertext()).split()): a.get("href") or "" for a in self.root.iter("a")}

    @property
    def errors(self) -> list[str]:
        """The messages of the error summary."""
        return [
            " ".join("".join(item.itertext()).split())
            for summary in self.all("div", "nhsuk-error-summary")
            for item in summary.iter("li")
        ]

    def form(self, button: str | None = None) -> Element:
        """The form with this button (its words), or the only form of the page's <main>."""
        main = next(iter(self.root.iter("main")), self.root)
        forms = list(main.iter("form"))
        if button is not None:
            forms = [form for form in self.root.iter("form") if button in _buttons(form)]
        assert len(forms) == 1, f"{len(forms)} forms; buttons: {[list(_buttons(form)) for form in forms]}"
        return forms[0]


def _buttons(form: Element) -> dict[str, Element]:
    return {" ".join("".join(button.itertext()).split()): button for button in form.iter("button")}


def filled_in(form: Element) -> dict[str, list[str]]:
    """What a browser would send from a form that nobody has touched, without its buttons."""
    sent: dict[str, list[str]] = {}
    for element in form.iter():
        name = element.get("name")
        if name is None or element.get("disabled") is not None:
            continue
        if element.tag == "input" and element.get("type") not in {"submit", "button", "file"}:
            if element.get("type") in {"radio", "checkbox"} and element.get("checked") is None:
                continue
            sent.setdefault(name, []).append(element.get("value") or "")
        elif element.tag == "textarea":
            sent.setdefault(name, []).append("".join(element.itertext()))
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            sent.setdefault(name, []).extend(o.get("value") or "" for o in chosen)
    return sent


class PageClient(FlaskClient):
    """Flask's test client; every HTML answer is parsed and checked, and no answer may leave writes uncommitted."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        unsaved: list[str] = self.application.extensions.setdefault(_UNSAVED, [])
        unsaved.clear()
        response = super().open(*args, **kwargs)
        where = f"{response.request.method} {response.request.path} ({response.status_code})"
        if response.status_code < 400:
            assert not unsaved, f"{where}: wrote and did not commit: {unsaved}"
        if (
            response.mimetype == "text/html"
            and response.request.method != "HEAD"
            and response.status_code not in {301, 302, 303, 307, 308}
        ):
            assert response.headers.get("Content-Security-Policy"), f"{where}: no Content-Security-Policy"
            Page(response.get_data(as_text=True), where)
        return response

    def page(self, path: str, status: int = 200, **kwargs: Any) -> Page:
        """Get a page, following redirects, and expect a status."""
        response = self.get(path, follow_redirects=True, **kwargs)
        assert response.status_code == status, f"{path}: {response.status}"
        return read(response)

    def submit(
        self,
        path: str,
        data: Mapping[str, Any] | None = None,
        *,
        button: str | None = None,
        follow: bool = True,
    ) -> TestResponse:
        """Get the page at `path`, fill in the form as a person would, and send it.

        `data` replaces what stands in the fields (None removes one); hidden fields such as the CSRF token are sent as
        they are. `button` names the form, by the words on its button, where the page has several.
        """
        first = self.get(path, follow_redirects=True)
        assert first.status_code == 200, f"{path}: {first.status}"
        return self.press(first, data, button=button, follow=follow)

    def press(
        self,
        shown: TestResponse,
        data: Mapping[str, Any] | None = None,
        *,
        button: str | None = None,
        follow: bool = True,
    ) -> TestResponse:
        """Fill in and send the form of a page that was fetched earlier, however much has changed since."""
        form = read(shown).form(button)
        sent: dict[str, Any] = dict(filled_in(form))
        pressed = _buttons(form).get(button or "")
        if pressed is not None and pressed.get("name"):
            sent[pressed.get("name") or ""] = pressed.get("value") or ""
        sent.update(data or {})
        target = urlsplit(urljoin(shown.request.url, form.get("action") or shown.request.url))
        assert (form.get("method") or "get").lower() == "post", "the form does not post"
        return self.post(
            target.path + (f"?{target.query}" if target.query else ""),
            data={name: value for name, value in sent.items() if value is not None},
            follow_redirects=follow,
        )


def read(response: TestResponse) -> Page:
    """The page of a response."""
    return Page(response.get_data(as_text=True), response.request.path)


def _mark(session: Session, *_: object) -> None:
    session.info[_UNSAVED] = True


def _mark_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[_UNSAVED] = True


def _clear(session: Session, *_: object) -> None:
    session.info.pop(_UNSAVED, None)


def watch_for_uncommitted_writes(app: Flask) -> None:
    """Note, at the end of each request, whether it wrote something that it did not commit."""
    for name, listener in (
        ("after_flush", _mark),
        ("do_orm_execute", _mark_statement),
        ("after_commit", _clear),
        ("after_rollback", _clear),
    ):
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)

    def look(error: BaseException | None) -> None:
        del error
        session: Session | None = g.get("database_session")
        if session is None:
            return
        pending = [*session.new, *session.dirty, *session.deleted]
        notes: list[str] = app.extensions.setdefault(_UNSAVED, [])
        notes += [type(one).__name__ for one in pending if session.is_modified(one) or one in session.new]
        if session.info.get(_UNSAVED):
            notes.append("statements already sent")

    app.teardown_appcontext(look)
