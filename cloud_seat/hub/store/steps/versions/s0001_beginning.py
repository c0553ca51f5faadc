"""Shell: the tables of hubs from before there were steps; `schema` has made what was missing."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing to change."""
