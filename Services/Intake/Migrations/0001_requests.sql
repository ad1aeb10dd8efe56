-- Requests for legal aid (Law 11/2017, Điều 29, 30). Names and what they tell of a person stay in this schema.
create table requests (
    id uuid not null,
    organisation uuid not null,
    province text not null,
    channel text not null,
    received_at timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    state text not null,
    held timestamptz,
    deadline timestamptz,
    urgent boolean not null,
    client_name text not null,
    client_name_key text not null,
    client_birth date not null,
    client_gender text not null,
    client_ethnicity text not null,
    client_phone text,
    client_email text,
    client_address text,
    client_identity_number text,
    client_languages text[] not null,
    residence_province text,
    residence_commune text,
    especially_difficult boolean,
    categories text[] not null,
    hardship text,
    form text not null,
    field text not null,
    role_in_proceedings text,
    matter uuid not null,
    summary text not null,
    eligibility jsonb not null,
    decided_at timestamptz,
    decided_by text,
    reason text,
    note text,
    version bigint not null,
    told bigint not null,
    constraint requests_key primary key (id),
    constraint requests_state_known
        check (state in ('received', 'supplement_asked', 'accepted', 'refused', 'transferred')),
    constraint requests_categories_given check (cardinality(categories) > 0)
);

create index requests_newest on requests (organisation, received_at desc, id desc);
create index requests_by_client on requests (client_name_key, client_birth);

alter table requests enable row level security;
alter table requests force row level security;
create policy tenant on requests using (organisation = any (array(select scope_organisations())));
create policy province on requests for select using (province = (select scope_province()));
create policy country on requests for select using ((select scope_kind()) = 'country');
create policy service on requests using ((select scope_kind()) = 'service');

-- Everybody a request names: the client, opposing parties, relatives. What the conflict search looks through.
create table parties (
    id uuid not null,
    request uuid not null,
    organisation uuid not null,
    province text not null,
    role text not null,
    name text not null,
    name_key text not null,
    birth date,
    identity_number text,
    constraint parties_key primary key (id),
    constraint parties_of_a_request foreign key (request) references requests (id),
    constraint parties_role_known check (role in ('client', 'opposing', 'relative'))
);

create index parties_by_request on parties (request);
create index parties_by_name on parties (name_key);

alter table parties enable row level security;
alter table parties force row level security;
create policy tenant on parties using (organisation = any (array(select scope_organisations())));
create policy province on parties for select using (province = (select scope_province()));
create policy country on parties for select using ((select scope_kind()) = 'country');
create policy service on parties using ((select scope_kind()) = 'service');

-- How often the public has posted from one address in one hour; the address is kept as a digest only.
create table public_posts (
    address_digest bytea not null,
    hour timestamptz not null,
    posts int not null,
    constraint public_posts_key primary key (address_digest, hour)
);

alter table public_posts enable row level security;
alter table public_posts force row level security;
create policy service on public_posts using ((select scope_kind()) = 'service');
