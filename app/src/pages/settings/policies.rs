use domain::view::workspace::SettingsView;
use domain::workspace::SecondFactorPolicy;
use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::workspace::SetPolicies;
use crate::state::act::outcome;
use crate::ui::{Button, Card, Checkbox, Choice, FormStack, InputKind, Select, TextInput, Tone};

/// What holds for everybody in the workspace.
#[component]
pub fn PolicyForm(view: Signal<SettingsView>) -> impl IntoView {
    let action = ServerAction::<SetPolicies>::new();
    let outcome = outcome(action, "Policies saved.");
    let now = view.get_untracked().policies;
    let factors = SecondFactorPolicy::ALL.iter().map(|policy| Choice::new(policy.code(), policy.label())).collect();
    view! {
        <Card title="Policies" description="They hold for everybody in your workspace.">
            {outcome.banner()}
            <ActionForm action=action>
                <FormStack>
                    <Select
                        name="second_factor"
                        label="Who must use a second factor"
                        choices=factors
                        value=now.second_factor.code()
                        hint="Second factors are not part of this version yet; the choice is kept."
                        error=outcome.at("second_factor")
                    />
                    <TextInput
                        name="invitation_days"
                        label="An invitation can be accepted for (days)"
                        kind=InputKind::Number
                        value=now.invitation_days.to_string()
                        hint="From 1 to 30. Counts for invitations sent from now on."
                        required=true
                        error=outcome.at("invitation_days")
                    />
                    <TextInput
                        name="share_days"
                        label="Suggested end of new shares (days)"
                        kind=InputKind::Number
                        value=now.share_days.map(|days| days.to_string()).unwrap_or_default()
                        hint="Leave it empty to suggest no end."
                        optional=true
                        error=outcome.at("share_days")
                    />
                    <Checkbox
                        name="guest_admin_assigns"
                        label="Guest admins may give access to their own people without asking"
                        checked=now.guest_admin_assigns
                    />
                    <Checkbox name="reveal" label="Owners of an account may reveal its password to themselves" checked=now.reveal />
                    <div class="cluster">
                        <Button label="Save policies" tone=Tone::Primary submit=true busy=action.pending() />
                    </div>
                </FormStack>
            </ActionForm>
        </Card>
    }
    .into_any()
}
