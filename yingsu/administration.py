"""The administrator's commands besides `yingsu run`: each opens the installation, does one thing, and says what it did."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from services.registry.setup import initialise
from yingsu.clock import system_clock
from yingsu.composition import VIEWS, applications, compose, view_named
from yingsu.installation import opened
from yingsu.ledger.reader import rebuild
from yingsu.schema import schema_version
from yingsu.settings import Settings, load
from yingsu.web import openapi
from yingsu.welcome import report

Say = Callable[[str], None]


def migrate(settings: Settings, say: Say) -> int:
    """Bring the database to this software's version, creating roles, database and key file that are not there yet."""
    with opened(settings) as installation:
        say(f"数据库结构版本：{schema_version(installation.urls.app)}。")
    return 0


def init(settings: Settings, say: Say) -> int:
    """Make everything there must be before the first request: rules, the first administrator, samples where the settings say so."""
    with opened(settings) as installation:
        say(report(initialise(installation.ledger, installation.keys, settings, system_clock)))
    return 0


def rebuild_views(settings: Settings, name: str | None, say: Say) -> int:
    """Replay the ledger into one view, or into all of them. Raises ViewUnknown."""
    views = VIEWS if name is None else (view_named(name),)
    with opened(settings) as installation:
        head = installation.ledger.head()
        for view in views:
            say(f"视图 {view.name} 已重建到第 {rebuild(installation.database, view)} 条（登记簿共 {head} 条）。")
    return 0


def write_openapi(folder: Path, say: Say) -> int:
    """Write every service's OpenAPI file. They follow from the code alone, so an installation in a temporary folder will do."""
    with tempfile.TemporaryDirectory(prefix="yingsu-openapi-") as temporary:
        data_folder = Path(temporary)
        # As root, PostgreSQL's account passes through it.
        data_folder.chmod(0o711)
        settings = replace(load({}), data_folder=data_folder, key_file=data_folder / "keys" / "master.key")
        with opened(settings) as installation:
            changed = openapi.write_files(folder, applications(compose(installation)))
    say(f"已更新：{'、'.join(str(path) for path in changed)}。" if changed else f"{folder} 中的 OpenAPI 文件没有变化。")
    return 0
