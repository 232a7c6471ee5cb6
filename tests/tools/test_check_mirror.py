from pathlib import Path

import pytest

from tools.check_mirror import problems


def tree(root: Path, *files: str) -> Path:
    """Make empty files below `root`."""
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return root


def test_a_mirrored_tree_is_fine(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "src/piment/__init__.py",
        "src/piment/__main__.py",
        "src/piment/geometry.py",
        "src/piment/wire/types.py",
        "tests/test_geometry.py",
        "tests/wire/test_types.py",
        "tests/conftest.py",
        "tests/interop/test_kit.py",
        "tools/check_it.py",
        "tests/tools/test_check_it.py",
    )
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (["src/piment/wire/types.py"], "src/piment/wire/types.py has no tests/wire/test_types.py"),
        (["tools/check_it.py"], "tools/check_it.py has no tests/tools/test_check_it.py"),
        (["tests/wire/test_types.py"], "tests/wire/test_types.py tests no module"),
        (["tests/test_words.py"], "tests/test_words.py tests no module"),
    ],
)
def test_what_stands_alone_is_caught(tmp_path: Path, files: list[str], problem: str) -> None:
    assert problems(tree(tmp_path, *files)) == [problem]


def test_a_test_in_the_wrong_folder_is_both(tmp_path: Path) -> None:
    tree(tmp_path, "src/piment/wire/types.py", "tests/test_types.py")
    assert problems(tmp_path) == [
        "src/piment/wire/types.py has no tests/wire/test_types.py",
        "tests/test_types.py tests no module",
    ]
