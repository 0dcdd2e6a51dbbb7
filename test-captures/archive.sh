#!/bin/sh
# The README's commands for archives, typed on this machine: GNU parallel, here and over ssh to two hosts, and a
# Slurm cluster, each set up here for itself.
#   sh archive.sh [folder]      (as root; COUNT=1000 captures)
# Each runs over the archive, has a worker killed in the middle, and resumes; the tables must be those of a
# plain loop, and no capture done twice. What is in the folder already is used again.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ "$(id -u)" = 0 ] || {
  echo "sshd and slurmd need root." >&2
  exit 1
}
PATH=$PATH:/usr/sbin:/sbin
MORE_NEEDS='
command -v sshd|openssh-server
command -v ssh|openssh-client
command -v slurmctld|slurmctld
command -v slurmd|slurmd
command -v sbatch|slurm-client
command -v munged|munge'
export PATH MORE_NEEDS
sh "$here/setup.sh"
exec /usr/bin/python3 "$here/archive/archive.py" "${1:-$here/../build/archive}"
