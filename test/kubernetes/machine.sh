#!/bin/bash
# A machine within this one, for a node of a cluster: its own processes, mounts, network and cgroups. It runs the lines of
# its standard input, each as a process of its own, and is gone with all of them when that input ends: by then nobody
# has to know what a node made. Says `ready PID` when it is there.
#   machine.sh FOLDER NAME    FOLDER/var is its /var; NAME is its cgroup, below the one that this was started in
set -euo pipefail

# The hierarchies of cgroup v1 that this process is in, as `CONTROLLERS PATH`.
hierarchies() {
  local controllers path
  while IFS=: read -r _ controllers path; do
    [ -z "$controllers" ] || echo "${controllers#name=} ${path%/}"
  done </proc/self/cgroup
}

outside() {
  local folder=$1 name=$2 controllers path at
  mkdir -p "$folder/var/log" "$folder/var/lib" "$folder/kernel"
  while read -r controllers path; do
    at=/sys/fs/cgroup/$controllers$path
    mkdir "$at/$name"
    if [ -e "$at/cpuset.cpus" ]; then
      cat "$at/cpuset.effective_cpus" >"$at/$name/cpuset.cpus"
      cat "$at/cpuset.effective_mems" >"$at/$name/cpuset.mems"
    fi
  done < <(hierarchies)
  # Only the subshell goes into them, so that they can be removed.
  (
    while read -r controllers path; do
      echo "$BASHPID" >"/sys/fs/cgroup/$controllers$path/$name/cgroup.procs"
    done < <(hierarchies)
    exec unshare --mount --uts --ipc --net --pid --cgroup --fork --kill-child \
      "$BASH" "$0" --inside "$folder"
  ) || true
  while read -r controllers path; do
    # Depth first; the kernel takes a moment to let go of who was in there.
    for _ in $(seq 100); do
      find "/sys/fs/cgroup/$controllers$path/$name" -depth -type d -exec rmdir {} + 2>/dev/null && break
      [ -e "/sys/fs/cgroup/$controllers$path/$name" ] || break
      sleep 0.1
    done
  done < <(hierarchies)
}

inside() {
  local folder=$1 pid controllers setting value line
  # As the machine outside knows it, whose /proc is still here.
  read -r pid _ </proc/self/stat
  mount --make-rshared /
  umount --recursive --lazy /sys
  mount -t sysfs sysfs /sys
  mount -t proc proc /proc
  mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
  while read -r controllers _; do
    mkdir "/sys/fs/cgroup/$controllers"
    case $controllers in
      systemd) mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd ;;
      *) mount -t cgroup -o "$controllers" cgroup "/sys/fs/cgroup/$controllers" ;;
    esac
  done < <(hierarchies)
  # Nobody outside is asked for anything, such as an image.
  : >"$folder/kernel/resolv.conf"
  mount --bind "$folder/kernel/resolv.conf" /etc/resolv.conf
  mount -t tmpfs -o mode=755 tmpfs /run
  mount --bind "$folder/var" /var
  # A kubelet sets these of the whole machine, unless it finds them so.
  while read -r setting value; do
    echo "$value" >"$folder/kernel/${setting//\//.}"
    mount --bind "$folder/kernel/${setting//\//.}" "/proc/sys/$setting"
  done <<'SETTINGS'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
SETTINGS
  hostname node
  ip link set lo up
  echo 1 >/proc/sys/net/ipv4/ip_forward
  echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
  echo "ready $pid"
  while read -r line; do
    eval "$line" </dev/null &
  done
}

if [ "$1" = --inside ]; then inside "$2"; else outside "$1" "$2"; fi
