#!/bin/sh
# Builds the image of the Integration Host with buildah: no engine, no daemon; as root, or as a user
# with subordinate ids. The same distribution, base and JDK give the same image, to the last bit.
#
#   image/build.sh [--base IMAGE] [--jdk IMAGE] [--modules a,b] [--tag NAME] [--again] [HOME]
#
# HOME is a fresh unpacked distribution; without it, the one that this script lies in. --again builds
# every layer anew. IMAGEs are names of a registry, or local ones that image/base.sh has made.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
home=$here/..
tag=localhost/integration-host
set -- "$@" --
options=
while [ "$1" != -- ]; do
  case $1 in
    --base) options="$options --build-arg BASE=$2"; shift 2 ;;
    --jdk) options="$options --build-arg JDK=$2"; shift 2 ;;
    --modules) options="$options --build-arg MODULES=$2"; shift 2 ;;
    --tag) tag=$2; shift 2 ;;
    --again) options="$options --no-cache"; shift ;;
    -*) echo "unknown option $1; the head of this script shows all" >&2; exit 2 ;;
    *) home=$1; shift ;;
  esac
done
if [ ! -x "$home/bin/integration-host" ]; then
  echo "$home holds no distribution (no bin/integration-host); unpack one and name its directory" >&2
  exit 2
fi

# The age of every file, as the Containerfile has it: Java's archive of classes is for files of it.
# Making that archive without random addresses needs a system call that the usual filter refuses.
# shellcheck disable=SC2086
exec buildah build --isolation chroot --security-opt seccomp=unconfined --layers --timestamp 1767225600 --format oci --tag "$tag" \
  $options --file "$here/Containerfile" "$home"
