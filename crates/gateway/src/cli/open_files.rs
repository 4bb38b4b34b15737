//! The system's limit of open files.

/// Open files beside those of connections: the listener, the log, connections over the limit, and what the runtime uses.
const RESERVE: u64 = 128;

/// How many open files the settings need: each connection one for itself and one for its request to the API.
pub(super) fn needed(max_connections: usize) -> u64 {
    u64::try_from(max_connections).unwrap_or(u64::MAX).saturating_mul(2).saturating_add(RESERVE)
}

/// Raises the limit of this process to what it needs, as far as the system allows. Returns what is wrong.
pub(super) fn raise_limit(needed: u64) -> Result<(), String> {
    match rlimit::increase_nofile_limit(needed) {
        Ok(limit) if limit >= needed => Ok(()),
        Ok(limit) => Err(format!(
            "this process may have {limit} open files, and --max-connections may need {needed}, two for each connection: raise \
             the hard limit (ulimit -Hn, LimitNOFILE= of systemd, --ulimit nofile= of Docker), or lower --max-connections"
        )),
        Err(error) => Err(format!("the limit of open files can't be read or raised ({error}): {needed} may be needed")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_connection_may_need_two_open_files() {
        assert_eq!(needed(1_024), 2_176);
        assert_eq!(needed(usize::MAX), u64::MAX);
    }

    #[test]
    fn a_limit_that_cannot_be_raised_is_reported_with_both_numbers() {
        let problem = raise_limit(u64::MAX);
        // Without a limit there is no problem.
        if let Err(problem) = problem {
            assert!(problem.contains(&u64::MAX.to_string()) && problem.contains("--max-connections"), "{problem}");
        }
    }
}
