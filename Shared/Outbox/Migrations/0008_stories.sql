-- How far a consumer has heard each story: a producer numbers what it tells of an aggregate from 1, without gaps.
create table stories (
    consumer text not null,
    producer text not null,
    aggregate uuid not null,
    last_version bigint not null,
    constraint stories_key primary key (consumer, producer, aggregate)
) with (fillfactor = 70);

-- Messages that came before an earlier one of their story. A row without a body stands for one that a person has discarded: it is passed over.
create table early (
    consumer text not null,
    producer text not null,
    aggregate uuid not null,
    version bigint not null,
    message_id uuid not null,
    name text not null,
    headers jsonb not null,
    body bytea,
    sent_at timestamptz,
    waiting_since timestamptz not null,
    constraint early_key primary key (consumer, producer, aggregate, version, message_id)
);

create index early_by_age on early (consumer, waiting_since);

-- Since when a consumer keeps a story. Of aggregates that are older it has heard before: their story begins with the first message it hears now.
create table story_keepers (
    consumer text not null,
    story text not null,
    since timestamptz not null,
    constraint story_keepers_key primary key (consumer, story)
);

alter table stories enable row level security;
alter table stories force row level security;
create policy handlers on stories using ((select scope_kind()) = 'service');

alter table early enable row level security;
alter table early force row level security;
create policy handlers on early using ((select scope_kind()) = 'service');

alter table story_keepers enable row level security;
alter table story_keepers force row level security;
create policy handlers on story_keepers using ((select scope_kind()) = 'service');
