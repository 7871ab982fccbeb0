//! What the process holds of memory, and what of it is free within the process and not yet for
//! others.

/// Lets all threads share two heaps. glibc gives each thread one of its own, and in each of them
/// stays what lies between the freed pieces: 5 MB of a tray that has ten threads and rarely uses two
/// of them at once. To be called before other threads are begun.
pub fn share_heaps() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    glibc::share_heaps();
}

/// Has each large block go back to the system the moment it is freed, like the 19 MiB that comparing
/// a password takes: glibc would keep some of them in each heap after the first one was freed.
pub fn keep_no_large_blocks() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    glibc::keep_no_large_blocks();
}

/// Gives freed memory back to the system.
///
/// What a sync or a window's answers took lies freed between what is still used; glibc holds on to
/// all of it, which is 20 MB after a daily sync of 10,000 events. Takes a few milliseconds; on other
/// systems the allocator does so by itself.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    glibc::give_back();
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod glibc {
    #![expect(unsafe_code, reason = "functions of the C library")]

    const HEAPS: i32 = 2;
    /// From so many bytes on a block is large.
    const LARGE: i32 = 8 * 1024 * 1024;

    pub fn share_heaps() {
        // SAFETY: mallopt(3) takes the allocator's own lock, and this parameter touches no memory.
        let is_set = unsafe { libc::mallopt(libc::M_ARENA_MAX, HEAPS) };
        if is_set == 0 {
            tracing::debug!("every thread has a heap of its own");
        }
    }

    pub fn keep_no_large_blocks() {
        // SAFETY: mallopt(3) takes the allocator's own lock, and this parameter touches no memory.
        let is_set = unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE) };
        if is_set == 0 {
            tracing::debug!("large blocks are kept after they were freed");
        }
    }

    pub fn give_back() {
        // SAFETY: malloc_trim(3) takes each heap's own lock and touches only what is free in it.
        unsafe { libc::malloc_trim(0) };
    }
}

#[cfg(test)]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod tests {
    /// What of this process is in memory, in bytes.
    fn resident() -> usize {
        let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
        pages.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
    }

    #[test]
    fn what_was_freed_below_something_in_use_goes_back_to_the_system() {
        const BLOCK: usize = 1000;
        let mut blocks: Vec<Box<[u8; BLOCK]>> = (0..30_000).map(|_| Box::new([1; BLOCK])).collect();
        let last = blocks.pop();
        drop(blocks);
        let before = resident();

        super::give_back();

        let after = resident();
        assert!(
            after + 20_000_000 < before,
            "{before} before, {after} after"
        );
        drop(last);
    }
}
