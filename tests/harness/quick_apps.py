"""Many applications in one process, one for each test, without doing the same work for each.

An application compiles its templates when they are first shown, and two functions for each of its addresses when it is
made, of which a test calls a few. Nothing is left out: what is used is compiled as ever, once, when it is used.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

Build = Callable[..., tuple[str, str]]


class _Kept(BytecodeCache):
    """Compiled templates of this process; Jinja compares the source itself before it takes one."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES = _Kept()


def make_quick(make: Callable[..., Flask]) -> Callable[..., Flask]:
    """The same way to make an application, in less time."""

    def made(*arguments: Any, **options: Any) -> Flask:
        app = make(*arguments, **options)
        app.jinja_env.bytecode_cache = _TEMPLATES
        return app

    return made


def _when_used(compile_builder: Callable[..., Build]) -> Callable[..., Build]:
    """Compile the function that writes an address when an address is first written with it."""

    def compile_later(rule: Rule, *arguments: Any, **options: Any) -> Build:
        compiled: list[Build] = []

        def build(own: Rule, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(compile_builder(rule, *arguments, **options))
            return compiled[0](own, **values)

        return build

    return compile_later


Rule._compile_builder = _when_used(Rule._compile_builder)  # type: ignore[method-assign]
