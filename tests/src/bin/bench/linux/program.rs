//! Other programs that a measurement needs, ended when it ends.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::failure::Failure;

/// A running program.
pub struct Program {
    name: String,
    child: Child,
}

impl Program {
    /// Starts it, silently.
    pub fn start(command: &mut Command) -> Result<Self, Failure> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|cause| Failure::Program {
                name: name.clone(),
                cause,
            })?;
        Ok(Self { name, child })
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The first line that it prints on its piped standard output.
    pub fn first_line(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        if let Some(output) = self.child.stdout.as_mut() {
            // Nothing else is read from it, so nothing is lost with the buffer.
            BufReader::new(output)
                .read_line(&mut line)
                .map_err(self.failed())?;
        }
        Ok(line.trim().to_owned())
    }

    /// Asks it to end, and waits until it has.
    pub fn end(mut self) -> Result<(), Failure> {
        terminate(self.id());
        self.child.wait().map(drop).map_err(self.failed())
    }

    fn failed(&self) -> impl FnOnce(std::io::Error) -> Failure + use<> {
        let name = self.name.clone();
        move |cause| Failure::Program { name, cause }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Asks a process to end; one that has ended already is fine.
pub fn terminate(id: u32) {
    if let Some(pid) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, Signal::TERM);
    }
}

/// Whether a program of this name is on PATH.
pub fn is_there(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}
