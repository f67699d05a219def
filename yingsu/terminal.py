"""What is said to the person at the terminal, and what becomes of it where nobody can hear: a reader that left, a full disk."""

import io
import os
import sys

from yingsu.errors import YingsuError


class OutputUnusable(YingsuError):
    """The answers cannot be written."""

    code = "output-unusable"
    title = "无法输出"


class ReaderLeft(OutputUnusable):
    """Whoever read the answers has had enough of them (`| head`)."""


def ready() -> None:
    """Make standard output take every text: a terminal without Chinese shows escapes. Raises OutputUnusable where it is closed."""
    if sys.stdout is None:
        raise OutputUnusable("标准输出已关闭，结果无处可写。请改为输出到屏幕、管道或者文件。")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(line: str) -> None:
    """One line to the person at the terminal, at once. Raises OutputUnusable, ReaderLeft."""
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except OSError as error:
        raise lost(error) from error


def lost(error: OSError) -> OutputUnusable:
    """The error for what could not be written, to be raised by the caller."""
    # What could not be written now would be tried, and complained of, once more at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return ReaderLeft("读取方已经关闭，其余结果没有输出。")
    return OutputUnusable(f"结果无法写出（{error.strerror}）。请检查磁盘空间和所写的文件后重试。")
