//! Bodies are small, whole and of a sane shape before anything reads them.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::error::Refusal;

/// Bytes of a body.
pub const LIMIT: usize = 256 * 1024;
/// Bytes of path and query.
const LONGEST_ADDRESS: usize = 8 * 1024;
const DEEPEST: usize = 32;
const MOST_ELEMENTS: usize = 1000;

/// Reads a body whole. It must be a form or JSON.
pub async fn check(request: Request, next: Next) -> Response {
    if request.uri().path_and_query().is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS) {
        return Refusal::new(StatusCode::URI_TOO_LONG, "The address is too long.").into_response();
    }
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // Refused before it is read, so that the client may stop sending.
    let announced = parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let too_large =
        || Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, format!("The request is larger than {} KiB.", LIMIT / 1024)).into_response();
    if announced.is_some_and(|length| length > LIMIT as u64) {
        return too_large();
    }
    let mut chunks = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let Ok(chunk) = chunk else {
            return Refusal::new(StatusCode::BAD_REQUEST, "The request broke off.").into_response();
        };
        if bytes.len() + chunk.len() > LIMIT {
            return too_large();
        }
        bytes.extend_from_slice(&chunk);
    }
    if !bytes.is_empty() {
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        match kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "application/x-www-form-urlencoded" => {
                if std::str::from_utf8(&bytes).is_err() {
                    return Refusal::new(StatusCode::BAD_REQUEST, "The form is not UTF-8.").into_response();
                }
            }
            "application/json" => {
                if let Err(what) = json_shape(&bytes) {
                    return Refusal::new(StatusCode::BAD_REQUEST, format!("The request is not usable JSON: {what}.")).into_response();
                }
            }
            _ => {
                let detail = "Send a form (application/x-www-form-urlencoded) or JSON (application/json).";
                return Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail).into_response();
            }
        }
    }
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

/// Reads through JSON without keeping it.
fn json_shape(bytes: &[u8]) -> Result<(), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    Shape(0).deserialize(&mut deserializer)?;
    deserializer.end()
}

/// A JSON value at this depth.
struct Shape(usize);

impl Shape {
    fn inner<E: Error>(&self) -> Result<Self, E> {
        if self.0 >= DEEPEST {
            return Err(E::custom(format_args!("it is nested deeper than {DEEPEST}")));
        }
        Ok(Self(self.0 + 1))
    }
}

impl<'de> DeserializeSeed<'de> for Shape {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Shape {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        for count in 0.. {
            if count > MOST_ELEMENTS {
                return Err(A::Error::custom(format_args!("a list has more than {MOST_ELEMENTS} elements")));
            }
            if elements.next_element_seed(self.inner()?)?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while entries.next_key::<serde::de::IgnoredAny>()?.is_some() {
            entries.next_value_seed(self.inner()?)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_of_json() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let list = |length: usize| format!("[{}]", vec!["0"; length].join(","));
        let good = ["null", "{}", "[]", r#"{"a":[1,-2,3.5,"x",true,null,{"b":{}}]}"#, "18446744073709551615"];
        for text in good.map(str::to_owned).into_iter().chain([nested(DEEPEST), list(MOST_ELEMENTS)]) {
            assert!(json_shape(text.as_bytes()).is_ok(), "{text}");
        }
        let bad = ["", "{", "no", "{}{}", r#"{"a"}"#, "[1,]", "\u{0}"];
        let deep_maps = format!("{}1{}", r#"{"a":"#.repeat(100_000), "}".repeat(100_000));
        for text in bad.map(str::to_owned).into_iter().chain([nested(DEEPEST + 1), nested(100_000), deep_maps, list(MOST_ELEMENTS + 1)]) {
            assert!(json_shape(text.as_bytes()).is_err(), "{}", &text[..text.len().min(80)]);
        }
        assert!(json_shape(b"\xff\xfe").is_err());
    }
}
