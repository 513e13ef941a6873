"""What is dangerous or misleading as YAML is refused before anything is read into a questionnaire."""

from pathlib import Path

import pytest

from audit_app.questionnaire.catalogue import CatalogueError, Fault, read_catalogue
from audit_app.questionnaire.yaml_source import LARGEST_FILE


def fault_of(folder: Path, content: bytes) -> Fault:
    (folder / "tea-rota-v1.yaml").write_bytes(content)
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(folder)
    (fault,) = caught.value.faults
    assert fault.file == "tea-rota-v1.yaml"
    return fault


LAUGHS = b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (n, n, n - 1, n - 1) for n in range(98, 122))


@pytest.mark.parametrize(
    ("content", "path", "message"),
    [
        (b"id: [unfinished", "", "not valid YAML: line 1"),
        (b"\x89PNG\r\n\x1a\n", "", "not UTF-8"),
        (b"id: a\x00b", "", "not valid YAML"),
        (b"", "", "is empty"),
        (b"# only a comment\n", "", "is empty"),
        (b"id: a\n--- \nid: b\n", "", "not valid YAML"),
        (b"- id: a\n", "", "group of keys"),
        (b"just words", "", "group of keys"),
        (b"id: a\nid: b\n", "id", "stands twice (again in line 2)"),
        (b"scales:\n  - id: a\n    id: a\n", "scales.0.id", "stands twice"),
        (b"? [a]\n: b\n", "", "key that is not a word"),
        (LAUGHS, "", "alias"),
        (b"id: &me [*me]", "", "alias"),
        (b"id: !!python/object/apply:os.system ['true']", "id", "has a YAML tag"),
        (b"id: !!binary aGVsbG8=", "id", "has a YAML tag"),
        (b"version: !!int 0x10", "version", "has a YAML tag"),
        (b"[" * 100_000, "", "nested too deeply"),
        (b"id: " + b"x" * LARGEST_FILE, "", "is larger than 256 kB"),
        (b'id: a\ntitle: "\\ud800"', "", "cannot be used"),
    ],
)
def test_it_is_refused_with_its_place(tmp_path: Path, content: bytes, path: str, message: str) -> None:
    fault = fault_of(tmp_path, content)
    assert fault.path == path
    assert message in fault.message
    assert fault.what_to_do


def test_a_folder_named_like_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tea-rota-v1.yaml").mkdir()
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_catalogue(tmp_path)
