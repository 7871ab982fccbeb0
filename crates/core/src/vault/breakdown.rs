//! A process that breaks down leaves no copy of its memory behind: keys and passwords may stand in it.

/// Asks the system for no core dump of this process. What it starts may ask for one again.
pub fn leave_no_core_dump() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let maximum = getrlimit(Resource::Core).maximum;
        let none = Rlimit {
            current: Some(0),
            maximum,
        };
        if let Err(error) = setrlimit(Resource::Core, none) {
            tracing::debug!(%error, "the system decides whether there are core dumps");
        }
    }
}
