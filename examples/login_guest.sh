#!/bin/sh
# Makes the first file system of a machine that asks for a login: BusyBox and nothing else.
#
#     sh examples/login_guest.sh FOLDER
#
# It becomes FOLDER/initramfs.gz; root's password is "secret". Needs the package busybox-static.
set -eu
folder=$1
mkdir -p "$folder/tree/bin" "$folder/tree/dev" "$folder/tree/etc" "$folder/tree/proc"
cp "$(command -v busybox)" "$folder/tree/bin/busybox"
echo 'root:$5$piment$0DQoxHF9NTl4O.JuhDVLXHZrR556nWlyGuIPdquxpL3:0:0:root:/:/bin/sh' >"$folder/tree/etc/passwd"
cat >"$folder/tree/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t devtmpfs dev /dev
mount -t proc proc /proc
hostname example
while :; do getty 38400 tty1; done
INIT
chmod +x "$folder/tree/init"
(cd "$folder/tree" && find . | busybox cpio -o -H newc) | gzip -1 >"$folder/initramfs.gz"
rm -r "$folder/tree"
