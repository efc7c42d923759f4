"""Where it is kept: the encrypted workspace. The only place that knows SQLAlchemy and SQL."""
