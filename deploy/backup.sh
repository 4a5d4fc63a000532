#!/bin/sh
# backup.sh FOLDER [KEEP]: a new copy of everything on record in FOLDER, and the newest KEEP (14) of such copies kept.
# Where the copy fails, nothing is thrown away. IPJANG names the command, where it is not on the PATH.
set -eu
umask 077
folder=$1
keep=${2:-14}
mkdir -p "$folder"
"${IPJANG:-ipjang}" backup "$folder/ipjang-$(date -u +%Y%m%dT%H%M%SZ).db"
# The names sort by time. Only names that this script gives are ever removed.
ls -1r "$folder" | grep -E '^ipjang-[0-9]{8}T[0-9]{6}Z\.db$' | tail -n "+$((keep + 1))" | while read -r old; do
  rm -- "$folder/$old"
done
