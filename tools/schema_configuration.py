"""For `tortoise makemigrations`, which compares models with migrations and asks no database."""

from app.platform.database import tortoise_config

CONFIG = tortoise_config("postgresql://localhost/postgres")
