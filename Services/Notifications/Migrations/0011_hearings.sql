-- When helpers are expected, told by intake.hearing-changed.v1: whom to remind, and when. Only this service's own work reads it.
create table hearings (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    -- From the rule pack.
    kind text not null,
    starts_at timestamptz not null,
    state text not null,
    version bigint not null,
    -- When reminders of it are looked for next, by the legal clock; null where none can be due any more.
    look_at timestamptz,
    constraint hearings_key primary key (id),
    constraint hearings_state_known check (state in ('scheduled', 'held', 'adjourned', 'withdrawn'))
);

create index hearings_to_look_at on hearings (look_at) where look_at is not null;
create index hearings_by_case on hearings (case_id);

alter table hearings enable row level security;
alter table hearings force row level security;
create policy service on hearings using ((select scope_kind()) = 'service');

-- What a helper was told of the hour of a hearing: one reminder of a kind each, whoever looks, and however often.
create table hearing_reminders (
    id uuid not null,
    hearing uuid not null,
    helper uuid not null,
    starts_at timestamptz not null,
    -- Before the hearing; a shorter one makes longer ones needless.
    working_days int not null,
    written_at timestamptz not null,
    constraint hearing_reminders_key primary key (id),
    constraint hearing_reminders_of_a_hearing foreign key (hearing) references hearings (id),
    constraint hearing_reminders_once unique (hearing, helper, starts_at, working_days)
);

alter table hearing_reminders enable row level security;
alter table hearing_reminders force row level security;
create policy service on hearing_reminders using ((select scope_kind()) = 'service');
