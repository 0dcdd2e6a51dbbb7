#!/bin/sh
# The tables of the captures whose names are given, each whole or not there:
#   worker.sh ARCHIVE TABLES CAPTURE...
# What is there already is not done again, so that whatever was interrupted is simply started anew. TSHARK
# is the command; the file "done" beside the tables gets a line for each that was made.
set -eu
archive=$1
tables=$2
shift 2
for capture in "$@"; do
  table=$tables/${capture%.pcap}.tsv
  [ ! -e "$table" ] || continue
  ${TSHARK:-tshark} -r "$archive/$capture" -q -o "legacyssl.keylog_file:$archive/all.keylog" \
    -z legacyssl,keys >"$table.$$"
  mv "$table.$$" "$table"
  echo "$capture" >>"$tables/done"
done
