"""A download that anybody can recompute: the golden vector of the canonical leaf (tests/published/leaves.json) as it would be sent."""

from typing import Final

SAMPLE: Final = (
    r'{"position":7,"leaf_index":6,"leaf_hash":"a10b0543a6b30a294d808c104ae1b49a6d6028ca7f8958ea1795b2d6f77c0849","entry":'
    r'{"actor":"{\"client\":\"sample-court\",\"role\":\"court\"}","case_id":"case-01980000-0000-7000-8000-000000000001",'
    r'"causation_id":"01980000-0000-7000-8000-000000000006","corrects":"01980000-0000-7000-8000-000000000005",'
    r'"correlation_id":"c-\"1\"\\","event_id":"01980000-0000-7000-8000-000000000007","jurisdiction":"320813",'
    r'"occurred_at":"2026-10-20T01:02:03.000004Z","occurred_on":"2026-10-20",'
    r'"payload":"{\"ruling_no\":\"（2026）苏0813行初12号之一\",\"ruled_on\":\"2026-10-20\",\"voluntary\":true}",'
    r'"position":7,"received_on":"2026-10-21","recorded_at":"2026-10-21T00:00:00.000000Z","source":"样例法院系统","source_seq":2,'
    r'"stream":"case-01980000-0000-7000-8000-000000000001","topic":"intake.case_withdrawn.v1","version":3}}'
    "\n"
    r'{"end":true,"case_id":"case-01980000-0000-7000-8000-000000000001","entries":1,"head":9,"as_known_at":null,'
    r'"leaves_sha256":"8e2963a00601d5bd5335b1767ac8f604d68dd021503f2172eb5c784fd9b6e9b5"}'
    "\n"
)
