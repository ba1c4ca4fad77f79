//! What runs beside the requests: mail, jobs, news of other servers, numbers for the metrics.

use std::time::Duration;

use service::app::App;
use service::jobs::worker::worker;
use service::live;
use service::mail::deliver::oldest_unsent;
use service::mail::mailer::Smtp;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::interval;

use crate::cli::Stop;
use crate::config::Config;
use crate::http::health;

/// The running tasks.
#[derive(Debug)]
pub struct Workers {
    /// Ends by itself when told to stop, with what it had begun done.
    work: JoinHandle<()>,
    listening: JoinHandle<()>,
    measuring: JoinHandle<()>,
}

pub fn start(app: &App, config: &Config, stopping: &watch::Receiver<bool>) -> Result<Workers, Stop> {
    let mailer = match &config.smtp_url {
        None => None,
        Some(url) => Some(
            Smtp::new(url.expose(), &config.mail_from)
                .map_err(|error| Stop::usage(format!("--smtp-url (LATCHKEY_SMTP_URL) or --mail-from (LATCHKEY_MAIL_FROM): {error}")))?,
        ),
    };
    let mut stop = stopping.clone();
    let told = async move {
        let _ = stop.wait_for(|stop| *stop).await;
    };
    Ok(Workers {
        work: tokio::spawn(worker(app.clone(), mailer, told)),
        listening: tokio::spawn(live::listen(app.clone())),
        measuring: tokio::spawn(measure(app.clone())),
    })
}

/// Waits for what was begun. The server has been told to stop before.
pub async fn finish(workers: Workers) {
    workers.listening.abort();
    workers.measuring.abort();
    if let Err(error) = workers.work.await {
        tracing::error!(%error, "the worker ended badly");
    }
}

async fn measure(app: App) {
    let mut tick = interval(Duration::from_secs(10));
    loop {
        tick.tick().await;
        health::keep_up();
        if let Ok(oldest) = oldest_unsent(&app).await {
            let seconds = oldest.map_or(0, |span| span.as_millis() / 1000);
            metrics::gauge!("latchkey_mail_oldest_due_seconds").set(f64::from(i32::try_from(seconds).unwrap_or(i32::MAX)));
        }
    }
}
