#!/bin/bash
# start-payara.sh COMMANDS: runs Payara's domain1 in place of this process, so that signals reach it, and a file of commands
# once it has started.
set -euo pipefail

# asadmin tells the command line that it would start, an argument a line, after a first line of its own.
mapfile -t lines < <("$PAYARA_HOME/bin/asadmin" start-domain --dry-run --postbootcommandfile "$1" domain1)
command=()
for line in "${lines[@]:1}"; do
  [ -n "$line" ] || break
  command+=("$line")
done
exec "${command[@]}" </dev/null
