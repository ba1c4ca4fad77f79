//! Who and what at a glance: an initial on a colour that stays the same for the same id.

use leptos::prelude::*;

const HUES: [&str; 8] = ["hue-0", "hue-1", "hue-2", "hue-3", "hue-4", "hue-5", "hue-6", "hue-7"];

/// FNV-1a: equal on server and browser, and spread well enough over eight colours.
fn hue_of(id: &str) -> &'static str {
    let hash = id.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    HUES.get(usize::from(hash.to_le_bytes()[0] & 7)).copied().unwrap_or("hue-0")
}

fn initial(name: &str) -> String {
    name.chars().find(|letter| letter.is_alphanumeric()).map_or_else(|| "?".to_owned(), |letter| letter.to_uppercase().collect())
}

/// Sizes: 24, 32 and 48 px.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AvatarSize {
    Small,
    #[default]
    Medium,
    Large,
}

/// Round for people, rounded square (`square`) for workspaces and apps. The name stands beside it, so it is hidden from
/// screen readers.
#[component]
pub fn Avatar(
    #[prop(into)] name: String,
    /// What the colour is taken from; the name when left out.
    #[prop(optional, into)]
    id: Option<String>,
    #[prop(optional)] size: AvatarSize,
    #[prop(optional)] square: bool,
    /// What was chosen in place of the name's first letter, and in place of the id's colour: 0 to 7.
    #[prop(optional_no_strip, into)]
    letter: Option<String>,
    #[prop(optional_no_strip, into)] hue: Option<i64>,
) -> impl IntoView {
    let chosen = hue.and_then(|hue| HUES.get(usize::try_from(hue).ok()?).copied());
    let size = match size {
        AvatarSize::Small => " avatar-sm",
        AvatarSize::Medium => "",
        AvatarSize::Large => " avatar-lg",
    };
    let shape = if square { " avatar-square" } else { "" };
    let colour = chosen.unwrap_or_else(|| hue_of(id.as_deref().unwrap_or(&name)));
    let class = ["avatar ", colour, size, shape].concat();
    let letter = letter.filter(|letter| !letter.is_empty()).unwrap_or_else(|| initial(&name));
    view! { <span class=class aria-hidden="true">{letter}</span> }.into_any()
}

/// A person in one line or two: avatar, name, and a detail such as the e-mail address.
#[component]
pub fn Person(
    #[prop(into)] name: String,
    #[prop(optional, into)] detail: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional)] square: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    view! {
        <span class="person">
            <Avatar name=name.clone() id=id square />
            <span class="person-text">
                <span class="person-name">{name}</span>
                {detail.map(|detail| view! { <span class="person-detail">{detail}</span> })}
            </span>
        </span>
    }
    .into_any()
}

/// The workspace at the top of the navigation: mark, name, and a hint ("Host", "Guest", the plan ...).
#[component]
pub fn WorkspaceTile(
    #[prop(into)] name: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] letter: Option<String>,
    #[prop(optional, into)] hue: Option<i64>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    view! {
        <span class="workspace-tile">
            <Avatar name=name.clone() id=id square=true letter=letter hue=hue />
            <span class="person-text rail-hide">
                <span class="person-name">{name}</span>
                {hint.map(|hint| view! { <span class="person-detail">{hint}</span> })}
            </span>
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initial_skips_signs_and_survives_an_empty_name() {
        assert_eq!(initial("  (acme)"), "A");
        assert_eq!(initial("ß"), "SS");
        assert_eq!(initial(""), "?");
    }

    #[test]
    fn the_colour_depends_on_the_id_alone() {
        assert_eq!(hue_of("wsp_1"), hue_of("wsp_1"));
        let used: std::collections::BTreeSet<_> = (0..200).map(|n: u32| hue_of(&n.to_string())).collect();
        assert_eq!(used.len(), 8);
    }
}
