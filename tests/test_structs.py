"""Threads that decode into a struct for the first time, all at once: without what is tested here the process crashes."""

import subprocess
import sys

import pytest

from tests.journeys.machinery import REPOSITORY

FIRST_AT_ONCE = """
import sys, threading
import msgspec
from yingsu.law.layer import Profile

{before}
sys.setswitchinterval(1e-6)
profile = b'{{"id": "x", "effective_from": "2020-01-01", "title": "x", "jurisdiction": null, "inherits": null, "parameters": {{}},'
profile += b'"rules": [], "clauses": []}}'
begin = threading.Barrier(8)

def decode():
    begin.wait()
    print(msgspec.json.decode(profile, type=Profile).id)

threads = [threading.Thread(target=decode) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.mark.parametrize("before", ["from yingsu.structs import complete; complete()", "import yingsu.composition"])
def test_structs_that_were_looked_at_before_are_safe(before: str) -> None:
    for _ in range(3):
        program = FIRST_AT_ONCE.format(before=before)
        done = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout.count("x"), done.stderr) == (0, 8, "")
