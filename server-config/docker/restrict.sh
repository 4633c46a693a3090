#!/bin/bash
# Takes from the application's role what Headrace never does, after the migration.
set -euo pipefail

PGPASSWORD=$(</run/secrets/headrace_owner_password)
export PGPASSWORD
exec psql --no-psqlrc -h postgresql -U headrace_owner -d headrace -f /headrace/restrict.sql
