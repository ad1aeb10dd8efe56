-- What is needed to replay a parked message as it was, and to say who did what with it.
alter table parked
    add column sent_at timestamptz,
    add column aggregate uuid,
    add column version bigint,
    add column producer text,
    add column resolved_by text,
    add column reason text,
    -- The message's id; of one without, a digest of what it carries.
    add column known_by uuid,
    -- How often it came here: a message that is parked again while it is being replayed stays open.
    add column times int not null default 1;

-- The owner sees rows by the policies too.
select set_config('app.scope', 'service', true);

-- Headers were kept as text until now.
update parked
set aggregate = case when headers ->> 'aggregate' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then (headers ->> 'aggregate')::uuid end,
    version = case when headers ->> 'aggregate-version' ~ '^[0-9]{1,18}$' then (headers ->> 'aggregate-version')::bigint end,
    producer = headers ->> 'producer',
    known_by = coalesce(message_id, id);

-- A crash between the commit and the acknowledgement parked a message again: of its open rows the first one stays.
delete from parked as later
using parked as earlier
where later.resolved_at is null
    and earlier.resolved_at is null
    and later.consumer = earlier.consumer
    and later.message_id = earlier.message_id
    and (later.parked_at, later.id) > (earlier.parked_at, earlier.id);

alter table parked alter column known_by set not null;
create unique index parked_once on parked (consumer, known_by) where resolved_at is null;
