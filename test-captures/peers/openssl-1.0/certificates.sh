#!/bin/sh
# Makes the test keys and certificates that are not there yet. Usage: certificates.sh (in the folder where they go)
set -eu

make_key() {
  case $2 in
    rsa) openssl genrsa -traditional -out "$1.pem" "$3" ;;
    dsa) openssl dsaparam -genkey -noout -out "$1.pem" "$3" ;;
    ec) openssl ecparam -genkey -noout -name "$3" -out "$1.pem" ;;
  esac
}

# certificate NAME KIND SIZE [ISSUER]: self-signed when there is no issuer
certificate() {
  [ -e "$1.crt" ] && return
  make_key "$1" "$2" "$3"
  if [ $# = 3 ]; then
    openssl req -x509 -sha1 -new -key "$1.pem" -subj "/CN=$1.peer.example" -days 7300 -out "$1.crt"
  else
    openssl req -new -sha1 -key "$1.pem" -subj "/CN=$1.peer.example" |
      openssl x509 -req -sha1 -CA "$4.crt" -CAkey "$4.pem" -set_serial 1 -days 7300 -out "$1.crt"
  fi
}

for bits in 512 1024; do
  [ -e dh$bits.pem ] || openssl dhparam -out dh$bits.pem $bits
done
certificate rsa rsa 1024
certificate rsa512 rsa 512
certificate dsa dsa 1024
certificate ec ec prime256v1
certificate ec-signed-by-rsa ec prime256v1 rsa
certificate client rsa 1024
