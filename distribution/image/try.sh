#!/bin/sh
# Builds the image twice, runs it the way a strict cluster does, kills it, and counts. Needs root,
# buildah, umoci, runc and python3; no registry, and no network once the packages are there.
#
#   image/try.sh [--jdk JDK_HOME] [--kills N] [--keep DIRECTORY] [--image NAME] [HOME]
#
# HOME is an unpacked distribution (without it: the one that this script lies in), JDK_HOME the Java of
# the image (default: JAVA_HOME). --keep has the packages kept there for the next time; --image tries an
# image that buildah has, and builds none. Ends with 0 when all is as it should be, and with 1 and the reason.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
home=$here/..
jdk=${JAVA_HOME:-}
kills=5
keep=
image=
while [ $# -gt 0 ]; do
  case $1 in
    --jdk) jdk=$2; shift 2 ;;
    --kills) kills=$2; shift 2 ;;
    --keep) keep=$2; shift 2 ;;
    --image) image=$2; shift 2 ;;
    -*) echo "unknown option $1; the head of this script shows all" >&2; exit 2 ;;
    *) home=$1; shift ;;
  esac
done
[ -n "$jdk" ] || jdk=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
for tool in buildah umoci runc python3; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 2; }
done
[ "$(id -u)" = 0 ] || { echo "only root may make containers this way" >&2; exit 2; }

work=$(mktemp -d)
debs=${keep:-$work/debs}
tag=integration-host-try-$$
running=
end() {
  for each in $running; do
    runc kill "$each" KILL 2>/dev/null || true
    runc delete --force "$each" 2>/dev/null || true
  done
  [ -z "${devices:-}" ] || kill "$devices" 2>/dev/null || true
  buildah rmi --force "localhost/$tag-1" "localhost/$tag-2" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap end EXIT
trap 'exit 1' INT TERM
say() { printf '%s\n' "$*"; }
fail() { say "FAILED: $*" >&2; exit 1; }
now() { date +%s%N; }
millis_since() { echo $((($(now) - $1) / 1000000)); }

if [ -z "$image" ]; then
  say "== build, twice, without a network"
  "$here/base.sh" "$jdk" "$debs" >/dev/null
  for i in 1 2; do
    started=$(now)
    unshare --net "$here/build.sh" --again --base localhost/integration-host-base \
      --jdk localhost/integration-host-jdk --tag "localhost/$tag-$i" "$home" > "$work/build-$i" 2>&1 \
      || { cat "$work/build-$i" >&2; fail "the image cannot be built"; }
    say "image $(tail -n 1 "$work/build-$i" | cut -c 1-20) in $(millis_since "$started") ms"
  done
  [ "$(tail -n 1 "$work/build-1")" = "$(tail -n 1 "$work/build-2")" ] || fail "two builds, two images"
  image=localhost/$tag-1
fi

buildah push --quiet "$image" "oci:$work/layout:it"
umoci unpack --image "$work/layout:it" "$work/bundle" >/dev/null
say "unpacked $(du -sm "$work/bundle/rootfs" | cut -f 1) MB, to transfer $(du -sm "$work/layout" | cut -f 1) MB"

mkdir "$work/volume" "$work/conf"
chown 10001:10001 "$work/volume"
chmod 0700 "$work/volume"
cp -r "$home/conf/." "$work/conf/"
sed -i 's/port = 5555/port = 15555/' "$work/conf/emulator.conf"
chmod -R a+rX "$work/conf"

# What Kubernetes calls restricted: its own user, nothing writable but the volume and a small /tmp, no
# capabilities, no new privileges. Only the network is the machine's, so that all find each other.
# container NAME VOLUME COMMAND...
container() {
  name=$tag-$1
  volume=$2
  shift 2
  mkdir -p "$work/$name"
  python3 - "$work/bundle/config.json" "$work/$name/config.json" "$work" "$volume" "$@" <<'PYTHON'
import json, sys
source, target, work, volume, *command = sys.argv[1:]
config = json.load(open(source))
process = config['process']
process['terminal'] = False
process['noNewPrivileges'] = True
process['capabilities'] = {}
process['args'] = process['args'][:1] + command
process['env'] += ['RPC_HOST=127.0.0.1', 'RPC_PORT=19090', 'INTEGRATION_ROUTING_KEY=sensors',
                   'INTEGRATION_SECRET=secret', 'ADMIN_PORT=18085']
process['rlimits'] = [{'type': 'RLIMIT_NOFILE', 'hard': 4096, 'soft': 4096}]
config['root'] = {'path': work + '/bundle/rootfs', 'readonly': True}
config['linux']['namespaces'] = [n for n in config['linux']['namespaces'] if n['type'] not in ('network', 'user')]
config['linux']['resources'] = {'memory': {'limit': 640 << 20}, 'pids': {'limit': 400}}
config['linux'].pop('uidMappings', None)
config['linux'].pop('gidMappings', None)
config['mounts'] = [m for m in config['mounts'] if m['destination'] in ('/proc', '/dev', '/dev/pts', '/dev/shm', '/dev/mqueue', '/sys')]
safe = ['nosuid', 'nodev', 'noexec']
config['mounts'] += [
    # How Java learns what memory it has.
    {'destination': '/sys/fs/cgroup', 'type': 'cgroup', 'source': 'cgroup', 'options': ['nosuid', 'noexec', 'nodev', 'relatime', 'ro']},
    {'destination': '/tmp', 'type': 'tmpfs', 'source': 'tmpfs', 'options': safe + ['size=64m', 'mode=1777']},
    {'destination': '/etc/integration-host', 'type': 'bind', 'source': work + '/conf', 'options': ['rbind', 'ro'] + safe},
    {'destination': '/var/lib/integration-host', 'type': 'bind', 'source': volume, 'options': ['rbind', 'rw'] + safe}]
json.dump(config, open(target, 'w'), indent=1)
PYTHON
}
# begin NAME: starts it, what it says goes to a file
begin() {
  running="$running $tag-$1"
  runc run --detach --bundle "$work/$tag-$1" "$tag-$1" > "$work/$1.log" 2>&1 < /dev/null \
    || { cat "$work/$1.log" >&2; fail "$1 does not start"; }
}
stopped() { [ "$(runc state "$tag-$1" | sed -n 's/.*"status": "\(.*\)".*/\1/p')" = stopped ]; }
# until_true SECONDS WHAT COMMAND...
until_true() {
  deadline=$(($(date +%s) + $1)); what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$deadline" ] || { tail -n 30 "$work"/*.log >&2; fail "$what"; }
    sleep 0.05
  done
}
ready() { python3 -c "import urllib.request as r; r.urlopen('http://127.0.0.1:18085/health/ready', timeout=5)"; }
listens() { python3 -c "import socket; socket.create_connection(('127.0.0.1', $1), 1)"; }

say "== the demo: user 10001, read-only root, no capabilities, no new privileges, 64 MB of /tmp"
mkdir "$work/none"
chown 10001:10001 "$work/none"
container demo "$work/none" demo --messages 20 --interval 50
started=$(now)
running="$running $tag-demo"
runc run --bundle "$work/$tag-demo" "$tag-demo" > "$work/demo.log" 2>&1 < /dev/null \
  || { cat "$work/demo.log" >&2; fail "the demo"; }
runc delete --force "$tag-demo" 2>/dev/null
tail -n 1 "$work/demo.log"
say "it took $(millis_since "$started") ms"
grep -q '^20 of 20 readings arrived' "$work/demo.log" || fail "not all readings arrived"
grep WARN "$work/demo.log" && fail "the demo warns"

say "== a host on a volume, killed $kills times in traffic"
container server "$work/none" emulator --port 19090
begin server
until_true 60 "the stand-in for ThingsBoard does not listen" listens 19090
container host "$work/volume" run
# Each device says numbered readings, one at a time, and writes down what was answered with OK.
cat > "$work/devices.py" <<'PYTHON'
import os, socket, sys, threading
port, ledger, end = int(sys.argv[1]), sys.argv[2], sys.argv[3]
lock, acknowledged = threading.Lock(), open(ledger, 'w', buffering=1)
def device(own):
    number = own
    while not os.path.exists(end):
        try:
            with socket.create_connection(('127.0.0.1', port), 5) as link:
                answers = link.makefile('r')
                link.settimeout(10)
                link.sendall(('Hello to ThingsBoard! My name is [Device %d]\n' % own).encode())
                hello = answers.readline()
                while hello and not os.path.exists(end):
                    link.sendall(('%d,1,1\n' % number).encode())
                    answer = answers.readline()
                    if not answer:
                        break
                    if answer.strip() == 'OK':
                        with lock:
                            acknowledged.write('%d\n' % number)
                        number += 10
        except OSError:
            threading.Event().wait(0.05)
threads = [threading.Thread(target=device, args=(own,)) for own in range(10)]
[each.start() for each in threads]
[each.join() for each in threads]
PYTHON
acknowledged() { wc -l < "$work/ledger"; }
enough() { [ "$(acknowledged)" -ge "$1" ]; }
: > "$work/ledger"
python3 "$work/devices.py" 15555 "$work/ledger" "$work/end" &
devices=$!
kill=0
while [ "$kill" -le "$kills" ]; do
  before=$(acknowledged)
  started=$(now)
  begin host
  until_true 60 "the host is not ready" ready
  readiness=$(millis_since "$started")
  until_true 60 "no reading is acknowledged" enough $((before + 1))
  say "start $kill: ready after $readiness ms, first reading stored after $(millis_since "$started") ms"
  until_true 120 "too few readings are acknowledged" enough $((before + 300))
  if [ "$kill" -lt "$kills" ]; then
    runc kill "$tag-host" KILL
    until_true 30 "the host lives on" stopped host
    runc delete --force "$tag-host" 2>/dev/null
  fi
  kill=$((kill + 1))
done

say "== inside, by exec"
runc exec "$tag-host" integration-host status || fail "status by exec"
runc exec "$tag-host" sh -c 'kill -9 1; id; touch /opt/x 2>&1; grep -E "^(CapEff|NoNewPrivs)" /proc/self/status' || true
heap=$(runc exec "$tag-host" jcmd 1 VM.flags | tr ' ' '\n' | sed -n 's/^-XX:MaxHeapSize=//p')
say "heap at most $((heap >> 20)) MiB of 640 MiB"
percent=$((heap * 100 / (640 * 1048576)))
case $percent in
  58 | 59 | 60 | 61) ;;
  *) fail "the heap is $percent % of the container's memory, not 60" ;;
esac
ready || fail "kill -9 from inside ended the host"

: > "$work/end"
wait "$devices" || true
runc kill "$tag-host" TERM
until_true 60 "SIGTERM does not end the host" stopped host
tail -n 2 "$work/host.log"
runc kill "$tag-server" TERM
until_true 60 "SIGTERM does not end the stand-in" stopped server

say "== lost?"
python3 - "$work/ledger" "$work/server.log" <<'PYTHON'
import re, sys
told = [int(line) for line in open(sys.argv[1])]
text = open(sys.argv[2]).read()
came = [int(float(n)) for n in re.findall(r'"temperature"\s*:\s*"?([0-9.]+)', text)]
lost = set(told) - set(came)
print('%d readings were answered with OK, %d arrived (%d of them again), %d lost'
      % (len(told), len(came), len(came) - len(set(came)), len(lost)))
sys.exit(1 if lost or not came else 0)
PYTHON
say "all is well"
