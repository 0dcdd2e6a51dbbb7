#!/bin/sh
# Installs Debian packages by name, waiting for others who install at the same time;
# what is there already stays as it is.
set -eu
export DEBIAN_FRONTEND=noninteractive
exec apt-get -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 install -y -qq --no-upgrade "$@"
