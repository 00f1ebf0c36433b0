"""Jobs, holdings and sources in an SQL database; the only package that imports SQLAlchemy and Alembic."""
