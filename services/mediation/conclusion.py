"""The two ways a mediation ends, under one name: by settlement, or by termination and return to the court."""

from services.mediation.settlement import ExplainWithdrawal, ReachSettlement, explain_withdrawal, reach_settlement
from services.mediation.signature import SignSettlement, sign_settlement
from services.mediation.termination import (
    MaterialBack,
    ReturnToCourt,
    ServeTermination,
    Terminate,
    return_to_court,
    serve_termination,
    terminate,
)

__all__ = [
    "ExplainWithdrawal",
    "MaterialBack",
    "ReachSettlement",
    "ReturnToCourt",
    "ServeTermination",
    "SignSettlement",
    "Terminate",
    "explain_withdrawal",
    "reach_settlement",
    "return_to_court",
    "serve_termination",
    "sign_settlement",
    "terminate",
]
