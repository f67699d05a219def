"""What each machine role may do at most: a client's scopes, and so its tokens', lie within its role's.

Routes check the scope and, where the table says "may not", the role besides. Duties of officials (head, leader, handler …) come on top
of the agency role through the assertion of the acting official.
"""

from types import MappingProxyType
from typing import Literal, get_args

import msgspec

from yingsu.events.registry.client import ClientRole

Scope = Literal["notice:write", "case:read", "case:write", "due:read", "registry:read", "registry:write", "audit:read"]
SCOPES: tuple[str, ...] = get_args(Scope)


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table. `may` and `may_not` are what an official reads in the client's description."""

    title: str
    scopes: frozenset[Scope]
    may: str
    may_not: str


ROLES: MappingProxyType[ClientRole, Role] = MappingProxyType(
    {
        "court": Role(
            title="人民法院系统",
            scopes=frozenset({"notice:write", "case:read", "registry:read"}),
            may="报送立案、送达、开庭、裁判等法院事实，更正本院通知，查看本院案件",
            may_not="写入行政机关的办理事实，查看调解记录和内部风险意见",
        ),
        "mediation_centre": Role(
            title="行政争议调处中心",
            scopes=frozenset({"case:read", "case:write", "due:read", "registry:read"}),
            may="办理诉前调处，向案涉行政机关通报预立案信息，查看本辖区案件和期限",
            may_not="写入法院事实和行政机关的答辩，参与败诉复盘和问责",
        ),
        "agency": Role(
            title="行政机关办公系统",
            scopes=frozenset({"case:read", "case:write", "due:read", "registry:read"}),
            may="查看和办理本机关案件，登记答辩；负责人签批须附办理人员声明",
            may_not="查看其他机关的案件，更改法院事实",
        ),
        "supervisor": Role(
            title="司法行政（法治督察）机关",
            scopes=frozenset({"case:read", "case:write", "due:read", "registry:read"}),
            may="查看辖区全部案件和期限，处理待认领和有冲突的法院消息",
            may_not="代行政机关答辩，更改法院事实",
        ),
        "auditor": Role(
            title="审计人员系统",
            scopes=frozenset({"case:read", "due:read", "registry:read", "audit:read"}),
            may="查看辖区全部记录及其历史，回放、导出",
            may_not="写入任何事实",
        ),
        "administrator": Role(
            title="系统管理员",
            scopes=frozenset({"registry:read", "registry:write"}),
            may="管理机关、法院、人员、接入系统，发布日历和规则（规则须两人经办）",
            may_not="查看或写入案件事实",
        ),
    }
)


def scopes_of(role: ClientRole) -> frozenset[Scope]:
    """The most that a client of this role may be granted."""
    return ROLES[role].scopes
