#!/bin/sh
# Makes the Debian package: build.sh FOLDER VERSION DEB, with the folder that PyInstaller made.
set -eu
folder=$1 version=$2 deb=$3
here=$(dirname "$0")
root=$(dirname "$folder")/deb
umask 022
rm -rf "$root"
mkdir -p "$root/DEBIAN" "$root/etc/sms-router/rules" "$root/usr/bin" "$root/usr/lib" "$root/lib/systemd/system" \
    "$root/usr/share/man/man1" "$root/usr/share/lintian/overrides" "$root/usr/share/doc/sms-router/examples" "$(dirname "$deb")"

cp -r "$folder" "$root/usr/lib/sms-router"
find "$root/usr/lib/sms-router" -type f -exec chmod 644 {} +
chmod 755 "$root/usr/lib/sms-router/sms-router"
ln -s ../lib/sms-router/sms-router "$root/usr/bin/sms-router"
cp "$here/settings.yaml" "$root/etc/sms-router/"
cp "$here/sms-router.service" "$root/lib/systemd/system/"
cp "$here/lintian-overrides" "$root/usr/share/lintian/overrides/sms-router"
sed "s/@VERSION@/$version/" "$here/sms-router.1" | gzip -9n > "$root/usr/share/man/man1/sms-router.1.gz"

doc=$root/usr/share/doc/sms-router
cp "$here/README.Debian" "$doc/"
cp -r rules schemas/rules.schema.json docs/nginx.conf docs/Caddyfile docs/alerts.yml "$doc/examples/"
rm -f "$doc"/examples/rules/*STATUS.txt*
{ cat LICENSE; printf '\nThe libraries inside it have licences of their own: licences.txt.gz.\n'; } > "$doc/copyright"
gzip -9n < "$(dirname "$folder")/licences.txt" > "$doc/licences.txt.gz"
gzip -9n < CHANGELOG.md > "$doc/NEWS.md.gz"
date=$(date -R -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}")
printf 'sms-router (%s) stable; urgency=medium\n\n  * What has changed for you: NEWS.md.gz.\n\n -- %s  %s\n' \
    "$version" "$(sed -n 's/^Maintainer: //p' "$here/control")" "$date" | gzip -9n > "$doc/changelog.gz"

for name in postinst prerm postrm; do install -m 755 "$here/$name" "$root/DEBIAN/$name"; done
cp "$here/conffiles" "$root/DEBIAN/"
size=$(du -sk --exclude=DEBIAN "$root" | cut -f1)
sed "s/@VERSION@/$version/; s/@ARCHITECTURE@/$(dpkg --print-architecture)/; s/@SIZE@/$size/" "$here/control" > "$root/DEBIAN/control"
(cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum > DEBIAN/md5sums)
find "$root" -exec touch --no-dereference --date="$date" {} +
dpkg-deb --root-owner-group -Zxz -z1 --build "$root" "$deb" >/dev/null
