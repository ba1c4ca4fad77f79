//! Who may depend on whom: the table of docs/ARCHITECTURE.md, read from `cargo metadata`.

use serde_json::Value;

struct Rule {
    name: &'static str,
    /// Our crates that it may depend on.
    may: &'static [&'static str],
    /// Our crates that it may depend on behind a feature that is off by default.
    may_optional: &'static [&'static str],
    /// Other people's crates (or families, by prefix) that it must do without.
    never: &'static [&'static str],
}

const RULES: [Rule; 7] = [
    Rule {
        name: "domain",
        may: &[],
        may_optional: &[],
        never: &["axum", "futures", "leptos", "rand", "reqwest", "sqlx", "tokio", "web-sys"],
    },
    Rule { name: "storage", may: &["domain"], may_optional: &[], never: &["axum", "leptos", "web-sys"] },
    Rule { name: "service", may: &["domain", "storage"], may_optional: &[], never: &["axum", "leptos", "sqlx", "web-sys"] },
    Rule { name: "app", may: &["domain"], may_optional: &["service"], never: &["axum", "sqlx"] },
    Rule { name: "frontend", may: &["app"], may_optional: &[], never: &["sqlx"] },
    Rule { name: "server", may: &["app", "domain", "service"], may_optional: &[], never: &["sqlx"] },
    Rule { name: "xtask", may: &[], may_optional: &[], never: &["sqlx"] },
];

/// One line for each dependency outside the table.
pub fn violations(metadata: &Value) -> Vec<String> {
    let packages = list(metadata, "packages");
    let ours: Vec<&str> = packages.iter().map(|package| text(package, "name")).collect();
    let mut wrong = Vec::new();
    for package in packages {
        let name = text(package, "name");
        let Some(rule) = RULES.iter().find(|rule| rule.name == name) else {
            wrong.push(format!("{name} is not in the table (xtask/src/edges.rs)"));
            continue;
        };
        let on_by_default = default_features(package);
        for dependency in list(package, "dependencies") {
            let other = text(dependency, "name");
            let allowed = if ours.contains(&other) {
                // A crate's own tests may switch on one of its features.
                other == name
                    || rule.may.contains(&other)
                    || (rule.may_optional.contains(&other) && dependency["optional"] == true && !on_by_default)
            } else {
                !rule
                    .never
                    .iter()
                    .any(|never| other == *never || other.starts_with(&format!("{never}-")) || other.starts_with(&format!("{never}_")))
            };
            if !allowed {
                wrong.push(format!("{name} must not depend on {other}"));
            }
        }
    }
    wrong
}

fn default_features(package: &Value) -> bool {
    package["features"].get("default").and_then(Value::as_array).is_some_and(|features| !features.is_empty())
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, dependencies: &[(&str, bool)]) -> Value {
        let dependencies: Vec<_> = dependencies.iter().map(|(name, optional)| json!({ "name": name, "optional": optional })).collect();
        json!({ "name": name, "dependencies": dependencies, "features": {} })
    }

    fn in_workspace(package_under_test: Value) -> Vec<String> {
        let mut packages: Vec<_> = ["domain", "storage", "service", "app"]
            .into_iter()
            .filter(|name| package_under_test["name"] != *name)
            .map(|name| package(name, &[]))
            .collect();
        packages.push(package_under_test);
        violations(&json!({ "packages": packages }))
    }

    #[test]
    fn the_table_itself_passes() {
        assert_eq!(in_workspace(package("service", &[("domain", false), ("storage", false), ("tokio", false)])), [""; 0]);
        assert_eq!(in_workspace(package("app", &[("domain", false), ("service", true), ("leptos_axum", true)])), [""; 0]);
    }

    #[test]
    fn an_edge_outside_the_table_is_named() {
        assert_eq!(in_workspace(package("domain", &[("storage", false)])), ["domain must not depend on storage"]);
        assert_eq!(in_workspace(package("app", &[("storage", true)])), ["app must not depend on storage"]);
    }

    #[test]
    fn the_screens_get_the_use_cases_only_behind_a_feature() {
        assert_eq!(in_workspace(package("app", &[("service", false)])), ["app must not depend on service"]);
        let mut on_by_default = package("app", &[("service", true)]);
        on_by_default["features"] = json!({ "default": ["ssr"] });
        assert_eq!(in_workspace(on_by_default), ["app must not depend on service"]);
    }

    #[test]
    fn families_of_other_crates_are_kept_out() {
        assert_eq!(in_workspace(package("service", &[("sqlx-core", false)])), ["service must not depend on sqlx-core"]);
        assert_eq!(in_workspace(package("service", &[("leptos_meta", false)])), ["service must not depend on leptos_meta"]);
        assert_eq!(in_workspace(package("domain", &[("leptosy", false)])), [""; 0]);
    }

    #[test]
    fn a_crate_that_nobody_placed_is_named() {
        assert_eq!(in_workspace(package("extra", &[])), ["extra is not in the table (xtask/src/edges.rs)"]);
    }
}
