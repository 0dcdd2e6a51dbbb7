"""Where workers run: a plain loop, GNU parallel, that over ssh to two hosts, a Slurm cluster. Each is set up in a
folder, on this machine's loopback, and ended with what it has started."""
import os
import pathlib
import shutil
import socket
import subprocess
import time


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(test, what, seconds=60):
    end = time.monotonic() + seconds
    while not test():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} does not come up")
        time.sleep(0.3)


class Cluster:
    in_readme = None  # a word of the README's command for it

    def __init__(self, folder):
        self.folder, self.servers, self.environment = folder / "cluster", [], {**os.environ}

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.folder.chmod(0o755)
        try:
            self.set_up()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *exception):
        self.end()

    def end(self):
        for server in reversed(self.servers):
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()

    def set_up(self):
        pass

    def serve(self, *command, **more):
        log = (self.folder / f"{pathlib.Path(command[0]).name}-{len(self.servers)}.log").open("wb")
        self.servers.append(subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log,
                                             stderr=log, **more))
        return self.servers[-1]

    def start(self, command, archive):
        """Types it in the archive's folder; it is ended with the cluster, too."""
        with (self.folder / "said").open("ab") as said:
            self.servers.append(subprocess.Popen(["bash", "-c", command], cwd=archive, env=self.environment,
                                                 stdin=subprocess.DEVNULL, stdout=said, stderr=said))
        return self.servers[-1]

    def write(self, name, text, mode=0o644):
        path = self.folder / name
        path.write_text(text)
        path.chmod(mode)
        return path


class Loop(Cluster):
    name = "A plain loop"
    command = """for f in *.pcap; do
  [ -e ${f%.pcap}.tsv ] || {
    tshark -r $f -q -o legacyssl.keylog_file:all.keylog -z legacyssl,keys >part && mv part ${f%.pcap}.tsv
  }
done"""


class Parallel(Cluster):
    name = "GNU parallel"
    in_readme = "ls *.pcap | parallel --joblog"


class ParallelOverSsh(Cluster):
    """An sshd each on 127.0.0.1 and 127.0.0.2, with keys of their own; nobody's ~/.ssh is looked at."""
    name = "GNU parallel over ssh, two hosts"
    in_readme = "--sshlogin host1,host2"
    hosts = {"host1": "127.0.0.1", "host2": "127.0.0.2"}

    def set_up(self):
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / name], check=True)
        shutil.copy(self.folder / "user.pub", self.folder / "authorized")
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)  # sshd's own, where no boot script made it
        config = "".join(self.host(name, address, free_port()) for name, address in self.hosts.items())
        config = self.write("ssh_config", config)
        self.environment["PARALLEL_SSH"] = f"ssh -F {config}"
        for name in self.hosts:
            wait_for(lambda name=name: subprocess.run(["ssh", "-F", config, name, "true"],
                                                      capture_output=True).returncode == 0, f"sshd of {name}")

    def host(self, name, address, port):
        sshd = self.write(f"sshd_config.{name}", f"""ListenAddress {address}:{port}
HostKey {self.folder}/host
AuthorizedKeysFile {self.folder}/authorized
PermitRootLogin prohibit-password
PasswordAuthentication no
StrictModes no
UsePAM no
MaxStartups 100
MaxSessions 100
PidFile none
SetEnv PATH={os.environ["PATH"]}
""")
        self.serve(shutil.which("sshd"), "-D", "-e", "-f", sshd)
        return f"""Host {name}
  HostName {address}
  Port {port}
  IdentityFile {self.folder}/user
  IdentitiesOnly yes
  UserKnownHostsFile {self.folder}/known_hosts
  StrictHostKeyChecking accept-new
"""


class Slurm(Cluster):
    """munged, slurmctld and one slurmd, with their own key, sockets and ports."""
    name = "A Slurm array"
    in_readme = "sbatch --array"

    def set_up(self):
        host, cpus = socket.gethostname().partition(".")[0], os.cpu_count()
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        self.munge = self.folder / "munge.socket"
        self.serve(shutil.which("munged"), "--foreground", "--force", f"--socket={self.munge}", f"--key-file={key}",
                   f"--pid-file={self.folder}/munged.pid", f"--seed-file={self.folder}/munge.seed",
                   f"--log-file={self.folder}/munged.log")
        wait_for(self.munge.exists, "munged")
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        self.write("cgroup.conf", f"CgroupPlugin={self.cgroup_plugin()}\nCgroupMountpoint={self.folder}/cgroup\n")
        config = self.write("slurm.conf", f"""ClusterName=archive
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={free_port()}
SlurmdPort={free_port()}
AuthType=auth/munge
AuthInfo=socket={self.munge}
CredType=cred/munge
SlurmUser=root
SlurmctldPidFile={self.folder}/slurmctld.pid
SlurmdPidFile={self.folder}/slurmd.pid
StateSaveLocation={self.folder}/state
SlurmdSpoolDir={self.folder}/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
""")
        self.environment.update(SLURM_CONF=str(config), SBATCH_WAIT="1", SBATCH_OUTPUT="/dev/null")
        self.serve(shutil.which("slurmctld"), "-D", "-f", config, env=self.environment)
        self.serve(shutil.which("slurmd"), "-D", "-f", config, env=self.environment)
        wait_for(lambda: "idle" in self.ask("sinfo", "-h", "-o", "%T"), "slurmd")

    @staticmethod
    def cgroup_plugin():
        """slurmd wants one although nothing here is limited by it; since 23.02 there is a way to have none."""
        version = subprocess.run(["slurmd", "-V"], capture_output=True, text=True).stdout.split()[-1]
        return "disabled" if int(version.partition(".")[0]) >= 23 else "cgroup/v1"

    def ask(self, *command):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True).stdout
