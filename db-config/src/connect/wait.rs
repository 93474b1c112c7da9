//! The attempts of `wait`: when the next one starts, and when the last one has failed.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::{Duration, Instant};

use super::error::ConnectError;
use super::pong::Pong;
use super::trace;

/// The first pause between two attempts. Each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(3);

/// The shortest time in which another attempt is useful.
const SHORTEST: Duration = Duration::from_millis(50);

/// The longest time of one attempt. No client limits it in every case: behind a pooler that accepts the connection, a server
/// that is down never answers.
pub(super) const ATTEMPT: Duration = Duration::from_secs(10);

/// The attempts to connect to one database.
pub(super) struct Attempts<'a> {
    variable: Option<&'a str>,
    start: Instant,
    limit: Duration,
    count: u32,
    pause: Duration,
    last: Option<ConnectError>,
}

/// The result of an attempt.
pub(super) enum Next {
    Connected,
    /// The pause before the next attempt.
    After(Duration),
    Failed(ConnectError),
}

impl<'a> Attempts<'a> {
    pub fn new(limit: Duration, variable: Option<&'a str>) -> Self {
        Self { variable, start: Instant::now(), limit, count: 0, pause: FIRST_PAUSE, last: None }
    }

    /// Returns the time of the next attempt.
    pub fn limit(&self) -> Duration {
        self.left().min(ATTEMPT)
    }

    pub fn left(&self) -> Duration {
        self.limit.saturating_sub(self.start.elapsed())
    }

    /// Takes the result of an attempt that had this time.
    pub fn next(&mut self, result: Result<Pong, ConnectError>, limit: Duration) -> Next {
        self.count += 1;
        let error = match result {
            Ok(_) => {
                trace::connected(self.variable, self.count);
                return Next::Connected;
            }
            Err(error) => error,
        };
        trace::failed(self.variable, self.count, &error);
        let is_final = error.is_final();
        // The error of an attempt that the end cut short says less than an earlier one.
        if self.last.is_none() || !error.is_no_answer() || limit == ATTEMPT {
            self.last = Some(error);
        }
        let left = self.left();
        // Before the end there is always a last attempt.
        let pause = jittered(self.pause).min(left / 2);
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        let is_over = is_final || left < SHORTEST;
        match self.last.take_if(|_| is_over) {
            Some(last) => Next::Failed(last.in_variable(self.variable).after(self.count, self.start.elapsed())),
            None => Next::After(pause),
        }
    }
}

/// Returns a time between half of the pause and the pause, so that the machines of a deployment do not connect at the same
/// time.
fn jittered(pause: Duration) -> Duration {
    // std seeds it randomly.
    let random = RandomState::new().build_hasher().finish();
    pause.mul_f64(0.5 + (random % 1000) as f64 / 2000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(is_final: bool) -> Result<Pong, ConnectError> {
        Err(ConnectError::client("refused", is_final))
    }

    #[test]
    fn pauses_grow_up_to_the_longest() {
        let mut attempts = Attempts::new(Duration::from_secs(600), None);
        let mut pause = FIRST_PAUSE;
        for _ in 0..10 {
            let Next::After(next) = attempts.next(failed(false), ATTEMPT) else { panic!("expected a pause") };
            assert!(next >= pause / 2 && next <= pause, "{next:?} of {pause:?}");
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        assert!(matches!(attempts.next(Ok(Pong::new(Duration::ZERO, None, None)), ATTEMPT), Next::Connected));
    }

    #[test]
    fn a_final_error_stops_at_once() {
        let mut attempts = Attempts::new(Duration::from_secs(600), None);
        let Next::Failed(error) = attempts.next(failed(true), ATTEMPT) else { panic!("expected an error") };
        assert!(error.is_final() && error.attempts() == 1);
    }

    #[test]
    fn the_end_cuts_no_cause_short() {
        let mut attempts = Attempts::new(Duration::from_millis(50), None);
        let Next::Failed(error) = attempts.next(failed(false), ATTEMPT) else { panic!("expected an error") };
        assert!(error.to_string().contains("refused"), "{error}");

        let mut attempts = Attempts::new(Duration::from_secs(600), Some("DATABASE_URL"));
        assert!(matches!(attempts.next(failed(false), ATTEMPT), Next::After(_)));
        attempts.limit = Duration::ZERO;
        let late = Err(ConnectError::no_answer(Duration::from_secs(1)));
        let Next::Failed(error) = attempts.next(late, Duration::from_secs(1)) else { panic!("expected an error") };
        assert!(error.to_string().ends_with("refused") && error.attempts() == 2, "{error}");
    }

    #[test]
    fn a_server_that_stops_to_answer_is_the_last_cause() {
        let mut attempts = Attempts::new(Duration::from_secs(600), None);
        assert!(matches!(attempts.next(failed(false), ATTEMPT), Next::After(_)));
        attempts.limit = Duration::ZERO;
        let Next::Failed(error) = attempts.next(Err(ConnectError::no_answer(ATTEMPT)), ATTEMPT) else {
            panic!("expected an error")
        };
        assert!(error.to_string().contains("did not answer within 10.0 s"), "{error}");
    }
}
