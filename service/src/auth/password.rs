//! Passwords: argon2id with a pepper, never inside a transaction (WS-07).
//!
//! One verification takes the memory and the time that the settings say. How many run at once is bounded, and so is how many wait,
//! so that a flood of sign-ins is answered with "not now" instead of taking the machine down.

use std::sync::LazyLock;

use argon2::password_hash::PasswordHasher;
use argon2::password_hash::PasswordVerifier;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, Version};
use domain::fault::{FieldFault, Problem};
use domain::secret::Secret;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;
use zxcvbn::Score;

use crate::app::App;

static AT_WORK: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, |n| n.get().min(4))));
static IN_QUEUE: Semaphore = Semaphore::const_new(64);

/// Runs hashing work where it blocks nobody, as soon as a place is free.
async fn work<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let _place = IN_QUEUE.try_acquire().map_err(|_| Problem::Unavailable)?;
    let desk = AT_WORK.acquire().await.map_err(|_| Problem::Unavailable)?;
    // The desk goes with the work: a request that is given up does not free it while the work still runs.
    let work = move || {
        let _desk = desk;
        f()
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "password work failed");
        Problem::Unavailable
    })
}

/// The same characters typed on another system give the same bytes.
fn normal(password: &Secret) -> Zeroizing<String> {
    Zeroizing::new(password.expose().nfkc().collect())
}

/// How a stored hash answers a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Answer {
    pub fits: bool,
    /// It was made with less work than is asked for today: to be made anew.
    pub weak: bool,
}

fn verify_one(argon: &Argon2<'_>, password: &str, stored: &str) -> Answer {
    let parsed = PasswordHash::new(stored).ok();
    let params = parsed.as_ref().and_then(|hash| Params::try_from(hash).ok());
    let work = |params: &Params| u64::from(params.m_cost()) * u64::from(params.t_cost());
    Answer {
        fits: parsed.is_some_and(|hash| argon.verify_password(password.as_bytes(), &hash).is_ok()),
        weak: params.is_none_or(|params| work(&params) < work(argon.params())),
    }
}

fn hash_one(argon: &Argon2<'_>, password: &str, salt: &[u8]) -> Option<String> {
    argon.hash_password_with_salt(password.as_bytes(), salt).ok().map(|hash| hash.to_string())
}

fn with_argon<T>(app: &App, f: impl FnOnce(&Argon2<'_>) -> Option<T>) -> Option<T> {
    let pepper = app.keys.derive("pepper/1");
    let (memory, passes) = app.settings.password_cost;
    let params = Params::new(memory, passes, 1, None).ok()?;
    let argon = Argon2::new_with_secret(pepper.as_slice(), Algorithm::Argon2id, Version::V0x13, params).ok()?;
    f(&argon)
}

/// How each stored hash answers the password. Where there is none, the same work is done for nothing, so that an unknown email
/// takes as long as a known one.
pub(crate) async fn verify(app: &App, password: &Secret, stored: Vec<String>) -> Result<Vec<Answer>, Problem> {
    let (app, password) = (app.clone(), normal(password));
    let answers = work(move || {
        with_argon(&app, |argon| {
            if stored.is_empty() {
                hash_one(argon, &password, &[0; 16])?;
            }
            Some(stored.iter().map(|stored| verify_one(argon, &password, stored)).collect())
        })
    });
    answers.await?.ok_or(Problem::Unavailable)
}

/// The hash to store for a password that was already accepted.
pub(crate) async fn hash(app: &App, password: &Secret) -> Result<String, Problem> {
    let (app, password, salt) = (app.clone(), normal(password), app.ids.bytes::<16>());
    work(move || with_argon(&app, |argon| hash_one(argon, &password, &salt))).await?.ok_or(Problem::Unavailable)
}

/// Whether a new password is good enough: long enough, and neither a well known one nor made of the words around it. `around` is
/// what a guesser would try first: the person's name and email, the workspace's name.
pub(crate) async fn check(password: &Secret, around: &[&str]) -> Result<(), Problem> {
    let refused = |fault| Problem::field("password", fault);
    domain::text::password(password.expose()).map_err(refused)?;
    let mut words: Vec<String> = vec!["latchkey".to_owned()];
    for text in around {
        words.push((*text).to_owned());
        let parts = text.split(|c: char| !c.is_alphanumeric());
        words.extend(parts.filter(|part| part.chars().count() > 2).map(str::to_owned));
    }
    let password = normal(password);
    let score = work(move || {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        zxcvbn::zxcvbn(&password, &words).score()
    });
    if score.await? < Score::Three {
        return Err(refused(FieldFault::TooCommon));
    }
    Ok(())
}

/// A wait that has begun when it is made. Refusals of strangers end with it, so that the time they take does not tell how many
/// accounts an email has. Ten times one verification's work, and nothing where the work is as cheap as in tests.
pub(crate) fn floor(app: &App) -> tokio::time::Sleep {
    let (memory, passes) = app.settings.password_cost;
    tokio::time::sleep(std::time::Duration::from_millis(u64::from(memory) * u64::from(passes) / 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn fault(password: &str, around: &[&str]) -> Option<FieldFault> {
        match check(&password.into(), around).await {
            Err(Problem::Invalid(faults)) => faults.into_iter().next().map(|f| f.fault),
            _ => None,
        }
    }

    #[tokio::test]
    async fn ws_07_well_known_passwords_are_refused_however_long() {
        for password in [
            "password1234",
            "passwordpassword",
            "123456789012",
            "1234567890123456",
            "qwertyuiop12",
            "qwertyuiopasdfgh",
            "iloveyouiloveyou",
            "aaaaaaaaaaaa",
            "abcdefghijkl",
            "abcabcabcabc",
            "Password123!",
            "P@ssw0rd1234",
            "letmein123456",
            "administrator",
            "1q2w3e4r5t6y",
            "qazwsxedcrfv",
            "monkeymonkey",
            "superman12345",
            "20012001200120",
            "11111111111111111111",
        ] {
            assert_eq!(fault(password, &[]).await, Some(FieldFault::TooCommon), "{password}");
        }
    }

    #[tokio::test]
    async fn ws_07_words_around_the_person_do_not_make_a_password() {
        let around = ["Mia Thornwood", "mia@northwind.example", "Northwind Traders"];
        for password in ["northwind2026", "thornwoodmia1", "latchkey1234", "Northwind Traders", "mia@northwind.example"] {
            assert_eq!(fault(password, &around).await, Some(FieldFault::TooCommon), "{password}");
        }
        assert_eq!(fault("velvet otter climbs tram", &around).await, None);
    }

    #[tokio::test]
    async fn ws_07_length() {
        assert_eq!(fault("", &[]).await, Some(FieldFault::Missing));
        assert_eq!(fault("k7#Qz!m2Lp9", &[]).await, Some(FieldFault::TooShort { min: 12 }));
        assert_eq!(fault(&"k7#Qz!m2Lp9v".repeat(11), &[]).await, Some(FieldFault::TooLong { max: 128 }));
    }
}
