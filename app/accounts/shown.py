"""A user as they see themselves."""

from app.accounts import schemas
from app.accounts.models import User


def shown_user(user: User) -> schemas.User:
    """Return what the user is told of their own account."""
    return schemas.User(
        id=user.id,
        nickname=user.nickname,
        birth_year=user.birth_year,
        email=user.email,
        email_verified=user.email_verified_at is not None,
        guest=user.email is None,
        role=user.role,
        language=user.language,
        level=user.level,
    )
