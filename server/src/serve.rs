//! `latchkey serve`.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::cli::Stop;
use crate::config::Config;
use crate::http::{Web, router};
use crate::{boot, listen, worker};

pub async fn run(config: Config) -> Result<(), Stop> {
    // Before the database is touched: two servers on one port are usually one too many.
    let listener = listen::bind(config.listen).await?;
    let app = boot::open(&config).await?;
    let (stop, stopping) = watch::channel(false);
    let workers = worker::start(&app, &config, &stopping)?;
    let web = Web::new(app.clone(), config, stopping.clone())?;
    warn_about_site(&web);
    tracing::info!(listen = %web.config.listen, url = web.config.public.text, database = app.db.engine(), "serving");

    let serving = listen::serve(listener, router::router(&web), stopping);
    tokio::pin!(serving);
    tokio::select! {
        () = &mut serving => {}
        name = told_to_stop() => {
            tracing::info!(signal = name?, "stopping");
            stop.send_replace(true);
            serving.await;
        }
    }
    worker::finish(workers).await;
    app.db.close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn told_to_stop() -> Result<&'static str, Stop> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(tokio::select! {
        _ = terminate.recv() => "SIGTERM",
        _ = interrupt.recv() => "SIGINT",
    })
}

/// Without them pages are there, and plain.
fn warn_about_site(web: &Web) {
    let folder = web.config.site_dir.join("pkg");
    if !folder.is_dir() {
        tracing::warn!(folder = %folder.display(), "there are no built site files here: pages will have no style and no script. Set --site-dir (LATCHKEY_SITE_DIR)");
    }
}
