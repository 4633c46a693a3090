#!/bin/bash
# entrypoint.sh COMMAND…: runs a command in place of this process, with the passwords that are given as files (NAME_FILE is the
# path of NAME's) in its environment.
set -euo pipefail

for name in HEADRACE_DB_PASSWORD HEADRACE_DB_OWNER_PASSWORD HEADRACE_JDBC_PASSWORD; do
  file=${name}_FILE
  if [ -n "${!file:-}" ]; then
    export "$name=$(<"${!file}")"
  fi
done
exec "$@"
