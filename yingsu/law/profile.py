"""Profiles as folders of TOML files. Owns where they lie, and their assembly out of files and of the layers above.

`profiles/<id>/<valid from>/`: `obligations.toml` holds the rules; `recurring`, `metrics`, `escalations`, `registers`, `gates`, `bulletins`
and `documents` lists of provisions; every other file a group of parameters (`identity.toml`, `roles.toml`, `calendar.toml` …); an optional
`clauses.toml` the clauses of a document that does not come with the software. Each value stands beside its clause ids or the mark
`operator_value = true`. Every refusal names file, key and reason.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec

from yingsu.errors import YingsuError
from yingsu.law import clauses
from yingsu.law.drafting.flaws import MissingCitation, UnknownClause, field_problems, flaws, with_cited
from yingsu.law.drafting.folder import OBLIGATIONS, read_folder
from yingsu.law.layer import Dormant, Profile, ProfileMalformed, bundle, dormant, from_bundle
from yingsu.law.layering import StatutoryPeriodLengthened
from yingsu.law.rule import Parameter

__all__ = [
    "Assembled",
    "Dormant",
    "Layers",
    "MissingCitation",
    "Profile",
    "ProfileMalformed",
    "StatutoryPeriodLengthened",
    "UnknownClause",
    "assemble",
    "builtin_layer",
    "builtin_profiles",
    "builtin_root",
    "bundle",
    "dormant",
    "field_problems",
    "files_of",
    "from_bundle",
    "load_builtin",
    "load_profile",
]

Layers = Callable[[str, date], Profile | None]
"""The layer of that id which holds on a day; None where there is none."""


class Assembled(msgspec.Struct, frozen=True, kw_only=True):
    """A profile out of what could be read of its files, the layers above it (the nearest first), and all that is wrong with it.

    `unread` names the files of which something could not be read.
    """

    profile: Profile
    layers: tuple[Profile, ...]
    flaws: tuple[YingsuError, ...]
    unread: frozenset[str]


def builtin_root() -> Traversable:
    """The folder of the profiles that come with the software."""
    return resources.files("yingsu.law").joinpath("profiles")


def builtin_profiles() -> tuple[tuple[str, date], ...]:
    """Id and first day of each built-in profile; the national layer first."""
    found = [
        (profile.name, date.fromisoformat(version.name))
        for profile in builtin_root().iterdir()
        if profile.is_dir()
        for version in profile.iterdir()
        if version.is_dir()
    ]
    return tuple(sorted(found, key=lambda item: (item[0] != clauses.NATIONAL, *item)))


@lru_cache(maxsize=64)
def load_builtin(profile_id: str, effective_from: date) -> Profile:
    """A built-in profile. The same immutable object at every call."""
    return load_profile(builtin_root(), profile_id, effective_from)


def builtin_layer(profile_id: str, day: date) -> Profile | None:
    """The version of a built-in profile that holds on a day; where it begins later, its first."""
    versions = [first for name, first in builtin_profiles() if name == profile_id]
    if not versions:
        return None
    return load_builtin(profile_id, max((first for first in versions if first <= day), default=min(versions)))


def load_profile(root: Traversable, profile_id: str, effective_from: date) -> Profile:
    """The profile in `root/<profile_id>/<effective_from>/`, checked, also against the built-in layers it inherits.

    Raises ProfileMalformed, UnknownClause, MissingCitation or StatutoryPeriodLengthened, each naming file, key and reason.
    """
    folder = root.joinpath(profile_id, effective_from.isoformat())
    if not folder.is_dir():
        raise ProfileMalformed(f"没有政策文件 {profile_id}/{effective_from}。目录应为 profiles/<名称>/<施行日期>/。")
    assembled = assemble(files_of(folder), profile_id, effective_from, builtin_layer)
    for flaw in assembled.flaws:
        raise flaw
    return assembled.profile


def files_of(folder: Traversable) -> dict[str, bytes]:
    """The TOML files of a folder by name. Raises OSError."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name.endswith(".toml")}


def assemble(files: Mapping[str, bytes], profile_id: str, effective_from: date, above: Layers) -> Assembled:
    """The profile of these files over the layers that `above` knows, with everything that is wrong with it."""
    place = f"{profile_id}/{effective_from}"
    folder = read_folder(files, place)
    found: list[YingsuError] = [*folder.flaws]
    identity = folder.groups.get("identity", {})

    def text(key: str) -> str | None:
        parameter: Parameter | None = identity.get(key)
        if parameter is None:
            return None
        if not isinstance(parameter.value, str) or not parameter.value:
            found.append(ProfileMalformed(f"{place}/identity.toml 的 {key}：须为文本。请加上英文双引号。"))
            return "？"
        return parameter.value

    title, jurisdiction, inherits = text("title"), text("jurisdiction"), text("inherits")
    lists = dict(folder.lists)
    profile = Profile(
        id=profile_id,
        effective_from=effective_from,
        title=title or "",
        jurisdiction=jurisdiction,
        inherits=inherits,
        parameters=folder.groups,
        rules=lists.pop(OBLIGATIONS),
        clauses=clauses.load(profile_id) if folder.clauses is None else folder.clauses,
        **lists,
    )
    profile = msgspec.structs.replace(profile, clauses=with_cited(profile))
    layers: list[Profile] = []
    # What the layers above provide is not known where none is named, or the one that is cannot be used: then nothing is said to be missing.
    unread = folder.unread if inherits is not None or profile_id == clauses.NATIONAL else folder.unread | {"roles", OBLIGATIONS}
    while (wanted := (layers[-1] if layers else profile).inherits) is not None:
        layer = above(wanted, effective_from)
        if layer is None or layer.id in (profile_id, *(item.id for item in layers)):
            reason = f"上级文件“{wanted}”不存在。请核对名称。" if layer is None else f"经“{wanted}”继承了自身。请改正。"
            if wanted != "？":
                found.append(ProfileMalformed(f"{place}/identity.toml 的 inherits：{reason}"))
            unread |= {"roles", OBLIGATIONS}
            break
        layers.append(layer)
    found.extend(flaws(profile, layers, place, unread))
    return Assembled(profile=profile, layers=tuple(layers), flaws=tuple(found), unread=unread)
