#!/bin/bash
# PostgreSQL's image runs this once, when it has made its data directory: the roles and the database, by the same scripts as
# anywhere.
set -euo pipefail

HEADRACE_DB_PASSWORD=$(</run/secrets/headrace_password)
HEADRACE_DB_OWNER_PASSWORD=$(</run/secrets/headrace_owner_password)
export HEADRACE_DB_PASSWORD HEADRACE_DB_OWNER_PASSWORD
psql --no-psqlrc -U "$POSTGRES_USER" -d postgres -f /headrace/create-database.sql
psql --no-psqlrc -U "$POSTGRES_USER" -d postgres -f /headrace/settings.sql
