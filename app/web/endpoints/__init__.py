"""Every HTTP endpoint: what it takes, what it answers, and what else may come back."""

from app.web.endpoints.accounts import ACCOUNTS, LIFECYCLE, PASSWORDS, SESSIONS
from app.web.endpoints.administration import ADMINISTRATION, AUDIT
from app.web.endpoints.endpoint import Endpoint
from app.web.endpoints.factors import FACTORS, WAYS_IN
from app.web.endpoints.providers import OAUTH
from app.web.endpoints.rooms import ROOMS, SEARCH
from app.web.endpoints.service import HEALTH, TUTOR

__all__ = ["ENDPOINTS", "Endpoint"]

ENDPOINTS = (
    *HEALTH,
    *ACCOUNTS,
    *SESSIONS,
    *PASSWORDS,
    *LIFECYCLE,
    *WAYS_IN,
    *FACTORS,
    *OAUTH,
    *ADMINISTRATION,
    *AUDIT,
    *TUTOR,
    *ROOMS,
    *SEARCH,
)
