-- One row: when the installation began and what proves that the key file fits it.
CREATE TABLE installation (
    id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    key_check BLOB NOT NULL,
    CONSTRAINT installation_pk PRIMARY KEY (id),
    CONSTRAINT installation_one CHECK (id = 1)
) STRICT;

CREATE TABLE workspace (
    id BLOB NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    initial TEXT NOT NULL,
    hue INTEGER NOT NULL,
    second_factor TEXT NOT NULL,
    invitation_days INTEGER NOT NULL,
    share_days INTEGER,
    guest_admin_assigns INTEGER NOT NULL,
    reveal INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT workspace_pk PRIMARY KEY (id),
    CONSTRAINT workspace_code UNIQUE (code),
    CONSTRAINT workspace_hue CHECK (hue BETWEEN 0 AND 7),
    CONSTRAINT workspace_second_factor CHECK (second_factor IN ('nobody', 'admins', 'guests', 'everyone')),
    CONSTRAINT workspace_flags CHECK (guest_admin_assigns IN (0, 1) AND reveal IN (0, 1))
) STRICT;

CREATE TABLE person (
    id BLOB NOT NULL,
    workspace_id BLOB NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    role TEXT NOT NULL,
    standing TEXT NOT NULL,
    password TEXT NOT NULL,
    muted_mail TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT person_pk PRIMARY KEY (id),
    CONSTRAINT person_in_workspace UNIQUE (workspace_id, id),
    CONSTRAINT person_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id),
    CONSTRAINT person_role CHECK (role IN ('owner', 'admin', 'member', 'auditor', 'guest_admin', 'guest_user')),
    CONSTRAINT person_standing CHECK (standing IN ('active', 'suspended', 'removed'))
) STRICT;
CREATE UNIQUE INDEX person_email ON person (workspace_id, email_key) WHERE standing <> 'removed';
CREATE UNIQUE INDEX person_one_owner ON person (workspace_id) WHERE role = 'owner' AND standing <> 'removed';
CREATE INDEX person_by_email ON person (email_key) WHERE standing <> 'removed';
CREATE INDEX person_by_name ON person (workspace_id, name_key, id);
CREATE INDEX person_by_joined ON person (workspace_id, joined_at, id);
CREATE INDEX person_by_seen ON person (workspace_id, last_seen_at, id);

CREATE TABLE session (
    id BLOB NOT NULL,
    workspace_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    token BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    idle_until INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    proved_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    location TEXT NOT NULL,
    os TEXT NOT NULL,
    device TEXT NOT NULL,
    CONSTRAINT session_pk PRIMARY KEY (id),
    CONSTRAINT session_token UNIQUE (token),
    CONSTRAINT session_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)
) STRICT;
CREATE INDEX session_by_person ON session (workspace_id, person_id);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE invitation (
    id BLOB NOT NULL,
    workspace_id BLOB NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    token BLOB NOT NULL,
    invited_by BLOB NOT NULL,
    sent_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT invitation_pk PRIMARY KEY (id),
    CONSTRAINT invitation_token UNIQUE (token),
    CONSTRAINT invitation_inviter FOREIGN KEY (workspace_id, invited_by) REFERENCES person (workspace_id, id),
    CONSTRAINT invitation_role CHECK (role IN ('admin', 'member', 'auditor')),
    CONSTRAINT invitation_state CHECK (state IN ('open', 'accepted', 'cancelled'))
) STRICT;
CREATE UNIQUE INDEX invitation_open ON invitation (workspace_id, email_key) WHERE state = 'open';

-- Single-use links to set a new password.
CREATE TABLE reset (
    token BLOB NOT NULL,
    workspace_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT reset_pk PRIMARY KEY (token),
    CONSTRAINT reset_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)
) STRICT;
CREATE INDEX reset_by_person ON reset (workspace_id, person_id);

-- Failed tries by kind and hashed key (address, account): the growing delay of WS-11.
CREATE TABLE attempt (
    kind TEXT NOT NULL,
    key BLOB NOT NULL,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    CONSTRAINT attempt_pk PRIMARY KEY (kind, key)
) STRICT;
CREATE INDEX attempt_by_age ON attempt (last_at);

CREATE TABLE terms (
    workspace_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    published_by BLOB NOT NULL,
    CONSTRAINT terms_pk PRIMARY KEY (workspace_id, version),
    CONSTRAINT terms_person FOREIGN KEY (workspace_id, published_by) REFERENCES person (workspace_id, id)
) STRICT;

-- The only table with two workspaces. guest_id is empty while the requested ID is unknown here or the guest has no workspace
-- yet; guest_key then stands for what was asked for, so that the rule of one live partnership holds all the same.
CREATE TABLE partnership (
    id BLOB NOT NULL,
    host_id BLOB NOT NULL,
    guest_id BLOB,
    guest_key BLOB NOT NULL,
    guest_code TEXT,
    partner_email TEXT NOT NULL,
    reason TEXT,
    state TEXT NOT NULL,
    reminded_at INTEGER,
    asked_until INTEGER,
    owner_id BLOB NOT NULL,
    deputy_id BLOB,
    representative_id BLOB,
    requested_by BLOB NOT NULL,
    requested_at INTEGER NOT NULL,
    reached_guest_at INTEGER,
    active_since INTEGER,
    expires_at INTEGER,
    decline_note TEXT,
    terms_version INTEGER,
    accepted_by BLOB,
    accepted_at INTEGER,
    accepted_from TEXT,
    join_token BLOB,
    join_expires_at INTEGER,
    changed_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT partnership_pk PRIMARY KEY (id),
    CONSTRAINT partnership_host FOREIGN KEY (host_id) REFERENCES workspace (id),
    CONSTRAINT partnership_guest FOREIGN KEY (guest_id) REFERENCES workspace (id),
    CONSTRAINT partnership_owner FOREIGN KEY (host_id, owner_id) REFERENCES person (workspace_id, id),
    CONSTRAINT partnership_deputy FOREIGN KEY (host_id, deputy_id) REFERENCES person (workspace_id, id),
    CONSTRAINT partnership_requester FOREIGN KEY (host_id, requested_by) REFERENCES person (workspace_id, id),
    CONSTRAINT partnership_representative FOREIGN KEY (guest_id, representative_id) REFERENCES person (workspace_id, id),
    CONSTRAINT partnership_accepter FOREIGN KEY (guest_id, accepted_by) REFERENCES person (workspace_id, id),
    CONSTRAINT partnership_terms FOREIGN KEY (host_id, terms_version) REFERENCES terms (workspace_id, version),
    CONSTRAINT partnership_join UNIQUE (join_token),
    CONSTRAINT partnership_not_itself CHECK (guest_id IS NULL OR guest_id <> host_id),
    CONSTRAINT partnership_state CHECK (state IN ('awaiting_host_approval', 'awaiting_guest_acceptance', 'active', 'suspended', 'expired',
        'declined_by_host', 'declined_by_guest', 'withdrawn', 'removed')),
    CONSTRAINT partnership_accepted CHECK (state NOT IN ('active', 'suspended', 'expired') OR (guest_id IS NOT NULL AND accepted_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX partnership_one_live ON partnership (host_id, guest_key)
    WHERE state IN ('awaiting_host_approval', 'awaiting_guest_acceptance', 'active', 'suspended');
CREATE INDEX partnership_by_host ON partnership (host_id, changed_at, id);
CREATE INDEX partnership_by_guest ON partnership (guest_id, changed_at, id) WHERE guest_id IS NOT NULL;
CREATE INDEX partnership_by_host_state ON partnership (host_id, state);
CREATE INDEX partnership_by_guest_state ON partnership (guest_id, state) WHERE guest_id IS NOT NULL;
CREATE INDEX partnership_by_owner ON partnership (host_id, owner_id);
CREATE INDEX partnership_by_deputy ON partnership (host_id, deputy_id) WHERE deputy_id IS NOT NULL;
CREATE INDEX partnership_by_representative ON partnership (guest_id, representative_id) WHERE representative_id IS NOT NULL;

CREATE TABLE partnership_history (
    id BLOB NOT NULL,
    partnership_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    state TEXT NOT NULL,
    side TEXT,
    actor_id BLOB,
    actor_name TEXT NOT NULL,
    note TEXT,
    CONSTRAINT partnership_history_pk PRIMARY KEY (id),
    CONSTRAINT partnership_history_partnership FOREIGN KEY (partnership_id) REFERENCES partnership (id),
    CONSTRAINT partnership_history_side CHECK (side IN ('host', 'guest'))
) STRICT;
CREATE INDEX partnership_history_by_partnership ON partnership_history (partnership_id, at, id);

-- Where each workspace's chain stands.
CREATE TABLE activity_head (
    workspace_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT activity_head_pk PRIMARY KEY (workspace_id),
    CONSTRAINT activity_head_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
) STRICT;

-- The log. address, location, os, device and salt can be erased; client_hash keeps the chain whole.
CREATE TABLE activity (
    workspace_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id BLOB NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    teller_kind TEXT NOT NULL,
    teller_id BLOB,
    teller_name TEXT NOT NULL,
    person_id BLOB,
    person_name TEXT,
    partnership_id BLOB,
    partnership_name TEXT,
    details TEXT NOT NULL,
    request TEXT NOT NULL,
    address TEXT,
    location TEXT,
    os TEXT,
    device TEXT,
    salt BLOB,
    client_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT activity_pk PRIMARY KEY (workspace_id, seq),
    CONSTRAINT activity_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id),
    CONSTRAINT activity_teller CHECK (teller_kind IN ('person', 'partner', 'system', 'stranger'))
) STRICT;
CREATE INDEX activity_by_time ON activity (workspace_id, at);
CREATE INDEX activity_by_kind ON activity (workspace_id, kind, seq);
CREATE INDEX activity_by_teller ON activity (workspace_id, teller_id, seq) WHERE teller_id IS NOT NULL;
CREATE INDEX activity_by_person ON activity (workspace_id, person_id, seq) WHERE person_id IS NOT NULL;
CREATE INDEX activity_by_partnership ON activity (workspace_id, partnership_id, seq) WHERE partnership_id IS NOT NULL;

-- Events of each day (midnight UTC), for the chart: counting a million rows on every view would not stay fast.
CREATE TABLE activity_day (
    workspace_id BLOB NOT NULL,
    day INTEGER NOT NULL,
    events INTEGER NOT NULL,
    CONSTRAINT activity_day_pk PRIMARY KEY (workspace_id, day),
    CONSTRAINT activity_day_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
) STRICT;

CREATE TABLE checkpoint (
    workspace_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    hash BLOB NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT checkpoint_pk PRIMARY KEY (workspace_id, seq),
    CONSTRAINT checkpoint_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
) STRICT;

-- News in a person's inbox.
CREATE TABLE notice (
    id BLOB NOT NULL,
    workspace_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    text TEXT NOT NULL,
    path TEXT NOT NULL,
    read_at INTEGER,
    CONSTRAINT notice_pk PRIMARY KEY (id),
    CONSTRAINT notice_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)
) STRICT;
CREATE INDEX notice_by_person ON notice (workspace_id, person_id, at, id);
CREATE INDEX notice_unread ON notice (workspace_id, person_id) WHERE read_at IS NULL;

-- Mail, written with its cause and sent later. once: the cause itself, so that the same mail is never written twice.
CREATE TABLE outbox (
    id BLOB NOT NULL,
    once TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text_body TEXT NOT NULL,
    html_body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    leased_until INTEGER,
    fence INTEGER NOT NULL,
    sent_at INTEGER,
    given_up_at INTEGER,
    last_error TEXT,
    CONSTRAINT outbox_pk PRIMARY KEY (id),
    CONSTRAINT outbox_once UNIQUE (once)
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_by_age ON outbox (created_at, id);

CREATE TABLE job (
    id BLOB NOT NULL,
    once TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    leased_until INTEGER,
    fence INTEGER NOT NULL,
    done_at INTEGER,
    given_up_at INTEGER,
    last_error TEXT,
    CONSTRAINT job_pk PRIMARY KEY (id),
    CONSTRAINT job_once UNIQUE (once)
) STRICT;
CREATE INDEX job_due ON job (due_at) WHERE done_at IS NULL AND given_up_at IS NULL;
