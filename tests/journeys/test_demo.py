"""`yingsu demo` as a newcomer runs it: a process of its own, over real HTTP."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.machinery import REPOSITORY
from yingsu.demo.folder import DEMO, SANDBOX, FolderTaken


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "yingsu", "demo"],
        cwd=REPOSITORY,
        env={**os.environ, "YINGSU_DEMO_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


SETTLED = (
    "调处中心下载 起诉状（样例）.pdf",
    "（2026-02-13 届满，2026-02-12 齐备）",
    "申请人签字　〔协议待签字〕",
    "市场监管局受权人员签字，附授权委托书，协议生效　〔协议已生效待释明〕",
    "向申请人释明撤诉　〔调处成功办结〕",
    "请在收到本通知书后3个工作日内，即不晚于2026年2月13日（星期五）",
    "2026年2月14日（星期六）因春节调休上班，计入工作日。",
    "确定调处时间、地点并告知各方当事人，2026-02-24 届满，2026-02-14 办结，按期",
)
TERMINATED = (
    "2026-04-03  已逾期，逾期 4 日  洪泽区示例自然资源和规划局（样例）：确定责任领导、联络人并报送初步调处意向方案",
    "确定责任领导、联络人并报送初步调处意向方案，2026-04-03 届满，2026-04-08 办结，逾期 5 日",
    "原文：“案涉行政机关收到通知后3个工作日内确定负责化解工作的责任领导及行政争议化解联络人，制定初步调处意向方案，并告知区调处中心”",
    "3. 计入2026年4月1日、2日、3日，共3个工作日，期限于2026年4月3日（星期五）届满。",
    "行政争议终止调处告知函",
    "现场照片（样例）　未退回：申请人已取回照片原件（样例）",
    "法院：签收函件，签收日期 2026-04-23",
    "调处中心（洪泽区示例市场监督管理局（样例））：通报案涉行政机关做好应诉准备，2026-05-06 届满，2026-05-06 办结，按期",
    "按 （2026）苏0813行诉前调8号 查询：（2026）苏0813行初9号，已立案",
    "按 （2026）苏0813行诉前立21号 查询：（2026）苏0813行初9号，已立案",
    "不含调处中各方所述。",
)
ANSWERED = (
    "回执与首次完全相同，没有重复登记。",
    "2026-09-24  已逾期，逾期 1 日  洪泽区示例自然资源和规划局（样例）：提交答辩状和证据、依据",
    "2026-10-08 届满，2026-10-08 办结，按期",
    "2026-09-24 届满，2026-09-28 办结，逾期 4 日",
    "在国庆节放假期间（2026年10月1日至7日），是法定休假日，顺延。",
)
LOST = (
    "市场监管局办公系统登记推送地址，以一次签名测试启用。",
    "法院：判决，写明每个被告的结果",
    "一案一复盘：洪泽区示例市场监督管理局（样例）（败诉），2026-11-10 收到判决书",
    "一案一复盘：洪泽区示例自然资源和规划局（样例）（与败诉机关为共同被告），2026-11-12 收到判决书",
    "未审签即移送，被拒绝：分析报告尚未经本单位主要负责人审签，未移送。",
    "局长审签　〔报告已审签〕",
    "移送分析报告　〔报告已移送〕",
    "开展败诉案件复盘分析，2026-11-17 届满，2026-11-13 办结，按期",
    "〔推送，签名已核对〕自然资源局办公系统收到逾期：开展败诉案件复盘分析",
    "2026-11-19  已逾期，逾期 1 日  洪泽区示例自然资源和规划局（样例）：开展败诉案件复盘分析",
    "报送整改工作情况　〔已报送整改情况〕",
    "报送整改工作情况，2026-12-02 届满，2026-12-02 办结，按期",
    "败诉率：1 / 1 = 100.00%",
    "败诉数由此打开：（2026）苏0813行初9号，2026-11-06",
    "校验值逐条重算，全部一致。",
)


def test_the_demo_tells_its_three_cases_twice_over_in_modest_memory(tmp_path: Path) -> None:
    for _ in range(2):
        done = run(tmp_path / "demo")
        assert done.returncode == 0, done.stdout + done.stderr
        assert [line for line in (*SETTLED, *TERMINATED, *ANSWERED, *LOST) if line not in done.stdout] == []
        timeline = done.stdout.partition("案件 B 的时间线")[2].partition("\n\n")[0]
        assert "逾期 5 日\n              依据：《关于进一步压降行政诉讼败诉率的十项机制》第四项（HZ-4.3）\n" in timeline
        memory = re.search(r"占用内存 (\d+) MB", done.stdout)
        assert memory is not None
        assert int(memory[1]) < 400


def test_the_demo_leaves_other_peoples_folders_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    refused = run(tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "演示不会动它" in refused.stderr
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_only_a_marked_folder_is_emptied(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FolderTaken):
        DEMO.emptied(tmp_path)
    (tmp_path / DEMO.mark).write_text("")
    with pytest.raises(FolderTaken, match="沙箱不会动它"):
        SANDBOX.emptied(tmp_path)
    DEMO.emptied(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [DEMO.mark]
