-- Keys by which programs of an organisation get their short tokens.
create table program_keys (
    id uuid not null,
    organisation uuid not null,
    -- What the program is called, on the audit trail too.
    name text not null,
    -- The rights that its tokens are limited to, between spaces.
    rights text not null,
    -- Only the hash of the secret is kept: what is read here opens nothing.
    secret_sha256 bytea not null,
    made_at timestamptz not null,
    made_by text not null,
    ends_at timestamptz not null,
    -- Of the first token within an hour.
    used_at timestamptz,
    withdrawn_at timestamptz,
    -- Why, where it was said.
    withdrawn_because text,
    constraint program_keys_key primary key (id),
    constraint program_keys_rights check (rights <> ''),
    constraint program_keys_secret check (length(secret_sha256) = 32)
);

create index program_keys_of_organisation on program_keys (organisation);
create index program_keys_by_age on program_keys (made_at desc, id desc);

alter table program_keys enable row level security;
alter table program_keys force row level security;
create policy tenant on program_keys
    using (organisation = any (array(select own.organisation from scope_organisations() as own (organisation))));
create policy province on program_keys using (
    exists (
        select from organisations
        where organisations.id = program_keys.organisation and organisations.province = (select scope_province())));
create policy country on program_keys using ((select scope_kind()) = 'country');
create policy service on program_keys using ((select scope_kind()) = 'service');

-- What a key may do, and until when, never changes. The login role is called as its schema.
do $$
begin
    execute format('revoke update, delete, truncate on program_keys from %I', current_schema());
    execute format('grant update (used_at, withdrawn_at, withdrawn_because) on program_keys to %I', current_schema());
end
$$;
