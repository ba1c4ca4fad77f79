-- One row: when the installation began and what proves that the key file fits it.
CREATE TABLE installation (
    id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    key_check BYTEA NOT NULL,
    CONSTRAINT installation_pk PRIMARY KEY (id),
    CONSTRAINT installation_one CHECK (id = 1)
);

CREATE TABLE workspace (
    id UUID NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    initial TEXT COLLATE "C" NOT NULL,
    hue BIGINT NOT NULL,
    second_factor TEXT COLLATE "C" NOT NULL,
    invitation_days BIGINT NOT NULL,
    share_days BIGINT,
    guest_admin_assigns BIGINT NOT NULL,
    reveal BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT workspace_pk PRIMARY KEY (id),
    CONSTRAINT workspace_code UNIQUE (code),
    CONSTRAINT workspace_hue CHECK (hue BETWEEN 0 AND 7),
    CONSTRAINT workspace_second_factor CHECK (second_factor IN ('nobody', 'admins', 'guests', 'everyone')),
    CONSTRAINT workspace_flags CHECK (guest_admin_assigns IN (0, 1) AND reveal IN (0, 1))
);

CREATE TABLE person (
    id UUID NOT NULL,
    workspace_id UUID NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    email_key TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    standing TEXT COLLATE "C" NOT NULL,
    password TEXT COLLATE "C" NOT NULL,
    muted_mail TEXT COLLATE "C" NOT NULL,
    joined_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT person_pk PRIMARY KEY (id),
    CONSTRAINT person_in_workspace UNIQUE (workspace_id, id),
    CONSTRAINT person_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id),
    CONSTRAINT person_role CHECK (role IN ('owner', 'admin', 'member', 'auditor', 'guest_admin', 'guest_user')),
    CONSTRAINT person_standing CHECK (standing IN ('active', 'suspended', 'removed'))
);
CREATE UNIQUE INDEX person_email ON person (workspace_id, email_key) WHERE standing <> 'removed';
CREATE UNIQUE INDEX person_one_owner ON person (workspace_id) WHERE role = 'owner' AND standing <> 'removed';
CREATE INDEX person_by_email ON person (email_key) WHERE standing <> 'removed';
CREATE INDEX person_by_name ON person (workspace_id, name_key, id);
CREATE INDEX person_by_joined ON person (workspace_id, joined_at, id);
CREATE INDEX person_by_seen ON person (workspace_id, last_seen_at, id);

CREATE TABLE session (
    id UUID NOT NULL,
    workspace_id UUID NOT NULL,
    person_id UUID NOT NULL,
    token BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    idle_until BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    location TEXT COLLATE "C" NOT NULL,
    os TEXT COLLATE "C" NOT NULL,
    device TEXT COLLATE "C" NOT NULL,
    CONSTRAINT session_pk PRIMARY KEY (id),
    CONSTRAINT session_token UNIQUE (token),
    CONSTRAINT session_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)
);
CREATE INDEX session_by_person ON session (workspace_id, person_id);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE invitation (
    id UUID NOT NULL,
    workspace_id UUID NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    email_key TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    token BYTEA NOT NULL,
    invited_by UUID NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT invitation_pk PRIMARY KEY (id),
    CONSTRAINT invitation_token UNIQUE (token),
    CONSTRAINT invitation_inviter FOREIGN KEY (workspace_id, invited_by) REFERENCES person (workspace_id, id),
    CONSTRAINT invitation_role CHECK (role IN ('admin', 'member', 'auditor')),
    CONSTRAINT invitation_state CHECK (state IN ('open', 'accepted', 'cancelled'))
);
CREATE UNIQUE INDEX invitation_open ON invitation (workspace_id, email_key) WHERE state = 'open';

-- Single-use links to set a new password.
CREATE TABLE reset (
    token BYTEA NOT NULL,
    workspace_id UUID NOT NULL,
    person_id UUID NOT NULL,
    expires_at BIGINT NOT NULL,
    CONSTRAINT reset_pk PRIMARY KEY (token),
    CONSTRAINT reset_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)
);
CREATE INDEX reset_by_person ON reset (workspace_id, person_id);

-- Failed tries by kind and hashed key (address, account): the growing delay of WS-11.
CREATE TABLE attempt (
    kind TEXT COLLATE "C" NOT NULL,
    key BYTEA NOT NULL,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    CONSTRAINT attempt_pk PRIMARY KEY (kind, key)
);
CREATE INDEX attempt_by_age ON attempt (last_at);

CREATE TABLE terms (
    workspace_id UUID NOT NULL,
    version BIGINT NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    published_at BIGINT NOT NULL,
    published_by UUID NOT NULL,
    CONSTRAINT terms_pk PRIMARY KEY (workspace_id, version),
    CONSTRAINT terms_person FOREIGN KEY (workspace_id, published_by) REFERENCES person (workspace_id, id)
);

-- The only table with two workspaces. guest_id is empty while the requested ID is unknown here or the guest has no workspace
-- yet; guest_key then stands for what was asked for, so that the rule of one live partnership holds all the same.
CREATE TABLE partnership (
    id UUID NOT NULL,
    host_id UUID NOT NULL,
    guest_id UUID,
    guest_key UUID NOT NULL,
    guest_code TEXT COLLATE "C",
    partner_email TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    reminded_at BIGINT,
    asked_until BIGINT,
    owner_id UUID NOT NULL,
    deputy_id UUID,
    representative_id UUID,
    requested_by UUID NOT NULL,
    requested_at BIGINT NOT NULL,
    reached_guest_at BIGINT,
    active_since BIGINT,
    expires_at BIGINT,
    decline_note TEXT COLLATE "C",
    terms_version BIGINT,
    accepted_by UUID,
    accepted_at BIGINT,
    accepted_from TEXT COLLATE "C",
    join_token BYTEA,
    join_expires_at BIGINT,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
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
);
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
    id UUID NOT NULL,
    partnership_id UUID NOT NULL,
    at BIGINT NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    side TEXT COLLATE "C",
    actor_id UUID,
    actor_name TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    CONSTRAINT partnership_history_pk PRIMARY KEY (id),
    CONSTRAINT partnership_history_partnership FOREIGN KEY (partnership_id) REFERENCES partnership (id),
    CONSTRAINT partnership_history_side CHECK (side IN ('host', 'guest'))
);
CREATE INDEX partnership_history_by_partnership ON partnership_history (partnership_id, at, id);

-- Where each workspace's chain stands.
CREATE TABLE activity_head (
    workspace_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT activity_head_pk PRIMARY KEY (workspace_id),
    CONSTRAINT activity_head_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
);

-- The log. address, location, os, device and salt can be erased; client_hash keeps the chain whole.
CREATE TABLE activity (
    workspace_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    teller_kind TEXT COLLATE "C" NOT NULL,
    teller_id UUID,
    teller_name TEXT COLLATE "C" NOT NULL,
    person_id UUID,
    person_name TEXT COLLATE "C",
    partnership_id UUID,
    partnership_name TEXT COLLATE "C",
    details TEXT COLLATE "C" NOT NULL,
    request TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C",
    location TEXT COLLATE "C",
    os TEXT COLLATE "C",
    device TEXT COLLATE "C",
    salt BYTEA,
    client_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT activity_pk PRIMARY KEY (workspace_id, seq),
    CONSTRAINT activity_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id),
    CONSTRAINT activity_teller CHECK (teller_kind IN ('person', 'partner', 'system', 'stranger'))
);
CREATE INDEX activity_by_time ON activity (workspace_id, at);
CREATE INDEX activity_by_kind ON activity (workspace_id, kind, seq);
CREATE INDEX activity_by_teller ON activity (workspace_id, teller_id, seq) WHERE teller_id IS NOT NULL;
CREATE INDEX activity_by_person ON activity (workspace_id, person_id, seq) WHERE person_id IS NOT NULL;
CREATE INDEX activity_by_partnership ON activity (workspace_id, partnership_id, seq) WHERE partnership_id IS NOT NULL;

-- Events of each day (midnight UTC), for the chart: counting a million rows on every view would not stay fast.
CREATE TABLE activity_day (
    workspace_id UUID NOT NULL,
    day BIGINT NOT NULL,
    events BIGINT NOT NULL,
    CONSTRAINT activity_day_pk PRIMARY KEY (workspace_id, day),
    CONSTRAINT activity_day_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
);

CREATE TABLE checkpoint (
    workspace_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    CONSTRAINT checkpoint_pk PRIMARY KEY (workspace_id, seq),
    CONSTRAINT checkpoint_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
);

-- News in a person's inbox.
CREATE TABLE notice (
    id UUID NOT NULL,
    workspace_id UUID NOT NULL,
    person_id UUID NOT NULL,
    at BIGINT NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    read_at BIGINT,
    CONSTRAINT notice_pk PRIMARY KEY (id),
    CONSTRAINT notice_person FOREIGN KEY (workspace_id, person_id) REFERENCES person (workspace_id, id)
);
CREATE INDEX notice_by_person ON notice (workspace_id, person_id, at, id);
CREATE INDEX notice_unread ON notice (workspace_id, person_id) WHERE read_at IS NULL;

-- Mail, written with its cause and sent later. once: the cause itself, so that the same mail is never written twice.
CREATE TABLE outbox (
    id UUID NOT NULL,
    once TEXT COLLATE "C" NOT NULL,
    recipient TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    text_body TEXT COLLATE "C" NOT NULL,
    html_body TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    leased_until BIGINT,
    fence BIGINT NOT NULL,
    sent_at BIGINT,
    given_up_at BIGINT,
    last_error TEXT COLLATE "C",
    CONSTRAINT outbox_pk PRIMARY KEY (id),
    CONSTRAINT outbox_once UNIQUE (once)
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_by_age ON outbox (created_at, id);

CREATE TABLE job (
    id UUID NOT NULL,
    once TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    leased_until BIGINT,
    fence BIGINT NOT NULL,
    done_at BIGINT,
    given_up_at BIGINT,
    last_error TEXT COLLATE "C",
    CONSTRAINT job_pk PRIMARY KEY (id),
    CONSTRAINT job_once UNIQUE (once)
);
CREATE INDEX job_due ON job (due_at) WHERE done_at IS NULL AND given_up_at IS NULL;
