-- Cases that went to another organisation (Law 11/2017, Điều 16.3, 35), each with who holds it now: as a request, and as a case of theirs once they have
-- accepted it. Their papers go along.
create table transfers (
    -- The case with which it began.
    origin uuid not null,
    -- How far it has come: twice the number of times it was passed on, and one more once the last that got it has decided.
    rank int not null,
    -- What it is with whoever holds it.
    request uuid not null,
    organisation uuid not null,
    province text not null,
    case_id uuid,
    -- Whether papers of the first case wait to be laid into the second.
    due boolean not null default false,
    constraint transfers_key primary key (origin),
    constraint transfers_due_to_a_case check (not due or case_id is not null)
);

create index transfers_by_request on transfers (request);
create index transfers_due on transfers (origin) where due;

alter table transfers enable row level security;
alter table transfers force row level security;
create policy tenant on transfers for select using (organisation = any (array(select scope_organisations())));
create policy province on transfers for select using (province = (select scope_province()));
create policy country on transfers for select using ((select scope_kind()) = 'country');
create policy service on transfers using ((select scope_kind()) = 'service');

-- A paper that came with a case from elsewhere has no upload here; it stands for a paper of the case that it came with, once.
alter table attachments
    alter column upload drop not null,
    add column copy_of uuid,
    add column passed_from text,
    add constraint attachments_once_along unique (case_id, copy_of),
    add constraint attachments_from_somewhere check ((upload is null) = (copy_of is not null));
