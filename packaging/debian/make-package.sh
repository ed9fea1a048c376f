#!/bin/sh
# Puts the Debian package together: make-package.sh PUBLISHED VERSION ARCHITECTURE OUTPUT.
# PUBLISHED is the self-contained daemon with its plugins/. Prints the path of the package. The same input gives the same package,
# byte by byte: times are SOURCE_DATE_EPOCH's, owners are root.
set -eu
umask 022

published=$1 version=$2 architecture=$3 output=$4
name=nova-pollinate
here=$(cd "$(dirname "$0")" && pwd)
packaging=$(dirname "$here")
sources=$(dirname "$packaging")
: "${SOURCE_DATE_EPOCH:=$(git -C "$sources" log -1 --format=%ct 2> /dev/null || stat -c %Y "$sources/CHANGELOG.md")}"
export SOURCE_DATE_EPOCH
# Whoever builds it for others to use says whom they write to, as with Debian's own tools.
maintainer="${DEBFULLNAME:-The nova-pollinate authors} <${DEBEMAIL:-nova-pollinate@localhost}>"

root=$output/root
rm -rf "$root"
install -d "$root/usr/lib" "$root/usr/bin" "$root/DEBIAN"
docs=$root/usr/share/doc/$name

# The program. Left out: what nobody needs who does not debug the runtime, among it a library that wants LTTng.
cp -R --no-preserve=mode,ownership "$published" "$root/usr/lib/$name"
(cd "$root/usr/lib/$name" && rm -f createdump libcoreclrtraceptprovider.so nova-pollinate.conf.sample ./*.staticwebassets.endpoints.json ./*.xml)
find "$root/usr/lib/$name" -type f -exec chmod 0644 {} +
chmod 0755 "$root/usr/lib/$name/$name"
ln -s "../lib/$name/$name" "$root/usr/bin/$name"
install -d "$root/var/lib/$name/plugins"

# Its configuration; postinst gives it to the group.
install -d -m 0750 "$root/etc/$name" "$root/etc/$name/$name.conf.d"
install -m 0640 "$packaging/$name.conf" "$root/etc/$name/$name.conf"
install -D -m 0644 "$packaging/$name.logrotate" "$root/etc/logrotate.d/$name"
printf '%s\n' "/etc/$name/$name.conf" "/etc/logrotate.d/$name" > "$root/DEBIAN/conffiles"

for unit in service socket; do
    install -D -m 0644 "$packaging/$name.$unit" "$root/lib/systemd/system/$name.$unit"
done
install -D -m 0644 "$packaging/$name.sysusers" "$root/usr/lib/sysusers.d/$name.conf"
install -D -m 0644 "$packaging/$name.tmpfiles" "$root/usr/lib/tmpfiles.d/$name.conf"

# Documents.
install -D -m 0644 "$sources/$name.conf.sample" "$docs/examples/$name.conf.sample"
install -m 0644 "$here/copyright" "$docs/copyright"
gzip -9n < "$sources/CHANGELOG.md" > "$docs/changelog.gz"
date=$(date -u -R -d "@$SOURCE_DATE_EPOCH")
sed "s/@VERSION@/$version/; s/@DATE@/$date/; s/@MAINTAINER@/$maintainer/" "$here/changelog.in" | gzip -9n > "$docs/changelog.Debian.gz"
install -D -m 0644 "$here/lintian-overrides" "$root/usr/share/lintian/overrides/$name"

# What the program writes of itself: manual pages and completion.
write() {
    install -d "$(dirname "$1")"
    target=$1
    shift
    if ! "$root/usr/bin/$name" "$@" > "$target"; then
        echo "make-package.sh: '$name $*' failed, so the package would be without $(basename "$target")." >&2
        exit 1
    fi
}
for section in 8 5; do
    page=$root/usr/share/man/man$section/$name$([ $section = 5 ] && echo .conf || true).$section
    write "$page" man $section
    gzip -9n "$page"
done
write "$root/usr/share/bash-completion/completions/$name" completion bash
write "$root/usr/share/zsh/vendor-completions/_$name" completion zsh
write "$root/usr/share/fish/vendor_completions.d/$name.fish" completion fish

for script in postinst prerm postrm; do
    install -m 0755 "$here/$script" "$root/DEBIAN/$script"
done
(cd "$root" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
size=$(du -k -s --apparent-size --exclude=DEBIAN "$root" | cut -f 1)
sed "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@SIZE@/$size/; s/@MAINTAINER@/$maintainer/" "$here/control.in" > "$root/DEBIAN/control"
find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

package=$output/${name}_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz -z1 --build "$root" "$package" >&2
rm -rf "$root"
echo "$package"
