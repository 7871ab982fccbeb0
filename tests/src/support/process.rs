//! What the system says about a running process, and allows it.

/// The most memory that it has had, in megabytes; 0 where this system does not say.
pub fn peak_memory_mb(process: u32) -> u64 {
    memory_kib(process, "VmHWM:") / 1024
}

/// How much of it is in memory now, in KiB; 0 where this system does not say.
pub fn resident_kib(process: u32) -> u64 {
    memory_kib(process, "VmRSS:")
}

fn memory_kib(process: u32, of: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let size = status.lines().find_map(|line| line.strip_prefix(of));
    let kilobytes = size.and_then(|size| size.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.unwrap_or_default()
}

/// Lets it write no file beyond so many bytes: with 0 as if every disk was full.
#[cfg(target_os = "linux")]
pub fn limit_files(process: u32, bytes: Option<u64>) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let pid = Pid::from_raw(i32::try_from(process).unwrap());
    let limit = Rlimit {
        current: bytes,
        maximum: None,
    };
    prlimit(pid, Resource::Fsize, limit).unwrap();
}
