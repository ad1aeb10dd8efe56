-- Sổ thụ lý: the last number given in each series of an organisation (circular 12/2018, Điều 11.1). Taken last in the registering transaction, so
-- that a number is never given without its case.
create table registers (
    organisation uuid not null,
    series text not null,
    last int not null,
    constraint registers_key primary key (organisation, series)
);

alter table registers enable row level security;
alter table registers force row level security;
create policy tenant on registers using (organisation = any (array(select scope_organisations())));
create policy service on registers using ((select scope_kind()) = 'service');

create table cases (
    id uuid not null,
    request uuid not null,
    organisation uuid not null,
    province text not null,
    code text not null,
    series text not null,
    number int not null,
    matter uuid not null,
    form text not null,
    field text not null,
    state text not null,
    counted_as text not null,
    poor_and_ethnic_minority boolean not null,
    client_name text not null,
    -- What look-ups search: code and client, lower case without tones, and as typed.
    search_key text not null,
    search_text text not null,
    accepted_on date not null,
    registered_at timestamptz not null,
    announced_at timestamptz,
    urgent boolean not null,
    held timestamptz,
    deadline timestamptz,
    helper uuid,
    helper_name text,
    helper_kind text,
    helper_version bigint not null default 0,
    stalled boolean not null default false,
    stalled_version bigint not null default 0,
    last_progress_on date,
    ended_on date,
    end_ground text,
    result text,
    handed_over_on date,
    version bigint not null,
    told bigint not null,
    constraint cases_key primary key (id),
    constraint cases_request_once unique (request),
    constraint cases_number_once unique (organisation, series, number),
    constraint cases_code_once unique (organisation, code),
    constraint cases_of_a_request foreign key (request) references requests (id),
    constraint cases_state_known
        check (state in ('registered', 'assigned', 'under_way', 'finished', 'stopped', 'handed_over'))
);

create index cases_newest on cases (organisation, registered_at desc, id desc);
create index cases_by_helper on cases (helper, registered_at desc, id desc);
create index cases_to_announce on cases (registered_at) where announced_at is null;
create index cases_search on cases using gin (search_key gin_trgm_ops);

alter table cases enable row level security;
alter table cases force row level security;
create policy tenant on cases using (organisation = any (array(select scope_organisations())));
create policy province on cases for select using (province = (select scope_province()));
create policy country on cases for select using ((select scope_kind()) = 'country');
create policy service on cases using ((select scope_kind()) = 'service');

-- What the conflict search found, on both sides (Law 11/2017, Điều 25.2a).
create table case_conflicts (
    case_id uuid not null,
    other uuid not null,
    organisation uuid not null,
    province text not null,
    verdict text not null,
    score double precision not null,
    found_at timestamptz not null,
    constraint case_conflicts_key primary key (case_id, other),
    constraint case_conflicts_verdict_known check (verdict in ('conflict', 'review'))
);

alter table case_conflicts enable row level security;
alter table case_conflicts force row level security;
create policy tenant on case_conflicts for select using (organisation = any (array(select scope_organisations())));
create policy province on case_conflicts for select using (province = (select scope_province()));
create policy country on case_conflicts for select using ((select scope_kind()) = 'country');
create policy service on case_conflicts using ((select scope_kind()) = 'service');

-- The papers that a case's dossier must hold (circular 12/2018, Điều 11), each ticked off by the attachment that came for it.
create table dossier_papers (
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    position int not null,
    kind text not null,
    accepted_kinds text[] not null,
    title_vi text not null,
    title_en text not null,
    article text not null,
    stage text not null,
    due_on date,
    attachment uuid,
    attached_at timestamptz,
    constraint dossier_papers_key primary key (case_id, kind),
    constraint dossier_papers_of_a_case foreign key (case_id) references cases (id)
);

alter table dossier_papers enable row level security;
alter table dossier_papers force row level security;
create policy tenant on dossier_papers using (organisation = any (array(select scope_organisations())));
create policy province on dossier_papers for select using (province = (select scope_province()));
create policy country on dossier_papers for select using ((select scope_kind()) = 'country');
create policy service on dossier_papers using ((select scope_kind()) = 'service');

create table progress (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    helper uuid,
    kind text not null,
    date date not null,
    half_days double precision,
    place text,
    note text,
    next_step text,
    next_on date,
    entered_by text not null,
    entered_at timestamptz not null,
    constraint progress_key primary key (id),
    constraint progress_of_a_case foreign key (case_id) references cases (id)
);

create index progress_by_case on progress (case_id, date);

alter table progress enable row level security;
alter table progress force row level security;
create policy tenant on progress using (organisation = any (array(select scope_organisations())));
create policy province on progress for select using (province = (select scope_province()));
create policy country on progress for select using ((select scope_kind()) = 'country');
create policy service on progress using ((select scope_kind()) = 'service');

-- What happened to a case, in the order it was heard of.
create table timeline (
    id uuid not null,
    case_id uuid not null,
    organisation uuid not null,
    province text not null,
    at timestamptz not null,
    kind text not null,
    actor text,
    details jsonb not null,
    constraint timeline_key primary key (id)
);

create index timeline_by_case on timeline (case_id, at, id);

alter table timeline enable row level security;
alter table timeline force row level security;
create policy tenant on timeline using (organisation = any (array(select scope_organisations())));
create policy province on timeline for select using (province = (select scope_province()));
create policy country on timeline for select using ((select scope_kind()) = 'country');
create policy service on timeline using ((select scope_kind()) = 'service');
