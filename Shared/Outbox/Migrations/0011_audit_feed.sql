-- The lines of the audit trail that Portal has not been told of; told in whatever order they were committed.
create table audit_untold (
    id uuid not null,
    constraint audit_untold_key primary key (id)
);

alter table audit_untold enable row level security;
alter table audit_untold force row level security;
create policy record on audit_untold for insert with check (true);
create policy gather on audit_untold using ((select scope_kind()) = 'service');

create function audit_is_to_be_told() returns trigger
    language plpgsql
    as $$
begin
    insert into audit_untold (id) values (new.id);
    return null;
end
$$;

create trigger audit_is_to_be_told after insert on audit
    for each row execute function audit_is_to_be_told();

insert into audit_untold (id) select id from audit;
