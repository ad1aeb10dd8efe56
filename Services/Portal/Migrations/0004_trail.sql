-- The audit trail of all services (who did or saw what), gathered here, in the words in which it is sealed. Rows are only ever added, and dropped
-- by whole days when their time is over.
create table trail (
    id uuid not null,
    service text not null,
    at timestamptz not null,
    actor text not null,
    actor_name text not null,
    role text not null,
    action text not null,
    subject_kind text not null,
    subject uuid,
    organisation uuid,
    -- The entry as one line of JSON: what is hashed, exported and shown.
    line text not null,
    -- The block that seals it; null as long as none does.
    block bigint,
    constraint trail_key primary key (id)
);

create index trail_by_subject on trail (subject, at desc, id desc) where subject is not null;
create index trail_by_actor on trail (actor, at desc, id desc);
create index trail_by_time on trail (at desc, id desc);
create index trail_of_organisation on trail (organisation, at desc, id desc);
create index trail_unsealed on trail (id) where block is null;
create index trail_of_block on trail (block, id);

-- The chain: each block hashes its entries and the block before it.
create table trail_blocks (
    number bigint not null,
    -- The legal day on which it was sealed.
    day date not null,
    entries int not null,
    content_sha256 text not null,
    previous_sha256 text not null,
    sha256 text not null,
    sealed_at timestamptz not null,
    constraint trail_blocks_key primary key (number)
);

create index trail_blocks_by_day on trail_blocks (day, number);

-- The head of the chain as it was signed, every hour: a chain that was cut or made anew does not fit them.
create table trail_heads (
    number bigint not null,
    signed_at timestamptz not null,
    token text not null,
    constraint trail_heads_key primary key (number)
);

alter table trail enable row level security;
alter table trail force row level security;
create policy tenant on trail for select using (organisation = any (array(select scope_organisations())));
create policy province on trail for select using (
    exists (select from organisations where organisations.id = trail.organisation and organisations.province = (select scope_province())));
create policy country on trail for select using ((select scope_kind()) = 'country');
create policy service on trail using ((select scope_kind()) = 'service');

alter table trail_blocks enable row level security;
alter table trail_blocks force row level security;
create policy service on trail_blocks using ((select scope_kind()) = 'service');

alter table trail_heads enable row level security;
alter table trail_heads force row level security;
create policy service on trail_heads using ((select scope_kind()) = 'service');
