"""What agencies and the bodies over them register in a filed case. Streams `response-<case uuid>-<agency uuid>` for an agency's own steps,
`supervision-<case uuid>-<division code>` for those of the body that supervises. YC, DH … clauses are those of the profiles' documents.
"""

from yingsu.events.intake.steps import act as act
from yingsu.events.intake.steps import answering as answering
from yingsu.events.intake.steps import attending as attending
from yingsu.events.intake.steps import letters as letters
from yingsu.events.intake.steps import performing as performing
from yingsu.events.intake.steps import reporting as reporting
from yingsu.events.intake.steps import resolution as resolution
from yingsu.events.intake.steps import risk as risk
from yingsu.events.intake.steps import team as team
