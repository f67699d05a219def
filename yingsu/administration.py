"""The administrator's commands besides `yingsu run`: each opens the installation, does one thing, and says what it did."""

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from services.registry.setup import initialise
from yingsu.clock import SHANGHAI, system_clock
from yingsu.composition import VIEWS, applications, compose, followed, view_named
from yingsu.files.checking import check, lying_in, unfinished
from yingsu.files.store import Condition
from yingsu.files.upload import place_of
from yingsu.installation import opened
from yingsu.law.drafting import schema as profile_schema
from yingsu.ledger.quarantine import listed
from yingsu.ledger.reader import release
from yingsu.officials.signing_key import open_signing_key
from yingsu.rebuilding.progress import Progress
from yingsu.rebuilding.rebuild import Tell, rebuild
from yingsu.schema import schema_version
from yingsu.settings import Settings, load
from yingsu.web import asyncapi, openapi
from yingsu.web.service import API_VERSION
from yingsu.welcome import report

Say = Callable[[str], None]

SAY_SECONDS: Final = 3.0
"""How often a rebuild tells of its progress."""

_CONDITIONS: Final[dict[Condition, str]] = {"sound": "完好", "damaged": "损坏", "missing": "缺失", "erased": "内容已删除"}


def migrate(settings: Settings, say: Say) -> int:
    """Bring the database to this software's version, creating roles, database and key file that are not there yet."""
    with opened(settings) as installation:
        say(f"数据库结构版本：{schema_version(installation.urls.app)}。")
    return 0


def init(settings: Settings, say: Say) -> int:
    """Make everything there must be before the first request: rules, the first administrator, samples where the settings say so."""
    with opened(settings) as installation:
        setup = initialise(installation.ledger, installation.keys, settings, system_clock)
        # Made here, not by the first process that serves: on several machines each would make its own.
        open_signing_key(installation.keys, settings.key_file)
        say(report(setup))
    return 0


def rebuild_views(settings: Settings, name: str | None, say: Say) -> int:
    """Rebuild one view, or all of them, beside what is read meanwhile, and tell how it goes. Raises ViewUnknown, RebuildUnderWay."""
    views = VIEWS if name is None else (view_named(name),)
    with opened(settings) as installation:
        position = rebuild(installation.urls.owner, views, _telling(say))
    for view in views:
        say(f"视图 {view.name} 已重建到第 {position} 条。")
    return 0


def _telling(say: Say) -> Tell:
    """Says how far a rebuild is, every few seconds of its own time."""
    said: dict[tuple[str, ...], float] = {}

    def tell(steps: Sequence[Progress]) -> None:
        names, step = tuple(one.view for one in steps), steps[0]
        if step.seconds - said.get(names, 0.0) < SAY_SECONDS:
            return
        said[names] = step.seconds
        left = "" if step.eta_seconds is None else f"，约需 {step.eta_seconds:.0f} 秒"
        say(f"{'、'.join(names)}：{step.position}/{step.head} 条，每秒 {step.per_second:.0f} 条{left}。")

    return tell


def list_quarantined(settings: Settings, say: Say) -> int:
    """Tell which cases, or streams without a case, which views leave out, since when, and what failed."""
    with opened(settings) as installation:
        found = listed(installation.database)
    for held in found:
        since = held.since.astimezone(SHANGHAI).isoformat(" ", "seconds")
        say(f"{held.view} {held.subject}：第 {held.position} 条（{held.topic}）起未列入，{held.error}，{since}。")
    say(f"共 {len(found)} 项。修正后用 yingsu release 视图名 案件号 解除隔离。" if found else "没有被隔离的案件。")
    return 0


def release_subject(settings: Settings, name: str, subject: str, say: Say) -> int:
    """Apply what a view or a reaction left out of a case. Raises ViewUnknown, NotQuarantined, StillQuarantined."""
    with opened(settings) as installation:
        view = view_named(name, followed(compose(installation)))
        say(f"视图 {name} 已解除对 {subject} 的隔离，补到第 {release(installation.database, view, subject)} 条。")
    return 0


def check_files(settings: Settings, say: Say) -> int:
    """Go over every uploaded file that is on record and tell which is damaged, missing or erased, and what lies there unrecorded.

    Returns 1 when one is damaged or missing.
    """
    with opened(settings) as installation:
        folder = installation.files.folder
        # Listed before the record is read: what is recorded meanwhile is not taken for left behind.
        left = set(lying_in(folder))
        parts = unfinished(folder)
        counted: Counter[Condition] = Counter()
        for event, condition in check(installation.files):
            counted[condition] += 1
            left.discard(event.sha256)
            if condition != "sound":
                say(f"{event.file}：{_CONDITIONS[condition]}（{place_of(folder, event.sha256)}）。")
    for path in (*(place_of(folder, name) for name in sorted(left)), *parts):
        say(f"{path}：登记簿中没有，是未完成的上传所留；没有正在进行的上传时可以删除。")
    total = "，".join(f"{title} {counted[condition]} 个" for condition, title in _CONDITIONS.items())
    say(f"登记的文件共 {counted.total()} 个：{total}；未登记的 {len(left) + len(parts)} 个。")
    if counted["damaged"] or counted["missing"]:
        say("请从备份的 files 文件夹取回损坏和缺失的文件，放回原处，再核对一次。")
        return 1
    return 0


def write_openapi(folder: Path, say: Say) -> int:
    """Write every service's OpenAPI file, the AsyncAPI file and the JSON Schemas of events and of profiles' files. They follow from the code alone, so an installation in a temporary folder will do."""
    with tempfile.TemporaryDirectory(prefix="yingsu-openapi-") as temporary:
        data_folder = Path(temporary)
        # As root, PostgreSQL's account passes through it.
        data_folder.chmod(0o711)
        settings = replace(load({}), data_folder=data_folder, key_file=data_folder / "keys" / "master.key")
        with opened(settings) as installation:
            described = openapi.files(applications(compose(installation)))
    changed = openapi.write_files(folder, described | asyncapi.files(API_VERSION) | profile_schema.files())
    say(f"已更新：{'、'.join(str(path) for path in changed)}。" if changed else f"{folder} 中的文件没有变化。")
    return 0
