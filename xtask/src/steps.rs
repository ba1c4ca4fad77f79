//! Work in named steps, each with its time.

use std::time::{Duration, Instant};

use crate::Result;

#[derive(Default)]
pub struct Steps(Vec<(&'static str, Duration)>);

impl Steps {
    pub fn step<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n=== {name}");
        let start = now();
        let result = work();
        let took = start.elapsed();
        println!("--- {name}: {:.1} s", took.as_secs_f64());
        self.0.push((name, took));
        result.map_err(|error| format!("{name}: {error}").into())
    }

    pub fn summary(&self) {
        println!("\nAll steps passed:");
        for (name, took) in &self.0 {
            println!("{:>8.1} s  {name}", took.as_secs_f64());
        }
        let total: Duration = self.0.iter().map(|(_, took)| *took).sum();
        println!("{:>8.1} s  in all", total.as_secs_f64());
    }
}

#[expect(clippy::disallowed_methods, reason = "no product code: it only times the steps")]
fn now() -> Instant {
    Instant::now()
}
