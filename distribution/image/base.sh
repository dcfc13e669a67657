#!/bin/sh
# Makes the two images that the Containerfile starts from without any registry: a base of eight Debian
# packages, busybox as its shell, and a JDK, which is one that is installed here. For machines
# that reach a mirror of Debian but no registry, and for tests. Needs apt-get, dpkg-deb and buildah.
#
#   image/base.sh JDK_HOME [DIRECTORY]
#
# Packages that DIRECTORY holds already are not downloaded again. The images are
# localhost/integration-host-base and localhost/integration-host-jdk.
set -eu

jdk=$(readlink -f "$1")
[ -x "$jdk/bin/jlink" ] || { echo "$jdk is no JDK (no bin/jlink)" >&2; exit 2; }
debs=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -n "$debs" ] || debs=$work/debs
mkdir -p "$debs" "$work/root"

packages="base-files busybox-static libc6 libgcc-s1 libstdc++6 netbase tzdata zlib1g"
for package in $packages; do
  if ! ls "$debs/$package"_*.deb >/dev/null 2>&1; then
    (cd "$debs" && apt-get -qq -o APT::Sandbox::User=root download "$package")
  fi
  dpkg-deb --extract "$debs/$package"_*.deb "$work/root"
done
root=$work/root
for applet in $("$root/bin/busybox" --list); do
  [ -e "$root/bin/$applet" ] || ln -s busybox "$root/bin/$applet"
done
echo 'root:x:0:0:root:/root:/bin/sh' > "$root/etc/passwd"
echo 'root:x:0:' > "$root/etc/group"
mkdir -p "$root/tmp" "$root/root" "$root/proc" "$root/sys" "$root/dev"
chmod 1777 "$root/tmp"
# What only iconv and readers of manuals need.
rm -rf "$root"/usr/lib/*/gconv "$root/usr/share/doc-base" "$root/usr/share/lintian" "$root/usr/share/man"

# commit NAME FROM DIRECTORY PLACE [PATH]
commit() {
  container=$(buildah from --pull-never "$2")
  buildah add --quiet --chown 0:0 "$container" "$3" "$4" >/dev/null
  [ -z "${5:-}" ] || buildah config --env "PATH=$5" "$container"
  buildah commit --quiet --rm --timestamp 1767225600 "$container" "$1"
}
path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
commit localhost/integration-host-base scratch "$root" / "$path"

# With the files that links of distributions lead to, such as /etc/java-17-openjdk, and without sources.
mkdir -p "$work/jdk"
(cd "$jdk" && find . -type d -exec mkdir -p "$work/jdk/{}" \;)
(cd "$jdk" && find . ! -type d ! -name src.zip | while read -r file; do
  [ ! -f "$file" ] || cp -L "$file" "$work/jdk/$file"
done)
# Busybox has none: it turns random addresses off, so that the archive of classes is always the same.
cp "$(command -v setarch)" "$work/jdk/bin/setarch"
commit localhost/integration-host-jdk localhost/integration-host-base "$work/jdk" /opt/jdk \
  "/opt/jdk/bin:$path"
