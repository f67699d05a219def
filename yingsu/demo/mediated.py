"""What both mediations have in common: the court's referral with its files, and the steps of the centre and of the agencies."""

from collections.abc import Mapping
from typing import Any

from yingsu.demo.player import Json, Player, read, shown
from yingsu.demo.stage import Caller, checked


class Mediation:
    """One mediation while it is played."""

    def __init__(self, player: Player, moment: str, file: str, what: str) -> None:
        """The court uploads the materials and refers the dispute; the centre finds the mediation that was opened by it."""
        self._player = player
        materials = [
            material | {"file": player.upload("法院", player.court, material["title"])} for material in read(file)["materials"]
        ]
        receipt = player.send(moment, file, f"{what}，附材料 {len(materials)} 份", materials=materials)
        self.case_id = str(receipt["case_id"])
        found = checked(player.centre.get("/v1/mediation/mediations", case_id=self.case_id)).json()
        player.expect(len(found) == 1, "移送消息建立一项调处")
        self.path = f"/v1/mediation/mediations/{found[0]['mediation_id']}"
        player.say(f"    调处中心：{found[0]['status_title']}，调处编号 {found[0]['mediation_id']}")
        player.compare("调处中心", player.centre, materials[0]["file"], materials[0]["title"])

    def step(self, moment: str, path: str, file: str, what: str, **more: Any) -> Json:
        """A step of the centre; returns the mediation after it."""
        player = self._player
        player.turn_to(moment)
        version = checked(player.centre.get(self.path)).headers["ETag"]
        after: Json = checked(player.centre.post(f"{self.path}/{path}", read(file) | more, version=version), 201).json()
        player.say(f"  {shown(moment)}  调处中心：{what}　〔{after['status_title']}〕")
        player.stage.settle()
        return after

    def plan(self, moment: str, caller: Caller, agency_id: str, file: str) -> Json:
        """An agency names leader, contact and plan."""
        player = self._player
        player.turn_to(moment)
        path = f"{self.path}/plans/{agency_id}"
        version = checked(caller.get(path)).headers["ETag"]
        plan: Json = checked(caller.post(path, read(file), version=version), 201).json()
        player.say(
            f"  {shown(moment)}  {plan['agency']['name']}：报送责任领导、联络人和方案"
            f"（{plan['due']} 届满，{plan['complete_on']} 齐备）"
        )
        player.stage.settle()
        return plan

    def documents(self) -> list[Json]:
        """The documents that the centre has made."""
        papers: list[Json] = checked(self._player.centre.get(f"{self.path}/documents")).json()
        return papers

    def show(self, paper: Mapping[str, Any]) -> None:
        """A document as it reads."""
        for line in str(paper["text"]).splitlines():
            self._player.say(f"    │ {line}")
