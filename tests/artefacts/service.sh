#!/bin/bash
# What an operator does, in a Debian that was just booted: service.sh TOKEN. Writes what it sees to /root/story.
exec > /root/story 2>&1
set -u
token=$1
step() { printf '\n== %s\n' "$1"; }
# Waits for the next line of the log that has these words in it.
logged() { timeout 60 grep -m 1 -- "$1" <(journalctl --unit sms-router --follow --output cat --since "$2"); }
now() { date '+%Y-%m-%d %H:%M:%S.%6N'; }
ask() { PLIVO_AUTH_TOKEN=$token sms-router send --text "$1"; }

dpkg --install /root/sms-router.deb
cd /etc/sms-router || exit 1

step "verify"
systemd-analyze verify --man=no sms-router.service

step "without a token"
journalctl --unit sms-router --output cat

step "without public-url"
install -m 600 /dev/null plivo-auth-token
echo "$token" > plivo-auth-token
cp /usr/share/doc/sms-router/examples/rules/*.yaml rules/
since=$(now)
systemctl start sms-router
logged "Failed with result" "$since"
logged "public-url" "$since"
systemctl show sms-router --property Result,NRestarts

step "start"
echo "public-url: http://127.0.0.1:8080" >> settings.yaml
since=$(now)
systemctl restart sms-router
logged '"listening"' "$since"

step "a text"
ask "Hours?"

step "edit"
since=$(now)
printf 'rules: [{name: Zebras, match: {text: zebra}, actions: [{reply: Striped.}], stop: true}]\n' > rules/05-zebras.yaml
logged '"rules_taken"' "$since"

step "another text"
ask "zebra"

step "reload"
since=$(now)
systemctl reload sms-router && logged '"rules_taken"' "$since"

step "status page"
cat rules/STATUS.txt

step "owners"
stat --format '%U %G %a' rules/STATUS.txt
stat --format '%U %a' /var/lib/sms-router

step "memory"
grep VmRSS "/proc/$(systemctl show --property MainPID --value sms-router)/status"

step "exposure"
systemd-analyze security --no-pager sms-router | tail -n 1

step "stop"
since=$(now)
systemctl stop sms-router
logged '"stopped"' "$since"

step "log"
journalctl --unit sms-router --output cat

step "end"
