"""Writing a file: the old one or the new one, and nothing else is touched."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cs_scripts.errors import FileWriteError
from cs_scripts.files.atomic import atomic_path, write_bytes
from cs_scripts.files.reasons import reason


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_mode_of_a_file_is_kept_and_a_new_one_follows_the_umask(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"1")
    old.chmod(0o600)
    before = os.umask(0o027)
    try:
        write_bytes(old, b"2")
        write_bytes(new, b"2")
    finally:
        os.umask(before)
    assert (mode(old), mode(new)) == (0o600, 0o640)


def test_a_link_stays_and_what_it_points_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    real, link = tmp_path / "deep" / "real", tmp_path / "link"
    real.write_bytes(b"1")
    link.symlink_to(real)
    write_bytes(link, b"2")
    assert (link.is_symlink(), real.read_bytes()) == (True, b"2")


def test_a_link_to_nothing_makes_the_file_it_points_to(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("new")
    write_bytes(tmp_path / "link", b"2")
    assert (tmp_path / "new").read_bytes() == b"2"


@pytest.mark.parametrize(("make", "said"), [(os.mkdir, "这是文件夹"), (os.mkfifo, "不是普通文件")])
def test_what_is_no_plain_file_is_refused(make: object, said: str, tmp_path: Path) -> None:
    make(tmp_path / "target")  # type: ignore[operator]
    with pytest.raises(FileWriteError, match=said):
        write_bytes(tmp_path / "target", b"x")


def test_a_device_is_refused() -> None:
    with pytest.raises(FileWriteError, match="不是普通文件"):
        write_bytes("/dev/null", b"x")


def test_a_folder_that_is_missing_is_said_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(FileWriteError, match="没有这个文件或文件夹"):
        write_bytes(tmp_path / "no" / "a", b"x")


def test_a_crash_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def crash() -> None:
        with atomic_path(path) as temporary:
            temporary.write_bytes(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crash()
    assert ([each.name for each in tmp_path.iterdir()], path.read_bytes()) == (["a"], b"old")


def test_a_name_of_the_greatest_length_can_be_written(tmp_path: Path) -> None:
    write_bytes(tmp_path / ("话" * 80 + ".csv"), b"x")
    write_bytes(tmp_path / ("a" * 255), b"x")


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="the system cannot refuse links")
@pytest.mark.parametrize("target", ["file", "nothing", "."])
def test_a_link_that_is_refused_is_told_from_a_circle(tmp_path: Path, target: str) -> None:
    (tmp_path / "file").write_bytes(b"1")
    link, circle = tmp_path / "link", tmp_path / "circle"
    link.symlink_to(tmp_path / target)
    circle.symlink_to(circle)
    for path, told in ((link, "link 是一个链接"), (circle, "链接绕成了圈")):
        with pytest.raises(OSError, match="symbolic links") as caught:
            os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
        assert told in reason(caught.value)
