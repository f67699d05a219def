"""The kinds of message in which a court tells a fact, as one body: `kind` says which."""

from services.intake.bodies import ExtensionBody, FilingBody, RemovalBody, ServiceBody, WithdrawalBody
from services.intake.court.course_bodies import (
    AdditionBody,
    ClosureBody,
    MergerBody,
    ProcedureBody,
    ReplacementBody,
    ResumptionBody,
    SeriesBody,
    SeriesEndBody,
    SplitBody,
    SubstitutionBody,
    SuspensionBody,
    TransferBody,
    TrialTermBody,
)
from services.intake.court.instance_bodies import (
    AppealBody,
    EffectiveBody,
    PerformanceResumptionBody,
    PerformanceTermBody,
    RemandBody,
    RetrialBody,
)
from services.intake.court.letter_bodies import (
    AdviceBody,
    AdviceWithdrawalBody,
    CourtLetterBody,
    LossWarningBody,
    OpinionBody,
    QueryBody,
)
from services.intake.court.prelitigation_bodies import PreFilingBody, PreFilingWithdrawalBody, ReferralBody
from services.intake.court.trial_bodies import (
    AbsenceRulingBody,
    CancellationBody,
    HearingBody,
    JudgmentBody,
    RescheduleBody,
    SittingBody,
    SuggestionBody,
    SummonsBody,
)

TellingBody = (
    ReferralBody
    | PreFilingBody
    | PreFilingWithdrawalBody
    | FilingBody
    | ServiceBody
    | ExtensionBody
    | RemovalBody
    | HearingBody
    | JudgmentBody
    | WithdrawalBody
    | ProcedureBody
    | SuspensionBody
    | ResumptionBody
    | TrialTermBody
    | RescheduleBody
    | CancellationBody
    | SittingBody
    | SummonsBody
    | SuggestionBody
    | AbsenceRulingBody
    | AdditionBody
    | ReplacementBody
    | SubstitutionBody
    | AppealBody
    | EffectiveBody
    | RemandBody
    | RetrialBody
    | PerformanceResumptionBody
    | PerformanceTermBody
    | LossWarningBody
    | CourtLetterBody
    | AdviceBody
    | AdviceWithdrawalBody
    | QueryBody
    | OpinionBody
    | ClosureBody
    | TransferBody
    | MergerBody
    | SplitBody
    | SeriesBody
    | SeriesEndBody
)
"""A message of a court that tells a fact."""
