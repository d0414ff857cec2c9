#!/bin/bash
# Exits 0 if 127.0.0.1:$1 answers GET $2 with 200. bash alone: starting a process of Node for every check would take
# processor time from what is being measured.
#
# To begin a check takes Docker a tenth of a second of a processor, and sixty containers are checked every four. One that
# answered well is asked only half a minute later; that it has, is forgotten with each start and each failure.
well=/dev/shm/well

ask() {
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&3
  # A busy machine takes its time.
  read -r -t 8 _ status _ <&3
  [ "$status" = 200 ]
}

if [ -e "$well" ]; then sleep 26; fi
if ask "$1" "$2"; then
  : >"$well"
else
  rm -f "$well"
  exit 1
fi
